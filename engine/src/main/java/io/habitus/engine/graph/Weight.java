package io.habitus.engine.graph;

import java.util.Arrays;

/**
 * One weight of a network: where it lies in {@link Weights} and how it begins.
 *
 * @param name as PyTorch would name it in a state dictionary, such as {@code encoder.weight_ih_l0}
 * @param shape extents, row-major
 * @param offset first element in the block of all weights
 * @param start initial values
 */
public record Weight(String name, long[] shape, long offset, Initial start) {

  /** Distribution of a weight's initial values. */
  public sealed interface Initial {
    /** Every element is the same. */
    record Constant(float value) implements Initial {}

    /** Uniform in [−bound, bound). */
    record Uniform(double bound) implements Initial {}

    /** Normal with mean 0. */
    record Normal(double deviation) implements Initial {}
  }

  public Weight {
    shape = shape.clone();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public long size() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape);
  }
}
