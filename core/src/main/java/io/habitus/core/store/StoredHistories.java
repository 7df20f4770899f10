package io.habitus.core.store;

import io.habitus.core.schema.Schema;
import io.habitus.core.target.LabelList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A window over a store's events. The store must stay open while it is used. */
public final class StoredHistories implements Histories {
  private final SequenceStore store;
  private final List<Segment> segments;
  private final long fromMicros;
  private final long untilMicros;

  StoredHistories(SequenceStore store, List<Segment> segments, long from, long until) {
    if (from > until) {
      throw new IllegalArgumentException(
          "window: expected from <= until, found " + from + " and " + until);
    }
    this.store = store;
    this.segments = segments;
    this.fromMicros = from;
    this.untilMicros = until;
  }

  @Override
  public Schema schema() {
    return store.schema();
  }

  @Override
  public long fromMicros() {
    return fromMicros;
  }

  @Override
  public long untilMicros() {
    return untilMicros;
  }

  @Override
  public int shardCount() {
    return store.manifest().shards();
  }

  @Override
  public Vocabulary vocabulary(int field) {
    return store.vocabulary(field);
  }

  @Override
  public Catalogue catalogue() {
    return store.catalogue();
  }

  @Override
  public Map<String, LabelList> labelLists() {
    return store.labelLists();
  }

  /** Of the whole store, whatever the window. */
  @Override
  public long mostClients() {
    return store.manifest().statistics().clients();
  }

  /** Of the whole store, whatever the window. */
  @Override
  public long mostEvents(int type) {
    return store.manifest().statistics().type(type).events();
  }

  @Override
  public Histories between(long from, long until) {
    long first = Math.max(from, fromMicros);
    return new StoredHistories(
        store, segments, first, Math.max(first, Math.min(until, untilMicros)));
  }

  @Override
  public Cursor open(int shard) {
    if (shard < 0 || shard >= shardCount()) {
      throw new IndexOutOfBoundsException(
          "shard: expected 0 … " + (shardCount() - 1) + ", found " + shard);
    }
    return new ShardCursor(shard);
  }

  /** A reader of single clients; not safe for use by several threads. */
  public Lookup lookup() {
    return new Lookup();
  }

  private ClientReader reader() {
    return new ClientReader(
        schema(), segments, store.manifest().streams(), fromMicros, untilMicros);
  }

  /** Finds clients by id. */
  public final class Lookup {
    private final ClientReader reader = reader();
    private final long[] positions = new long[segments.size()];

    /**
     * The client's events in the window, or nothing where it has none. The same object for every
     * client, valid until the next call.
     */
    public Optional<EventSequence> find(long clientId) {
      locate(clientId);
      return reader.read(clientId, positions) ? Optional.of(reader.events()) : Optional.empty();
    }

    /** Number of events of a client, whatever the window. */
    long length(long clientId) {
      locate(clientId);
      long length = 0;
      for (int s = 0; s < positions.length; s++) {
        length += positions[s] >= 0 ? segments.get(s).length(positions[s]) : 0;
      }
      return length;
    }

    /** The client's events, or an empty buffer. */
    EventBuffer read(long clientId) {
      locate(clientId);
      reader.read(clientId, positions);
      return reader.events();
    }

    private void locate(long clientId) {
      int shard = Shards.of(clientId, shardCount());
      for (int s = 0; s < positions.length; s++) {
        positions[s] = segments.get(s).find(shard, clientId);
      }
    }
  }

  /** Merges the segments' clients, which each has in ascending order. */
  private final class ShardCursor implements Cursor {
    private final ClientReader reader = reader();
    private final long[] next = new long[segments.size()];
    private final long[] until = new long[segments.size()];
    private final long[] positions = new long[segments.size()];

    ShardCursor(int shard) {
      Arrays.setAll(next, s -> segments.get(s).shardFrom(shard));
      Arrays.setAll(until, s -> segments.get(s).shardUntil(shard));
    }

    @Override
    public boolean next() {
      while (hasMore()) {
        if (reader.read(takeSmallestClient(), positions)) {
          return true;
        }
      }
      return false;
    }

    private boolean hasMore() {
      for (int s = 0; s < next.length; s++) {
        if (next[s] < until[s]) {
          return true;
        }
      }
      return false;
    }

    /** Notes where each segment has the smallest client that is left, and steps over it. */
    private long takeSmallestClient() {
      long client = Long.MAX_VALUE;
      for (int s = 0; s < next.length; s++) {
        if (next[s] < until[s]) {
          client = Math.min(client, segments.get(s).client(next[s]));
        }
      }
      for (int s = 0; s < next.length; s++) {
        boolean has = next[s] < until[s] && segments.get(s).client(next[s]) == client;
        positions[s] = has ? next[s]++ : -1;
      }
      return client;
    }

    @Override
    public EventSequence events() {
      return reader.events();
    }

    @Override
    public void close() {
      // The store owns the mapped memory.
    }
  }
}
