package io.habitus.ingest.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurvesTest {
  @Test
  void expIsExp() {
    for (double x = -79; x < 79; x += 0.0173) {
      assertThat(Curves.exp(x) / Math.exp(x)).isCloseTo(1, within(2e-7));
    }
  }

  /** Constants: Python statistics.NormalDist().inv_cdf. */
  @Test
  void quantilesAreThoseOfTheStandardNormal() {
    assertThat((Curves.NORMAL[2047] + Curves.NORMAL[2048]) / 2).isCloseTo(0, within(1e-6f));
    assertThat(Curves.NORMAL[0]).isCloseTo(-3.6683f, within(2e-3f));
    assertThat(Curves.NORMAL[3993]).as("at 0.974976").isCloseTo(1.95955f, within(1e-3f));
  }

  @Test
  void levelsAreEquallyLikely() {
    int[] counts = new int[256];
    Draws draws = new Draws().at(1, 0, 0, 0);
    for (int i = 0; i < 256_000; i++) {
      counts[Curves.level(draws.normal(), 256)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(800, 1200);
    }
  }

  @Test
  void codesAreWrittenAsNumPyWritesThem() {
    byte[] codes = {12, 7, (byte) 255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, (byte) 200};

    assertThat(CodeText.of(codes, 0))
        .isEqualTo("[ 12   7 255   0   1   2   3   4   5   6   7   8   9  10 100 200]");
    assertThat(CodeText.of(new byte[16], 0)).isEqualTo("[0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0]");
  }

  @Test
  void idsAreOneToOne() {
    for (int size : new int[] {1, 2, 3, 100, 4096, 70_001}) {
      Ids ids = new Ids(size, 16, new Draws().at(3, 0, size, 0));
      long distinct =
          IntStream.range(0, size)
              .mapToLong(ids::id)
              .filter(id -> id >= 0 && id < 16L * size)
              .distinct()
              .count();
      assertThat(distinct).isEqualTo(size);
    }
  }
}
