package io.habitus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.array.Halves;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HalvesTest {

  /** The nearer of the two float16 around a value, the even one at a tie, by exact decimals. */
  private static short nearest(double value) {
    short near = Float.floatToFloat16((float) value);
    short best = near;
    for (int step = -1; step <= 1; step++) {
      short candidate = (short) (near + step);
      int order = distance(candidate, value).compareTo(distance(best, value));
      if (order < 0 || (order == 0 && (candidate & 1) == 0)) {
        best = candidate;
      }
    }
    return best;
  }

  private static BigDecimal distance(short half, double value) {
    float number = Float.float16ToFloat(half);
    return Float.isFinite(number)
        ? new BigDecimal(value).subtract(new BigDecimal(number)).abs()
        : new BigDecimal(Double.MAX_VALUE);
  }

  @Test
  void roundsOnce() {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      double value = random.nextInt(1, 5_000) / (double) random.nextInt(1, 300);
      assertThat(Halves.of(value)).as("%s", value).isEqualTo(nearest(value));
      assertThat(Halves.of(-value)).isEqualTo((short) (nearest(value) | 0x8000));
    }
  }

  @Test
  void aTieThatIsNoneRoundsUp() {
    double justAboveTie = 2049 + 1e-12; // float32 cannot tell it from 2049, half way 2048 to 2050
    assertThat(Float.float16ToFloat(Halves.of(justAboveTie))).isEqualTo(2050f);
    assertThat(Float.float16ToFloat(Halves.of(2049))).isEqualTo(2048f);
    assertThat(Float.float16ToFloat(Halves.of(2051 - 1e-12))).isEqualTo(2050f);
  }

  @Test
  void staysFinite() {
    assertThat(Float.float16ToFloat(Halves.of(1e9))).isEqualTo(Halves.MAX);
    assertThat(Float.float16ToFloat(Halves.of(-1e9))).isEqualTo(-Halves.MAX);
    assertThat(Halves.of(0)).isZero();
  }
}
