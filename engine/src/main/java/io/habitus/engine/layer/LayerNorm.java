package io.habitus.engine.layer;

import io.habitus.engine.AdamW;
import io.habitus.engine.Operations;
import io.habitus.engine.Parameter;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;

/** Layer normalisation with a learned scale and shift (Ba, Kiros and Hinton 2016). */
public final class LayerNorm {
  private final Parameter weight;
  private final Parameter bias;
  private final Tensor weightGradient;
  private final Tensor biasGradient;

  /** Scale 1, shift 0. */
  public LayerNorm(TensorOwner owner, int width) {
    weight = Parameter.of(owner, width);
    bias = Parameter.of(owner, width);
    weightGradient = owner.zeros(width);
    biasGradient = owner.zeros(width);
    Operations.fill(weight.value(), 1);
  }

  public Parameter weight() {
    return weight;
  }

  public Parameter bias() {
    return bias;
  }

  /** What the backward pass needs of one forward pass; (rows, 1) each. */
  public record Statistics(Tensor mean, Tensor inverseDeviation) {
    public static Statistics of(TensorOwner owner, long rows) {
      return new Statistics(owner.zeros(rows, 1), owner.zeros(rows, 1));
    }
  }

  /** Normalises every row of x; keeps its statistics. */
  public void forward(Tensor y, Statistics statistics, Tensor x) {
    Operations.layerNorm(
        y, statistics.mean(), statistics.inverseDeviation(), x, weight.value(), bias.value());
  }

  /** Gradient for x, and the update of scale and shift. */
  public void backward(
      AdamW optimiser, Tensor gradientX, Tensor gradientY, Statistics statistics, Tensor x) {
    Operations.layerNormBackward(
        gradientX,
        weightGradient,
        biasGradient,
        gradientY,
        x,
        statistics.mean(),
        statistics.inverseDeviation(),
        weight.value(),
        bias.value());
    optimiser.update(weight, weightGradient);
    optimiser.update(bias, biasGradient);
  }
}
