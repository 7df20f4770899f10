package io.habitus.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsTest {
  private final SplittableRandom random = new SplittableRandom(3);

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,5,16", "3,16,7", "6,300,33", "7,59,48", "13,257,50", "131,40,20"})
  void productsEqualTheDefinition(int rows, int depth, int columns) {
    float[] a = values((rows + 1) * depth);
    float[] b = values(depth * columns);
    Matrix c = Matrix.zeros(rows, columns);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_FLOAT, b);
      Panels panels = Panels.of(memory, depth, columns);
      Gemm.product(rows, a, 0, depth, panels, c.values(), 0, c.stride(), false);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          float sum = 0; // the same chain: the same bits
          for (int k = 0; k < depth; k++) {
            sum = Math.fma(a[row * depth + k], b[k * columns + column], sum);
          }
          assertThat(c.values()[c.at(row, column)]).isEqualTo(sum);
        }
      }
      Panels transposed = Panels.ofTransposed(transpose(arena, b, depth, columns), depth, columns);
      assertThat(transposed.values()).isEqualTo(panels.values());
    }
  }

  private static MemorySegment transpose(Arena arena, float[] b, int depth, int columns) {
    float[] turned = new float[b.length];
    for (int k = 0; k < depth; k++) {
      for (int column = 0; column < columns; column++) {
        turned[column * depth + k] = b[k * columns + column];
      }
    }
    return arena.allocateFrom(ValueLayout.JAVA_FLOAT, turned);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "5,3,17", "300,8,16", "513,59,33", "700,200,64", "40,512,129"})
  void transposedProductsAdd(int rows, int m, int n) {
    float[] a = values(rows * m + 1);
    float[] b = values(rows * n);
    Matrix c = Matrix.zeros(m, n);
    Arrays.fill(c.values(), 1);
    Gemm.addTransposedProduct(rows, a, 0, m, m, b, 0, n, n, c, 0, new Gemm.Scratch());
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 1;
        for (int row = 0; row < rows; row++) {
          sum += (double) a[row * m + i] * b[row * n + j];
        }
        assertThat((double) c.values()[c.at(i, j)]).isCloseTo(sum, within(1e-3));
      }
    }
  }

  @Test
  void plainTilesGiveTheBitsOfVectorTiles() {
    PlainTile plain = new PlainTile();
    TileKernel other = Kernels.TILE;
    assumeThat(other.width()).as("another vector width packs other panels").isEqualTo(16);
    float[] a = values(6 * 40);
    float[] panel = values(40 * plain.width());
    for (int rows : new int[] {2, 4, 6}) {
      for (boolean accumulate : new boolean[] {false, true}) {
        float[] c = values(6 * plain.width());
        float[] d = c.clone();
        plain.apply(rows, a, 0, 40, panel, 0, 40, c, 0, plain.width(), accumulate);
        other.apply(rows, a, 0, 40, panel, 0, 40, d, 0, plain.width(), accumulate);
        assertThat(d).isEqualTo(c);
      }
      float[] c = values(6 * plain.width());
      float[] d = c.clone();
      plain.addTransposed(rows, a, 3, 6, panel, 0, 39, c, 0, plain.width());
      other.addTransposed(rows, a, 3, 6, panel, 0, 39, d, 0, plain.width());
      assertThat(d).isEqualTo(c);
    }
  }

  @Test
  void plainGatesGiveTheBitsOfVectorGates() {
    int width = 37;
    float[] x = values(3 * width);
    float[] h = values(3 * width);
    float[] bias = values(3 * width);
    float[] state = values(width);
    float[][] next = new float[2][width];
    float[][] saved = new float[2][4 * width];
    float[][] gradient = new float[2][];
    gradient[0] = values(width);
    gradient[1] = gradient[0].clone();
    GateKernel[] kernels = {new PlainGates(), Kernels.GATES};
    for (int k = 0; k < 2; k++) {
      kernels[k].forward(width, x, 0, bias, h, 0, bias, state, 0, next[k], 0, saved[k], 0);
    }
    assertThat(next[1]).isEqualTo(next[0]);
    assertThat(saved[1]).isEqualTo(saved[0]);
    for (int k = 0; k < 2; k++) {
      kernels[k].backward(width, gradient[k], 0, saved[k], 0, state, 0);
    }
    assertThat(gradient[1]).isEqualTo(gradient[0]);
    assertThat(saved[1]).isEqualTo(saved[0]);
  }

  @ParameterizedTest
  @CsvSource({"1", "7", "8", "37", "192"})
  void plainRowsGiveTheBitsOfVectorRows(int width) {
    float[] x = values(width + 3);
    float[] gain = values(width);
    float[] shift = values(width);
    float[] start = values(width + 3);
    RowKernel[] kernels = {new PlainRows(), Kernels.ROWS};
    float[][] results = new float[2][];
    for (int k = 0; k < 2; k++) {
      RowKernel rows = kernels[k];
      float[] y = new float[width + 3];
      float[] moments = new float[2];
      rows.layerNorm(width, x, 3, gain, shift, 1e-5f, y, 3, moments, 0);
      float[] gradient = start.clone();
      float[] toGain = gain.clone();
      float[] toShift = shift.clone();
      rows.layerNormBackward(width, gradient, 3, x, 3, gain, moments, 0, toGain, toShift);
      float[] gelu = new float[width];
      rows.gelu(width, x, 3, gelu, 0);
      float[] slope = shift.clone();
      rows.geluBackward(width, x, 3, slope, 0);
      float[] exponentials = x.clone();
      rows.exponentials(width, exponentials, 3, 0.7f, 1.3f);
      float[] masked = start.clone();
      rows.mask(width, masked, 3, DropoutMask.of(0.3, 0x1234_5678_9ABC_DEF0L), 11);
      float[] sums = {
        rows.largest(width, x, 3), rows.sum(width, x, 3), rows.dot(width, x, 3, gain, 0)
      };
      results[k] =
          joined(y, moments, gradient, toGain, toShift, gelu, slope, exponentials, masked, sums);
    }
    assertThat(results[1]).isEqualTo(results[0]);
  }

  private static float[] joined(float[]... parts) {
    float[] all = new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  @Test
  void masksDropTheirShareAndDifferByStream() {
    DropoutMask mask = DropoutMask.of(0.2, 99);
    int count = 200_000;
    int dropped = 0;
    int same = 0;
    int neighbours = 0;
    for (int i = 0; i < count; i++) {
      boolean here = mask.at(i) == 0;
      dropped += here ? 1 : 0;
      same += here && mask.stream(1).at(i) == 0 ? 1 : 0;
      neighbours += here && mask.at(i + 1) == 0 ? 1 : 0;
      assertThat(mask.at(i)).isIn(0f, 1.25f);
    }
    // Five standard deviations of a binomial share.
    assertThat(dropped / (double) count).isCloseTo(0.2, within(0.0045));
    assertThat(same / (double) count).isCloseTo(0.04, within(0.0022));
    assertThat(neighbours / (double) count).isCloseTo(0.04, within(0.0022));
  }

  @Test
  void functionsAreExactToASmallError() {
    for (float x = -100; x < 100; x += 0.0371f) {
      double exp = Math.exp(Math.clamp(x, (double) PlainMath.LOWEST, PlainMath.HIGHEST));
      assertThat(PlainMath.exp(x) / exp).isCloseTo(1, within(3e-7));
      assertThat((double) PlainMath.sigmoid(x)).isCloseTo(1 / (1 + Math.exp(-x)), within(1e-7));
      assertThat((double) PlainMath.tanh(x)).isCloseTo(Math.tanh(x), within(2e-7));
    }
    assertThat(PlainMath.sigmoid(Float.NaN)).isNaN();
    assertThat(PlainMath.tanh(Float.NaN)).isNaN();
  }
}
