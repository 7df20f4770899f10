package io.habitus.engine.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a network while its layers are being declared: each layer adds its own under its
 * prefix, and {@link Weights} then lays all of them out.
 */
public final class WeightPlan {
  /** Weights begin on cache lines, so that vector loops over them are aligned. */
  private static final int ALIGNMENT = 16;

  private final List<Weight> weights = new ArrayList<>();
  private long size;

  /**
   * Declares one weight.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public Weight add(String name, Weight.Initial start, long... shape) {
    if (weights.stream().anyMatch(weight -> weight.name().equals(name))) {
      throw new IllegalArgumentException("weight " + name + " is declared twice");
    }
    Weight weight = new Weight(name, shape, size, start);
    weights.add(weight);
    size += (weight.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return weight;
  }

  /** In the order of declaration. */
  public List<Weight> weights() {
    return List.copyOf(weights);
  }

  /** Elements of the block that holds all of them, alignment included. */
  public long size() {
    return size;
  }
}
