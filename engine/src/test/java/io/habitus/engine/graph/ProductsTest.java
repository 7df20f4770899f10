package io.habitus.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.engine.NativeBlock;
import io.habitus.engine.Precision;
import io.habitus.engine.kernel.Bfloat16;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of bfloat16 against loops that say what is meant. */
class ProductsTest {
  private static final float BEFORE = 0.75f;

  private final SplittableRandom random = new SplittableRandom(4);

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] rounded(float[] values) {
    float[] rounded = new float[values.length];
    Bfloat16.round(values, 0, rounded, 0, values.length);
    return rounded;
  }

  /** What is meant by a · b, rows [from, from + depth) of b, added to what was there. */
  private static float[] plain(
      int rows, int depth, int columns, float[] a, float[] b, int from, float before) {
    float[] left = rounded(a);
    float[] right = rounded(b);
    float[] c = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        float sum = 0;
        for (int k = 0; k < depth; k++) {
          float factor = right[(from + k) * columns + column];
          sum = Math.fma(left[row * depth + k], factor, sum);
        }
        c[row * columns + column] = before + Bfloat16.rounded(sum);
      }
    }
    return c;
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] turned = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = matrix[row * columns + column];
      }
    }
    return turned;
  }

  private static float[] elements(Matrix c) {
    float[] all = new float[c.rows() * c.columns()];
    for (int row = 0; row < c.rows(); row++) {
      System.arraycopy(c.values(), c.at(row, 0), all, row * c.columns(), c.columns());
    }
    return all;
  }

  private static Matrix filled(int rows, int columns) {
    Matrix c = Matrix.zeros(rows, columns);
    java.util.Arrays.fill(c.values(), BEFORE);
    return c;
  }

  /** Results are near: sums in another order may round to the neighbouring number. */
  private static void near(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      double apart = 1e-4 + (Math.abs(expected[i]) + BEFORE) / 128;
      assertThat((double) found[i]).as("element %d", i).isCloseTo(expected[i], within(apart));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,5,16", "7,59,48", "13,257,50", "64,96,33"})
  void productsRoundOperandsAndResult(int rows, int depth, int columns) {
    float[] a = values(rows * depth);
    float[] b = values(depth * columns);
    float[] expected = plain(rows, depth, columns, a, b, 0, 0);
    float[] added = plain(rows, depth, columns, a, b, 0, BEFORE);
    try (NativeBlock block = new NativeBlock(4L * b.length);
        PointerScope scope = new PointerScope()) {
      for (boolean turned : new boolean[] {false, true}) {
        MemorySegment weight = block.memory();
        weight.copyFrom(MemorySegment.ofArray(turned ? transposed(b, depth, columns) : b));
        int weightRows = turned ? columns : depth;
        int weightColumns = turned ? depth : columns;
        for (Products products : new Products[] {new RoundedProducts(), new UnitProducts()}) {
          var right = products.right(weight, weightRows, weightColumns, turned);
          Matrix c = filled(rows, columns);
          products.product(rows, a, 0, depth, right, c.values(), 0, c.stride(), false);
          Matrix d = filled(rows, columns);
          products.product(rows, a, 0, depth, right, d.values(), 0, d.stride(), true);
          if (products instanceof RoundedProducts) {
            assertThat(elements(c)).isEqualTo(expected);
            assertThat(elements(d)).isEqualTo(added);
          } else {
            near(elements(c), expected);
            near(elements(d), added);
          }
        }
      }
    }
  }

  @Test
  void partsOfAWeightCanBeMultiplied() {
    float[] a = values(5 * 20);
    float[] b = values(50 * 24);
    float[] expected = plain(5, 20, 24, a, b, 17, BEFORE);
    try (NativeBlock block = new NativeBlock(4L * b.length);
        PointerScope scope = new PointerScope()) {
      block.memory().copyFrom(MemorySegment.ofArray(b));
      for (Products products : new Products[] {new RoundedProducts(), new UnitProducts()}) {
        var right = products.right(block.memory(), 50, 24, false);
        Matrix c = filled(5, 24);
        products.product(5, a, 0, 20, right, 17, 20, c.values(), 0, c.stride(), true);
        near(elements(c), expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "5,3,17", "40,512,129", "1025,7,33", "2100,20,16"})
  void sumsOverRowsRoundOperandsAndResult(int rows, int m, int n) {
    float[] a = values(rows * m);
    float[] b = values(rows * n);
    float[] expected = plain(m, rows, n, transposed(a, rows, m), b, 0, BEFORE);
    try (PointerScope scope = new PointerScope()) {
      for (Products products : new Products[] {new RoundedProducts(), new UnitProducts()}) {
        Matrix c = filled(m + 2, n);
        products.addTransposedProduct(rows, a, 0, m, m, b, 0, n, n, c, 2);
        float[] sums = java.util.Arrays.copyOfRange(elements(c), 2 * n, (m + 2) * n);
        if (products instanceof RoundedProducts) {
          assertThat(sums).isEqualTo(expected);
        } else {
          near(sums, expected);
        }
        assertThat(elements(c)).startsWith(BEFORE);
      }
    }
  }

  /** Products of libtorch's own tensors round the same numbers, on the way back too. */
  @Test
  void linearLayersRoundForwardAndBackward() {
    int rows = 9;
    int inputs = 20;
    int outputs = 6;
    float[] x = values(rows * inputs);
    float[] w = values(outputs * inputs);
    float[] gradient = values(rows * outputs);
    WeightPlan plan = new WeightPlan();
    Weight.Initial zero = new Weight.Initial.Constant(0);
    Weight input = plan.add("x", zero, rows, inputs);
    Weight weight = plan.add("w", zero, outputs, inputs);
    Weight bias = plan.add("b", new Weight.Initial.Constant(BEFORE), outputs);
    float[] wTurned = transposed(w, outputs, inputs);
    float[] expected = plain(rows, inputs, outputs, x, wTurned, 0, BEFORE);
    float[] toX = plain(rows, outputs, inputs, gradient, w, 0, 0);
    float[] toW = plain(outputs, rows, inputs, transposed(gradient, rows, outputs), x, 0, 0);
    try (Weights weights = new Weights(plan, 1, Precision.BF16);
        NativeBlock block = new NativeBlock(4L * gradient.length);
        Replica replica = Replica.forTraining(weights);
        Graph graph = Graph.training(replica, StepRandom.of(1, 1, 0))) {
      block.memory().copyFrom(MemorySegment.ofArray(gradient));
      weights.values(input).copyFrom(MemorySegment.ofArray(x));
      weights.values(weight).copyFrom(MemorySegment.ofArray(w));
      Variable y = graph.weight(input).linear(graph.weight(weight), graph.weight(bias));
      near(y.toFloats(), expected);
      graph.backward(y.times(graph.input(block.memory(), rows, outputs)).sum());
      near(replica.gradient(input).toArray(ValueLayout.JAVA_FLOAT), toX);
      near(replica.gradient(weight).toArray(ValueLayout.JAVA_FLOAT), toW);
      for (float each : replica.gradient(input).toArray(ValueLayout.JAVA_FLOAT)) {
        assertThat(each).isEqualTo(Bfloat16.rounded(each));
      }
    }
  }
}
