package io.habitus.core.store;

import io.habitus.core.schema.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is fixed when a store is created.
 *
 * @param schema of the data set
 * @param shards number of shards, see {@link Shards#forEvents}
 * @param streams one per event type, see {@link Manifest#streams}
 * @param stringClients whether client ids are strings
 */
public record StoreLayout(Schema schema, int shards, List<Integer> streams, boolean stringClients) {
  public StoreLayout {
    streams = List.copyOf(streams);
    if (shards < 1) {
      throw new IllegalArgumentException("shards: expected at least 1, found " + shards);
    }
    if (schema.eventTypes().size() > 127) {
      throw new IllegalArgumentException(
          "event types: expected at most 127, found " + schema.eventTypes().size());
    }
  }

  /** Integer clients, every event type its own stream. */
  public static StoreLayout of(Schema schema, int shards) {
    return new StoreLayout(
        schema, shards, IntStream.range(0, schema.eventTypes().size()).boxed().toList(), false);
  }
}
