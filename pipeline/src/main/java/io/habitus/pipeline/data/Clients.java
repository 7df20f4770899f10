package io.habitus.pipeline.data;

import io.habitus.core.array.LongList;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import java.util.Arrays;
import java.util.List;

/** Whom profiles are made for. */
public final class Clients {
  private Clients() {}

  /**
   * The relevant clients that the data names, else all with an event in {@code input}.
   *
   * @throws InputException if there is none
   */
  public static ClientSet relevant(SequenceStore store, Histories input, RunContext context) {
    ClientSet clients = store.relevantClients().orElseGet(() -> withEvents(input, context));
    if (clients.size() == 0) {
      throw new InputException(
          Problem.inFile(
              store.folder().toString(),
              "a client with an event before the cut-off",
              "none",
              "The log is too short for its target windows: choose fewer --days, or all events."));
    }
    return clients;
  }

  private static ClientSet withEvents(Histories input, RunContext context) {
    List<LongList> byShard =
        Parallel.map(
            "finding clients",
            "shards",
            input.shardCount(),
            context,
            shard -> ofShard(input, shard));
    return ClientSet.of(
        byShard.stream().flatMapToLong(ids -> Arrays.stream(ids.toArray())).toArray());
  }

  private static LongList ofShard(Histories input, int shard) {
    LongList ids = new LongList();
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        ids.add(cursor.events().clientId());
      }
    }
    return ids;
  }
}
