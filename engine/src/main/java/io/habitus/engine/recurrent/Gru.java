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
    Input top = below(graph, lengths, input, start, dropout, last);
    GruLayer.Output out = layers.getLast().forward(graph, lengths, top, ofTop(start));
    last.add(out.last());
    return new Output(out.rows(), last);
  }

  /**
   * The same where only each layer's state after a sequence's last step matters, with less work.
   *
   * @return one (sequences, width) for each layer
   */
  public List<Variable> last(
      Graph graph,
      PackedLengths lengths,
      Input input,
      @Nullable List<Variable> start,
      double dropout) {
    List<Variable> last = new ArrayList<>();
    Input top = below(graph, lengths, input, start, dropout, last);
    last.add(layers.getLast().last(graph, lengths, top, ofTop(start)));
    return last;
  }

  /** All layers but the last, adding their last states; returns what the last layer reads. */
  private Input below(
      Graph graph,
      PackedLengths lengths,
      Input input,
      @Nullable List<Variable> start,
      double dropout,
      List<Variable> last) {
    Input next = input;
    for (int i = 0; i < layers.size() - 1; i++) {
      GruLayer.Output out =
          layers.get(i).forward(graph, lengths, next, start == null ? null : start.get(i));
      last.add(out.last());
      next = new Input.Rows(out.rows().dropout(dropout));
    }
    return next;
  }

  private static @Nullable Variable ofTop(@Nullable List<Variable> start) {
    return start == null ? null : start.getLast();
  }
}
