package io.habitus.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InputDigestTest {
  private static long of(long seed, int... values) {
    InputDigest digest = new InputDigest(seed);
    digest.add(MemorySegment.ofArray(values));
    return digest.value();
  }

  @Test
  void everyBitPlaceAndLengthCounts() {
    Set<Long> seen = new HashSet<>();
    for (int length = 0; length < 7; length++) {
      assertThat(seen.add(of(3, new int[length]))).isTrue();
      for (int place = 0; place < length; place++) {
        for (int bit = 0; bit < 32; bit++) {
          int[] values = new int[length];
          values[place] = 1 << bit;
          assertThat(seen.add(of(3, values))).isTrue();
          assertThat(of(3, values)).isEqualTo(of(3, values)).isNotEqualTo(of(4, values));
        }
      }
    }
  }

  /** Files hold digests: this number must not change. */
  @Test
  void theDigestOfThreeNumbersStaysAsItIs() {
    assertThat(of(1, 2, 3, 5)).isEqualTo(-6539022076163695278L);
  }
}
