package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.kernel.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Some layers of a causal transformer over one shard, forward and backward. */
final class StackPass {
  private final PassRoom room;
  private final TransformerShape shape;
  private final Sequences sequences;
  private final List<LayerPass> layers = new ArrayList<>();
  private final Optional<NormPass> norm;

  StackPass(
      Graph graph,
      TransformerShape shape,
      List<LayerWeights> weights,
      Optional<NormWeights> norm,
      Sequences sequences) {
    this.shape = shape;
    this.sequences = sequences;
    room = new PassRoom(graph);
    for (int i = 0; i < weights.size(); i++) {
      layers.add(new LayerPass(room, shape, weights.get(i), sequences, i));
    }
    this.norm = norm.map(each -> new NormPass(room, each, shape.epsilon()));
  }

  /** x (rows, width) → (rows, width). */
  Matrix forward(Matrix x) {
    Matrix out = x;
    for (LayerPass layer : layers) {
      out = layer.forward(out);
    }
    return normalised(out);
  }

  /** x (rows, width) → the last rows of the sequences (sequences, width). */
  Matrix last(Matrix x) {
    Matrix out = x;
    for (LayerPass layer : layers.subList(0, layers.size() - 1)) {
      out = layer.forward(out);
    }
    return normalised(layers.getLast().last(out));
  }

  private Matrix normalised(Matrix x) {
    if (norm.isEmpty()) {
      return x;
    }
    Matrix y = room.matrix("stack.out", x.rows(), shape.width());
    norm.get().forward(x, y);
    return y;
  }

  /** The gradient of {@link #forward}'s result → that of x; may overwrite it. */
  Matrix backward(Matrix gradient) {
    norm.ifPresent(pass -> pass.backward(gradient));
    Matrix next = gradient;
    for (LayerPass layer : layers.reversed()) {
      next = layer.backward(next);
    }
    if (next.rows() != sequences.rows()) {
      throw new IllegalStateException("expected a gradient for each row");
    }
    return next;
  }
}
