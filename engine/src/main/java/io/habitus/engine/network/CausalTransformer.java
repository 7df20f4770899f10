package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.kernel.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transformer in which a step sees itself and what came before it, over sequences without
 * padding: GPT-2, SASRec and what lies between them. Computed by kernels of our own, a whole stack
 * of layers in one operation of the graph.
 */
public final class CausalTransformer {
  private final TransformerShape shape;
  private final Optional<Embedding> positions;
  private final List<LayerWeights> layers = new ArrayList<>();
  private final Optional<NormWeights> finalNorm;

  /**
   * Declares the weights: {@code prefix + "positions.weight"}, {@code
   * "layers.0.attention.query.weight"} and so on.
   *
   * @param prefix such as {@code encoder.}
   */
  public CausalTransformer(WeightPlan plan, String prefix, TransformerShape shape) {
    this.shape = shape;
    positions =
        shape.positions() == 0
            ? Optional.empty()
            : Optional.of(
                new Embedding(
                    plan, prefix + "positions", shape.positions(), shape.width(), shape.start()));
    for (int layer = 0; layer < shape.layers(); layer++) {
      layers.add(new LayerWeights(plan, prefix + "layers." + layer, shape));
    }
    finalNorm =
        shape.finalNorm()
            ? Optional.of(new NormWeights(plan, prefix + "norm", shape.width()))
            : Optional.empty();
  }

  public TransformerShape shape() {
    return shape;
  }

  /**
   * The whole network: positions, dropout, layers, last normalisation.
   *
   * @param x steps (rows, width)
   * @return (rows, width)
   */
  public Variable forward(Graph graph, Sequences sequences, Variable x) {
    return run(graph, sequences, positioned(graph, sequences, x), 0, layers.size(), true);
  }

  /** What the first layer reads: x with positions, and dropped out while training. */
  public Variable positioned(Graph graph, Sequences sequences, Variable x) {
    requireRows(sequences, x);
    Variable sum =
        positions.map(table -> x.plus(table.forward(graph, places(sequences)))).orElse(x);
    return sum.dropout(shape.dropout().input());
  }

  private int[] places(Sequences sequences) {
    return switch (shape.counting()) {
      case FROM_START -> sequences.fromStart();
      case FROM_END -> sequences.fromEnd();
    };
  }

  /**
   * Layers {@code [from, until)}: for reading, or replacing, what a layer gives.
   *
   * @param x what layer {@code from} reads (rows, width): see {@link #positioned}
   * @return what layer {@code until − 1} gives (rows, width), not normalised
   */
  public Variable through(Graph graph, Sequences sequences, Variable x, int from, int until) {
    if (from < 0 || until > layers.size() || from >= until) {
      throw new IllegalArgumentException(
          "expected layers within [0, %d), found [%d, %d)".formatted(layers.size(), from, until));
    }
    return run(graph, sequences, x, from, until, false);
  }

  /** The last normalisation of what the last layer gives; x itself where there is none. */
  public Variable normalised(Graph graph, Variable x) {
    return finalNorm
        .map(norm ->
            x.layerNorm(graph.weight(norm.gain()), graph.weight(norm.shift()), shape.epsilon()))
        .orElse(x);
  }

  private Variable run(
      Graph graph, Sequences sequences, Variable x, int from, int until, boolean normalise) {
    requireRows(sequences, x);
    StackPass pass =
        new StackPass(
            graph,
            shape,
            layers.subList(from, until),
            normalise ? finalNorm : Optional.empty(),
            sequences);
    Matrix out = pass.forward(graph.matrix(x));
    return graph.custom(
        out,
        gradients -> {
          if (gradients[0] != null) {
            Matrix gradient = graph.matrix(sequences.rows(), shape.width());
            gradient.read(gradients[0]);
            graph.send(x, pass.backward(gradient));
          }
        });
  }

  /**
   * The last step of each sequence alone: the same bits as {@link #forward} has there, for less
   * work. For inference.
   *
   * @return (sequences, width)
   * @throws IllegalStateException while training
   */
  public Variable last(Graph graph, Sequences sequences, Variable x) {
    if (graph.isTraining()) {
      throw new IllegalStateException("the last step alone has no backward pass");
    }
    Variable input = positioned(graph, sequences, x);
    StackPass pass = new StackPass(graph, shape, layers, finalNorm, sequences);
    return graph.custom(pass.last(graph.matrix(input)), gradients -> {});
  }

  private void requireRows(Sequences sequences, Variable x) {
    if (x.size(0) != sequences.rows() || x.size(-1) != shape.width()) {
      throw new IllegalArgumentException(
          "transformer: expected (%d, %d), found (%d, %d)"
              .formatted(sequences.rows(), shape.width(), x.size(0), x.size(-1)));
    }
  }
}
