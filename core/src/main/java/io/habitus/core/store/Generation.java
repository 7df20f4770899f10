package io.habitus.core.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one ingestion brought: immutable column files in a folder of their own. Within a generation
 * clients are ordered by (shard, id) and events by (client, time, stream, input order).
 *
 * @param number 0 for the first ingestion
 * @param events number of events
 * @param firstMicros time of the earliest event, 0 where there is none
 * @param lastMicros time of the latest event, 0 where there is none
 * @param shardClients (shards + 1) first client of each shard, and the number of clients
 * @param newValues values that this generation added, by key of the vocabulary
 * @param files with their sizes and checksums
 * @param source where the events came from
 */
public record Generation(
    int number,
    long events,
    long firstMicros,
    long lastMicros,
    List<Long> shardClients,
    Map<String, Integer> newValues,
    List<StoredFile> files,
    SourceInfo source) {
  public Generation {
    shardClients = List.copyOf(shardClients);
    newValues = Map.copyOf(newValues);
    files = List.copyOf(files);
  }

  String path(String name) {
    return StorePaths.generation(number) + "/" + name;
  }

  Optional<StoredFile> file(String name) {
    String path = path(name);
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }
}
