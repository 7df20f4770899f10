package io.habitus.pipeline.run;

import io.habitus.core.hash.SplitMix64;
import io.habitus.core.profile.ClientSet;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A sample of clients that depends on their ids and a seed alone: the ids with the smallest hashes.
 * A smaller sample is part of a larger one, and a client who joins changes at most one place.
 */
final class ClientSample {
  private ClientSample() {}

  static ClientSet of(ClientSet clients, int size, long seed) {
    if (size >= clients.size()) {
      return clients;
    }
    long[] chosen =
        Arrays.stream(clients.toArray())
            .boxed()
            .sorted(
                Comparator.comparing((Long id) -> hash(seed, id), Long::compareUnsigned)
                    .thenComparing(Comparator.naturalOrder()))
            .limit(size)
            .mapToLong(Long::longValue)
            .toArray();
    return ClientSet.of(chosen);
  }

  /** SplitMix64, once over the seed, once over both. */
  static long hash(long seed, long id) {
    return next(next(seed) + id);
  }

  private static long next(long state) {
    return SplitMix64.mix(state + SplitMix64.GAMMA);
  }
}
