package io.habitus.models.factorisation;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.function.Supplier;

/** Profiles that are made client by client from events; rows ascend by client. */
public final class ClientVectors {
  private static final String WHAT = "embedding";

  private ClientVectors() {}

  /** Makes vectors; used by one thread. */
  public interface Maker {
    /** Writes a client's vector into all of {@code vector}. */
    void make(EventSequence events, float[] vector);
  }

  /**
   * Reads the input once.
   *
   * @param absent (columns) vector of clients without events
   * @param makers called once per shard
   */
  public static Profiles of(
      Histories input,
      ClientSet clients,
      float[] absent,
      Supplier<Maker> makers,
      RunContext context) {
    ProfileMatrix matrix = ProfileMatrix.zeros(clients.toArray(), absent.length, context);
    for (int row = 0; row < clients.size(); row++) {
      matrix.set(row, absent);
    }
    Parallel.map(
        WHAT,
        "shards",
        input.shardCount(),
        context,
        shard -> {
          embed(input, shard, clients, new float[absent.length], makers.get(), matrix, context);
          return shard;
        });
    return matrix.toProfiles();
  }

  private static void embed(
      Histories input,
      int shard,
      ClientSet clients,
      float[] vector,
      Maker maker,
      ProfileMatrix matrix,
      RunContext context) {
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped(WHAT);
        int row = clients.rank(cursor.events().clientId());
        if (row >= 0) {
          maker.make(cursor.events(), vector);
          matrix.set(row, vector);
        }
      }
    }
  }
}
