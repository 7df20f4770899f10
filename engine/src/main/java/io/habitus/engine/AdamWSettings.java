package io.habitus.engine;

/**
 * AdamW (Loshchilov and Hutter 2019): Adam with decay of the weights themselves.
 *
 * @param learningRate step size, positive
 * @param beta1 decay of the mean of gradients
 * @param beta2 decay of the mean of squared gradients
 * @param epsilon added to the root of the latter
 * @param weightDecay share of the learning rate by which every weight shrinks in a step
 */
public record AdamWSettings(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {

  public AdamWSettings {
    if (!(learningRate > 0)
        || !(beta1 >= 0 && beta1 < 1)
        || !(beta2 >= 0 && beta2 < 1)
        || !(epsilon > 0)
        || !(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "expected learningRate > 0, betas in [0, 1), epsilon > 0, weightDecay >= 0, found "
              + "%s, %s, %s, %s, %s".formatted(learningRate, beta1, beta2, epsilon, weightDecay));
    }
  }

  /** PyTorch's defaults: betas 0.9 and 0.999, epsilon 1e-8, weight decay 0.01. */
  public static AdamWSettings pytorchDefaults(double learningRate) {
    return new AdamWSettings(learningRate, 0.9, 0.999, 1e-8, 0.01);
  }
}
