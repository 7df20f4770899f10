package io.habitus.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientKernelTest {
  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1000})
  void vectorsGiveTheBitsOfThePlainTwin(int length) {
    float[] one = random(length, 1);
    float[] other = random(length, 2);
    float[] sum = new float[length];
    double squares = 0;
    for (int i = 0; i < length; i++) {
      sum[i] = one[i] + other[i];
      squares += (double) sum[i] * sum[i];
    }
    float[] plain = one.clone();
    float[] fast = one.clone();
    MemorySegment from = MemorySegment.ofArray(other);
    new PlainGradientKernel().add(MemorySegment.ofArray(plain), from);
    new VectorGradientKernel().add(MemorySegment.ofArray(fast), from);
    assertThat(plain).isEqualTo(sum);
    assertThat(fast).isEqualTo(sum);
    double plainSquares = new PlainGradientKernel().sumOfSquares(MemorySegment.ofArray(plain));
    assertThat(new VectorGradientKernel().sumOfSquares(MemorySegment.ofArray(plain)))
        .isEqualTo(plainSquares)
        .isCloseTo(squares, within(1e-9 * (1 + squares)));
  }

  private static float[] random(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
