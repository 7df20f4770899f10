package io.habitus.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.engine.NativeBlock;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of few rows and of many against sums in double precision. */
class TrainingProductsTest {
  private static final float BEFORE = 0.75f;
  private static final int GAP = 3; // columns of the left side that belong to others

  private final SplittableRandom random = new SplittableRandom(4);

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Matrix filled(int rows, int columns) {
    Matrix c = Matrix.zeros(rows, columns);
    Arrays.fill(c.values(), BEFORE);
    return c;
  }

  /** Around the limit between few rows and many, and around a call's limit. */
  @ParameterizedTest
  @CsvSource({"7,59,48", "239,33,16", "240,33,50", "601,59,130", "2501,20,65"})
  void everyElementIsTheSum(int rows, int depth, int columns) {
    int stride = depth + GAP;
    float[] a = values((rows + 1) * stride + 1); // kernels read a row too many
    float[] b = values((depth + 5) * columns);
    try (NativeBlock block = new NativeBlock(4L * b.length)) {
      for (boolean turned : new boolean[] {false, true}) {
        block.memory().copyFrom(MemorySegment.ofArray(b));
        int weightRows = turned ? columns : depth + 5;
        int weightColumns = turned ? depth + 5 : columns;
        Products products = new TrainingProducts();
        Products.Right right = products.right(block.memory(), weightRows, weightColumns, turned);
        for (boolean accumulate : new boolean[] {false, true}) {
          Matrix c = filled(rows, columns);
          products.product(
              rows, a, 1, stride, right, 5, depth, c.values(), 0, c.stride(), accumulate);
          for (int row = 0; row < rows; row += Math.max(1, rows / 17)) {
            for (int column = 0; column < columns; column++) {
              double sum = accumulate ? BEFORE : 0;
              for (int k = 0; k < depth; k++) {
                int at = turned ? column * (depth + 5) + 5 + k : (5 + k) * columns + column;
                sum += (double) a[1 + row * stride + k] * b[at];
              }
              assertThat((double) c.values()[c.at(row, column)]).isCloseTo(sum, within(1e-4));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"100,130,140", "240,127,140", "240,130,140", "2501,150,129"})
  void gradientsOfWeightsAreAdded(int rows, int m, int n) {
    int stride = m + GAP;
    float[] a = values((rows + 1) * stride + 1); // kernels read a row too many
    float[] b = values(rows * n + 2);
    Matrix c = filled(m + 2, n);
    new TrainingProducts().addTransposedProduct(rows, a, 1, stride, m, b, 2, n, n, c, 2);
    assertThat(Arrays.copyOf(c.values(), c.at(2, 0))).containsOnly(BEFORE);
    for (int i = 0; i < m; i += 7) {
      for (int j = 0; j < n; j += 5) {
        double sum = BEFORE;
        for (int row = 0; row < rows; row++) {
          sum += (double) a[1 + row * stride + i] * b[2 + row * n + j];
        }
        assertThat((double) c.values()[c.at(i + 2, j)]).isCloseTo(sum, within(1e-3));
      }
    }
  }

  @Test
  void arraysThatAreTooShortAreRefused() {
    float[] a = values(300 * 20 - 1);
    Matrix c = filled(300, 16);
    try (NativeBlock block = new NativeBlock(4L * 20 * 16)) {
      Products products = new TrainingProducts();
      Products.Right right = products.right(block.memory(), 20, 16, false);
      assertThatThrownBy(
              () -> products.product(300, a, 0, 20, right, c.values(), 0, c.stride(), false))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
