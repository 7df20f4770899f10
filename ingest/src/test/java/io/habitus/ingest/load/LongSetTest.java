package io.habitus.ingest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LongSetTest {
  @Test
  void everyValueOnceAscending() {
    for (long base : new long[] {0, -1_000, 63, Long.MIN_VALUE, Long.MAX_VALUE - 5_000}) {
      Random random = new Random(base);
      TreeSet<Long> expected = new TreeSet<>(List.of(base, base + 5_000));
      for (int i = 0; i < 2_000; i++) {
        expected.add(base + random.nextInt(5_001));
      }
      try (Arena arena = Arena.ofConfined()) {
        LongSet set = new LongSet(base, base + 5_000, arena);
        expected.forEach(set::put);
        expected.descendingIterator().forEachRemaining(set::put);
        List<Long> found = new ArrayList<>();
        set.forEach(found::add);
        assertThat(found).isEqualTo(new ArrayList<>(expected));
        assertThat(set.size()).isEqualTo(expected.size());
      }
    }
  }

  @Test
  void valuesFarApartDoNotFit() {
    assertThat(LongSet.fits(0, 0, 0)).isTrue();
    assertThat(LongSet.fits(-1_000_000, 1_000_000, 1_000_000)).isTrue();
    assertThat(LongSet.fits(0, 8_000_000, 1_000_000)).isFalse();
    assertThat(LongSet.fits(Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40)).isFalse();
    assertThat(LongSet.fits(-1, Long.MAX_VALUE, 1L << 40)).isFalse();
    assertThat(LongSet.fits(0, 1L << 33, 1L << 40)).isFalse();
  }
}
