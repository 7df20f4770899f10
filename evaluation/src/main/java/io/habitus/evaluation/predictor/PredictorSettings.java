package io.habitus.evaluation.predictor;

import io.habitus.engine.AdamWSettings;
import io.habitus.engine.Precision;

/**
 * Architecture and training of the predictor. The challenge's are fixed; others are for tests.
 *
 * @param width columns of the hidden state
 * @param expansion columns inside a residual block
 * @param blocks residual blocks
 * @param epochs passes over the clients; the best one counts
 * @param batch clients of a step; the last, smaller batch of an epoch is kept
 * @param seed of the initial weights
 * @param optimiser AdamW's settings
 * @param precision of matrix products; fp32 is what is reported
 */
public record PredictorSettings(
    int width,
    int expansion,
    int blocks,
    int epochs,
    int batch,
    long seed,
    AdamWSettings optimiser,
    Precision precision) {

  public PredictorSettings {
    if (width < 1 || expansion < 1 || blocks < 0 || epochs < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "expected positive sizes, found width %d, expansion %d, blocks %d, epochs %d, batch %d"
              .formatted(width, expansion, blocks, epochs, batch));
    }
  }

  /** The organisers' settings, the same for every task and every profile. */
  public static PredictorSettings challenge() {
    return new PredictorSettings(
        2048, 4096, 3, 3, 128, 1278, AdamWSettings.pytorchDefaults(1e-3), Precision.FP32);
  }

  public PredictorSettings withPrecision(Precision other) {
    return new PredictorSettings(width, expansion, blocks, epochs, batch, seed, optimiser, other);
  }

  public PredictorSettings withSeed(long other) {
    return new PredictorSettings(
        width, expansion, blocks, epochs, batch, other, optimiser, precision);
  }

  /** Learned numbers of a network with these inputs and outputs. */
  long weights(int inputs, int outputs) {
    long block = 2L * width * expansion + expansion + width + 2L * width;
    return (long) inputs * width
        + width
        + 4L * width
        + blocks * block
        + ((long) width + 1) * outputs;
  }
}
