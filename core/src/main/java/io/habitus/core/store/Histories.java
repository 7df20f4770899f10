package io.habitus.core.store;

import io.habitus.core.schema.Schema;
import io.habitus.core.target.LabelList;
import java.util.Map;

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

  /**
   * Label lists that came with the data, by task name; empty where none did. They are part of how a
   * data set states its tasks; what they say of the target windows is for their author to know.
   */
  default Map<String, LabelList> labelLists() {
    return Map.of();
  }

  /**
   * At least as many clients as have an event here; without a count the largest number there is.
   */
  default long mostClients() {
    return Long.MAX_VALUE;
  }

  /**
   * At least as many events of a type as are here; without a count the largest number there is.
   *
   * @param type its number in the schema
   */
  default long mostEvents(int type) {
    return Long.MAX_VALUE;
  }

  /** The part of this window with time in [from, until). */
  default Histories between(long from, long until) {
    return new NarrowedHistories(
        this, Math.max(from, fromMicros()), Math.min(until, untilMicros()));
  }

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
