package io.habitus.evaluation.metric;

import io.habitus.evaluation.Predictions;

/**
 * What AUROC sees: fp32 sigmoid(logit), so that saturated scores tie. As the organisers' metric
 * library does, a batch whose values all lie in [0, 1] is taken as probabilities already.
 */
final class Probabilities {
  /** Clients that the organisers' validation hands to the metric at a time. */
  static final int BATCH = 128;

  private final Predictions predictions;
  private final boolean[] asTheyAre; // per batch

  Probabilities(Predictions predictions) {
    this.predictions = predictions;
    int batches = Math.ceilDiv(predictions.clients(), BATCH);
    asTheyAre = new boolean[batches];
    for (int b = 0; b < batches; b++) {
      int from = b * BATCH * predictions.labels();
      int to = Math.min(predictions.clients(), (b + 1) * BATCH) * predictions.labels();
      asTheyAre[b] = allWithinUnit(predictions.logits(), from, to);
    }
  }

  private static boolean allWithinUnit(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!(values[i] >= 0 && values[i] <= 1)) {
        return false;
      }
    }
    return true;
  }

  /** Writes the probabilities of up to {@code columns.length} labels from {@code first} on. */
  void fill(int first, float[][] columns) {
    int labels = predictions.labels();
    float[] logits = predictions.logits();
    int count = Math.min(columns.length, labels - first);
    for (int row = 0; row < predictions.clients(); row++) {
      int at = row * labels + first;
      boolean asItIs = asTheyAre[row / BATCH];
      for (int c = 0; c < count; c++) {
        columns[c][row] = asItIs ? logits[at + c] : sigmoid(logits[at + c]);
      }
    }
  }

  /** In fp32 steps, as PyTorch computes it: 1 / (1 + exp(−x)). */
  static float sigmoid(float logit) {
    return 1f / (1f + (float) Math.exp(-logit));
  }
}
