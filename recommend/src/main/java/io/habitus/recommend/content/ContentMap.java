package io.habitus.recommend.content;

import io.habitus.core.run.RunContext;
import io.habitus.engine.Operations;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * From an item's content to the space of a network: columns are standardised, reduced to their
 * principal components, and the result has length 1 (arXiv 2507.19473). Learned on warm items only.
 * Where there are fewer components than the network has columns, the rest are 0.
 */
@SuppressWarnings("ArrayRecordComponent")
public record ContentMap(
    int width, double[] mean, double[] scale, double[] directions, int components) {
  /** Rows that are multiplied together. */
  private static final int BLOCK = 1024;

  /** Below this share of the largest variance, a direction is rounding. */
  private static final double LEAST = 1e-10;

  /**
   * A fitted map.
   *
   * @param width columns of the network
   * @param mean (inputs) of each column
   * @param scale (inputs) 1 / deviation; 0 for a column that does not vary
   * @param directions (inputs, components) row-major
   * @param components at most the width
   */
  public ContentMap {
    if (mean.length != scale.length
        || directions.length != mean.length * components
        || components > width) {
      throw new IllegalArgumentException(
          "expected %d scales, %d directions and at most %d components, found %d, %d and %d"
              .formatted(
                  mean.length,
                  mean.length * components,
                  width,
                  scale.length,
                  directions.length,
                  components));
    }
  }

  /**
   * Learns a map.
   *
   * @param rows raw vectors of warm items, at least one
   * @param width columns of the network
   */
  public static ContentMap fit(List<float[]> rows, int width, RunContext context) {
    int inputs = rows.getFirst().length;
    double[] mean = new double[inputs];
    double[] scale = new double[inputs];
    for (float[] row : rows) {
      for (int c = 0; c < inputs; c++) {
        mean[c] += row[c] / (double) rows.size();
      }
    }
    for (float[] row : rows) {
      for (int c = 0; c < inputs; c++) {
        scale[c] += (row[c] - mean[c]) * (row[c] - mean[c]) / rows.size();
      }
    }
    for (int c = 0; c < inputs; c++) {
      scale[c] = scale[c] > 1e-12 ? 1 / Math.sqrt(scale[c]) : 0;
    }
    try (TensorOwner owner = new TensorOwner()) {
      Tensor scatter = owner.doubles(inputs, inputs);
      scatter.set(scatter(rows, mean, scale, owner, context));
      Tensor values = owner.doubles(inputs);
      Tensor vectors = owner.doubles(inputs, inputs);
      Operations.eigen(values, vectors, scatter);
      double[] variances = values.toDoubles();
      int components = 0;
      while (components < Math.min(width, inputs)
          && variances[inputs - 1 - components] > LEAST * variances[inputs - 1]) {
        components++;
      }
      double[] directions = directions(vectors.toDoubles(), inputs, components);
      return new ContentMap(width, mean, scale, directions, components);
    }
  }

  /** Products of the standardised columns, (inputs, inputs); rows in order. */
  private static double[] scatter(
      List<float[]> rows, double[] mean, double[] scale, TensorOwner owner, RunContext context) {
    int inputs = mean.length;
    double[] sums = new double[Math.multiplyExact(inputs, inputs)];
    Tensor block = owner.doubles(BLOCK, inputs);
    Tensor products = owner.doubles(inputs, inputs);
    for (int from = 0; from < rows.size(); from += BLOCK) {
      context.checkStopped("finding principal components");
      int count = Math.min(BLOCK, rows.size() - from);
      for (int i = 0; i < count; i++) {
        for (int c = 0; c < inputs; c++) {
          double value = (rows.get(from + i)[c] - mean[c]) * scale[c];
          block.memory().setAtIndex(ValueLayout.JAVA_DOUBLE, (long) i * inputs + c, value);
        }
      }
      block.memory().asSlice(8L * count * inputs).fill((byte) 0);
      Operations.transposedProduct(products, block, 0, block);
      double[] part = products.toDoubles();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += part[i];
      }
    }
    return sums;
  }

  /** Largest variance first; a direction's largest coefficient is positive. */
  private static double[] directions(double[] vectors, int inputs, int components) {
    double[] directions = new double[inputs * components];
    for (int k = 0; k < components; k++) {
      int at = (inputs - 1 - k) * inputs;
      double largest = 0;
      for (int c = 0; c < inputs; c++) {
        largest = Math.abs(vectors[at + c]) > Math.abs(largest) ? vectors[at + c] : largest;
      }
      for (int c = 0; c < inputs; c++) {
        directions[c * components + k] = Math.copySign(1, largest) * vectors[at + c];
      }
    }
    return directions;
  }

  /** Columns of the content. */
  public int inputs() {
    return mean.length;
  }

  /**
   * The vector of an item, of length 1; zeros if it is the mean of all.
   *
   * @param content raw (inputs)
   * @return (width)
   */
  public float[] apply(float[] content) {
    if (content.length != mean.length) {
      throw new IllegalArgumentException(
          "content: expected %d columns, found %d".formatted(mean.length, content.length));
    }
    double[] sums = new double[components];
    for (int c = 0; c < mean.length; c++) {
      double value = (content[c] - mean[c]) * scale[c];
      for (int k = 0; k < components; k++) {
        sums[k] += value * directions[c * components + k];
      }
    }
    double square = 0;
    for (double sum : sums) {
      square += sum * sum;
    }
    double length = Math.sqrt(square);
    float[] vector = new float[width];
    for (int k = 0; k < components; k++) {
      vector[k] = length > 0 ? (float) (sums[k] / length) : 0;
    }
    return vector;
  }
}
