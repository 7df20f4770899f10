package io.habitus.ingest.sort;

/**
 * Rows that are sorted together: the clients of a shard from one id to another.
 *
 * @param shard of all of them
 * @param least client id
 * @param greatest client id, inclusive
 * @param last whether no group of this shard follows
 */
record RowGroup(int shard, long least, long greatest, boolean last) {
  boolean holds(long client) {
    return client >= least && client <= greatest;
  }
}
