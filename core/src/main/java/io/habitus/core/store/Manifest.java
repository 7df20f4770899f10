package io.habitus.core.store;

import io.habitus.core.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a store consists of; the file {@code manifest.json} in its folder. Whatever it does not name
 * is not part of the store.
 *
 * @param formatVersion {@link #VERSION}
 * @param schema of the data set
 * @param shards number of shards, fixed for the store's life
 * @param streams one per event type: events of one client at the same time are ordered by stream,
 *     then by input order; types that come from the same table share a stream
 * @param stringClients whether client ids are strings, which the store codes as integers
 * @param vocabularies by key, {@code field-I} or {@code attribute-I}
 * @param catalogueGeneration generation that holds the current item attributes
 * @param given generation and size of each list that came with the data, by name
 * @param statistics of all events
 * @param generations in order of ingestion
 */
public record Manifest(
    int formatVersion,
    Schema schema,
    int shards,
    List<Integer> streams,
    boolean stringClients,
    Map<String, VocabularyInfo> vocabularies,
    Optional<Integer> catalogueGeneration,
    Map<String, Integer> given,
    Statistics statistics,
    List<Generation> generations) {
  public static final int VERSION = 1;

  /** Key of an event field's vocabulary. */
  public static String fieldKey(int field) {
    return StorePaths.fieldKey(field);
  }

  /** Key of an item attribute's vocabulary. */
  public static String attributeKey(int attribute) {
    return StorePaths.attributeKey(attribute);
  }

  public Manifest {
    streams = List.copyOf(streams);
    vocabularies = Map.copyOf(vocabularies);
    given = Map.copyOf(given);
    generations = List.copyOf(generations);
    if (formatVersion == VERSION && streams.size() != schema.eventTypes().size()) {
      throw new IllegalArgumentException(
          "expected a stream for each of %d event types, found %d"
              .formatted(schema.eventTypes().size(), streams.size()));
    }
  }
}
