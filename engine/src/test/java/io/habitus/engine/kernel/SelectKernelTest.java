package io.habitus.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both twins against a loop over the values. */
class SelectKernelTest {
  private static final int AT = 3;

  private static float[] values(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[] values = new float[count + 2 * AT];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(40) == 0 ? Float.NaN : (random.nextInt(21) - 10) / 4f;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 63, 64, 65, 128, 200, 1024})
  void findsWhatIsAboveInOrder(int count) {
    float[] values = values(count);
    for (SelectKernel kernel : new SelectKernel[] {new PlainSelect(), SelectKernel.get()}) {
      for (float threshold : new float[] {-100, 0, 0.25f, 2.25f, 100}) {
        int[] expected =
            IntStream.range(0, count).filter(i -> values[AT + i] > threshold).toArray();
        int[] places = new int[count];
        float[] found = new float[count];
        int size = kernel.above(count, values, AT, threshold, places, found);
        assertThat(Arrays.copyOf(places, size)).isEqualTo(expected);
        for (int n = 0; n < size; n++) {
          assertThat(found[n]).isEqualTo(values[AT + expected[n]]);
        }
        float[] shifted = Arrays.copyOfRange(values, AT, values.length);
        assertThat(kernel.countAbove(count, shifted, threshold)).isEqualTo(size);
      }
    }
  }
}
