package io.habitus.engine.recurrent;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.WeightPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent units (Cho et al. 2014) in PyTorch's form and with its weight names, one layer
 * upon the other, over packed sequences: a sequence's state stops at its last step.
 */
public final class Gru {
  private final List<GruLayer> layers = new ArrayList<>();

  /**
   * Declares the weights.
   *
   * @param prefix such as {@code encoder.}; names are then {@code encoder.weight_ih_l0} and so on
   */
  public Gru(WeightPlan plan, String prefix, int inputs, int width, int layerCount) {
    for (int layer = 0; layer < layerCount; layer++) {
      layers.add(new GruLayer(plan, prefix, layer, layer == 0 ? inputs : width, width));
    }
  }

  /** What the first layer reads at each step. */
  public sealed interface Input {
    /** A row of its own for every step: (packed rows, inputs). */
    record Rows(Variable values) implements Input {}

    /** The same row at every step of a sequence: (sequences, inputs). */
    record Same(Variable values) implements Input {}
  }

  /**
   * What comes out.
   *
   * @param rows the last layer's state after every step: (packed rows, width)
   * @param last each layer's state after a sequence's last step: (sequences, width)
   */
  public record Output(Variable rows, List<Variable> last) {}

  /** Width of the state. */
  public int width() {
    return layers.getFirst().width();
  }

  public int layers() {
    return layers.size();
  }

  /**
   * Runs over whole sequences.
   *
   * @param start each layer's state before the first step, (sequences, width), or null for zeros
   * @param dropout between layers, while training
   */
  public Output forward(
      Graph graph,
      PackedLengths lengths,
      Input input,
      @Nullable List<Variable> start,
      double dropout) {
    List<Variable> last = new ArrayList<>();
    Input next = input;
    Variable rows = null;
    for (int i = 0; i < layers.size(); i++) {
      if (rows != null) {
        next = new Input.Rows(rows.dropout(dropout));
      }
      GruLayer.Output out =
          layers.get(i).forward(graph, lengths, next, start == null ? null : start.get(i));
      rows = out.rows();
      last.add(out.last());
    }
    if (rows == null) {
      throw new IllegalStateException("a GRU without layers");
    }
    return new Output(rows, last);
  }
}
