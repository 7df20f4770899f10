package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A learned row for each token of a vocabulary. */
public final class Embedding {
  private final Weight weight;
  private final int tokens;
  private final int width;

  /** Declares {@code name.weight} (tokens, width), at first standard normal. */
  public Embedding(WeightPlan plan, String name, int tokens, int width) {
    this(plan, name, tokens, width, new Weight.Initial.Normal(1));
  }

  /** Declares {@code name.weight} (tokens, width) with other initial values. */
  public Embedding(WeightPlan plan, String name, int tokens, int width, Weight.Initial start) {
    this.tokens = tokens;
    this.width = width;
    weight = plan.add(name + ".weight", start, tokens, width);
  }

  /** The table (tokens, width), for layers that share it. */
  public Weight weight() {
    return weight;
  }

  public int tokens() {
    return tokens;
  }

  public int width() {
    return width;
  }

  /**
   * The rows of tokens: (indices, width). The gradient touches only the rows that were read.
   *
   * @throws IllegalArgumentException if an index is not in [0, tokens)
   */
  public Variable forward(Graph graph, int... indices) {
    MemorySegment table = graph.values(weight);
    Matrix rows = graph.matrix(indices.length, width);
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= tokens) {
        throw new IllegalArgumentException(
            "%s: expected a token in [0, %d), found %d".formatted(weight, tokens, indices[i]));
      }
      MemorySegment.copy(
          table,
          ValueLayout.JAVA_FLOAT,
          4L * indices[i] * width,
          rows.values(),
          rows.at(i, 0),
          width);
    }
    return graph.custom(
        rows,
        gradients -> {
          MemorySegment gradient = gradients[0];
          if (gradient != null) {
            Matrix added = graph.matrix(indices.length, width);
            added.read(gradient);
            MemorySegment into = graph.gradient(weight);
            float[] sums = new float[width];
            for (int i = 0; i < indices.length; i++) {
              added.addRowTo(i, into, 4L * indices[i] * width, sums);
            }
          }
        });
  }
}
