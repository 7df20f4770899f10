package io.habitus.pipeline.run;

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

  /**
   * The finaliser of SplitMix64 (Steele, Lea and Flood 2014), once over the seed, once over both.
   */
  static long hash(long seed, long id) {
    return mix(mix(seed) + id);
  }

  private static long mix(long state) {
    long z = state + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
