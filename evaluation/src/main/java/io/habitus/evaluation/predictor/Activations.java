package io.habitus.evaluation.predictor;

import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import io.habitus.engine.layer.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Buffers of one forward pass over a fixed number of rows. For training every intermediate result
 * is kept; for prediction one buffer serves all blocks.
 *
 * @param inputs (rows, inputs) the vectors
 * @param projected (rows, width) before the input's normalisation
 * @param states (rows, width) before each block and after the last
 * @param normalised (rows, width) each block's normalised input, and the output's
 * @param expanded (rows, expansion) each block's W1·x
 * @param activated (rows, expansion) its GELU
 * @param statistics of the input's normalisation, each block's, and the output's
 * @param logits (rows, outputs)
 * @param rowBuffers two (rows, width) for sums and gradients
 * @param expandedBuffer (rows, expansion) for gradients
 */
record Activations(
    Tensor inputs,
    Tensor projected,
    List<Tensor> states,
    List<Tensor> normalised,
    List<Tensor> expanded,
    List<Tensor> activated,
    List<LayerNorm.Statistics> statistics,
    Tensor logits,
    List<Tensor> rowBuffers,
    Tensor expandedBuffer) {

  static Activations forTraining(
      TensorOwner owner, PredictorSettings settings, int rows, int inputs, int outputs) {
    Supplier<Tensor> narrow = () -> owner.zeros(rows, settings.width());
    Supplier<Tensor> wide = () -> owner.zeros(rows, settings.expansion());
    int blocks = settings.blocks();
    return new Activations(
        owner.zeros(rows, inputs),
        narrow.get(),
        times(blocks + 1, narrow),
        times(blocks + 1, narrow),
        times(blocks, wide),
        times(blocks, wide),
        times(blocks + 2, () -> LayerNorm.Statistics.of(owner, rows)),
        owner.zeros(rows, outputs),
        times(2, narrow),
        wide.get());
  }

  static Activations forPrediction(
      TensorOwner owner, PredictorSettings settings, int rows, int inputs, int outputs) {
    Tensor state = owner.zeros(rows, settings.width());
    Tensor normalised = owner.zeros(rows, settings.width());
    Tensor wide = owner.zeros(rows, settings.expansion());
    LayerNorm.Statistics statistics = LayerNorm.Statistics.of(owner, rows);
    int blocks = settings.blocks();
    return new Activations(
        owner.zeros(rows, inputs),
        normalised,
        times(blocks + 1, () -> state),
        times(blocks + 1, () -> normalised),
        times(blocks, () -> wide),
        times(blocks, () -> wide),
        times(blocks + 2, () -> statistics),
        owner.zeros(rows, outputs),
        times(2, () -> normalised),
        wide);
  }

  private static <T> List<T> times(int count, Supplier<T> supplier) {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(supplier.get());
    }
    return List.copyOf(all);
  }

  /** A shorter batch in the same memory. */
  Activations rows(int count) {
    return new Activations(
        inputs.rows(0, count),
        projected.rows(0, count),
        first(states, count),
        first(normalised, count),
        first(expanded, count),
        first(activated, count),
        statistics.stream()
            .map(s ->
                new LayerNorm.Statistics(
                    s.mean().rows(0, count), s.inverseDeviation().rows(0, count)))
            .toList(),
        logits.rows(0, count),
        first(rowBuffers, count),
        expandedBuffer.rows(0, count));
  }

  private static List<Tensor> first(List<Tensor> tensors, int count) {
    return tensors.stream().map(tensor -> tensor.rows(0, count)).toList();
  }
}
