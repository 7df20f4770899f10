package io.habitus.core.store;

import io.habitus.core.schema.Schema;

/**
 * Clients' events with time in [from, until): all that a model gets to see. There is no way to read
 * an event at or after {@link #untilMicros()} through it, which is how leaks are kept out.
 *
 * <p>Shards may be read in parallel, one cursor each; the union over shards, each in its own order,
 * is deterministic.
 */
public interface Histories {
  Schema schema();

  /** Inclusive lower bound in microseconds. */
  long fromMicros();

  /** Exclusive upper bound (the cut-off) in microseconds. */
  long untilMicros();

  int shardCount();

  /**
   * Reads a shard's clients in ascending order of id. Clients without an event in the window are
   * passed over.
   */
  Cursor open(int shard);

  /** The vocabulary of a CATEGORICAL, CODES or TEXT event field. */
  Vocabulary vocabulary(int field);

  Catalogue catalogue();

  /** A reader over one shard; not safe for use by several threads. */
  interface Cursor extends AutoCloseable {
    /** Moves to the next client; false at the end. */
    boolean next();

    /** The current client's events; the same object for every client. */
    EventSequence events();

    @Override
    void close();
  }
}
