package io.habitus.engine.layer;

import io.habitus.engine.AdamW;
import io.habitus.engine.NativeRuntime;
import io.habitus.engine.Operations;
import io.habitus.engine.Parameter;
import io.habitus.engine.Precision;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import io.habitus.engine.TorchRandom;

/** y = x·Wᵀ + b, with W (outputs, inputs) as in PyTorch. */
public final class Linear {
  /** Rows of a gradient that exist at a time: 512 × 2048 floats stay in the last-level cache. */
  private static final int TILE_BYTES = 4 << 20;

  private final Parameter weight;
  private final Parameter bias;
  private final Products products;
  private final Tensor gradientTile;
  private final Tensor lastTile;
  private final Tensor biasGradient;

  /** Zeros; call {@link #initialise} or copy weights in. */
  public Linear(TensorOwner owner, int inputs, int outputs, Precision precision) {
    weight = Parameter.of(owner, outputs, inputs);
    bias = Parameter.of(owner, outputs);
    products =
        switch (precision) {
          case FP32 -> new Products.Fp32(weight.value());
          case BF16 -> new Products.Bf16(owner, weight.value(), NativeRuntime.get().hasBfloat16());
        };
    int tile = Math.clamp(TILE_BYTES / (4L * inputs), 1, outputs);
    gradientTile = owner.zeros(tile, inputs);
    lastTile = outputs % tile == 0 ? gradientTile : gradientTile.rows(0, outputs % tile);
    biasGradient = owner.zeros(outputs);
  }

  /**
   * PyTorch's default (Kaiming uniform with a = √5, that is ±1/√inputs), in its order: weight, then
   * bias.
   */
  public void initialise(TorchRandom random) {
    double gain = Math.sqrt(2.0 / (1 + 5));
    double weightBound = Math.sqrt(3.0) * (gain / Math.sqrt(weight.value().columns()));
    double biasBound = 1 / Math.sqrt(weight.value().columns());
    random.uniform(weight.value(), -weightBound, weightBound);
    random.uniform(bias.value(), -biasBound, biasBound);
    products.refresh();
  }

  public Parameter weight() {
    return weight;
  }

  public Parameter bias() {
    return bias;
  }

  /** {@code y = x·Wᵀ + b}: x (rows, inputs), y (rows, outputs). */
  public void forward(Tensor y, Tensor x) {
    products.forward(y, bias.value(), x);
  }

  /** Gradient for x from the gradient for y, with the weights as they are: before the update. */
  public void backward(Tensor gradientX, Tensor gradientY) {
    products.backward(gradientX, gradientY);
  }

  /** Updates weight and bias, a few rows of the weight's gradient at a time. */
  public void update(AdamW optimiser, Tensor x, Tensor gradientY) {
    long outputs = weight.value().rows();
    for (long from = 0; from < outputs; from += gradientTile.rows()) {
      Tensor tile = from + gradientTile.rows() <= outputs ? gradientTile : lastTile;
      products.weightGradient(tile, gradientY, from, x);
      optimiser.updateRows(weight, from, tile);
    }
    Operations.sumRows(biasGradient, gradientY);
    optimiser.update(bias, biasGradient);
    products.refresh();
  }
}
