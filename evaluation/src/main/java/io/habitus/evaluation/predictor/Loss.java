package io.habitus.evaluation.predictor;

import io.habitus.core.target.TaskKind;

/** What the predictor minimises: the mean over all cells of a batch. */
sealed interface Loss {

  /**
   * Loss and gradient of a batch.
   *
   * @param logits (cells)
   * @param targets (cells)
   * @param gradient (cells) is written: of the mean loss for the logits
   * @return the mean loss
   */
  double of(float[] logits, float[] targets, float[] gradient);

  static Loss of(TaskKind kind) {
    return switch (kind) {
      case BINARY, MULTI_LABEL -> new BinaryCrossEntropy();
      case NUMERIC -> new SquaredError();
    };
  }

  /** −t·log σ(z) − (1 − t)·log(1 − σ(z)), in the form that does not overflow. */
  record BinaryCrossEntropy() implements Loss {
    @Override
    public double of(float[] logits, float[] targets, float[] gradient) {
      double sum = 0;
      for (int i = 0; i < logits.length; i++) {
        double z = logits[i];
        double small = Math.exp(-Math.abs(z));
        sum += Math.max(z, 0) - z * targets[i] + Math.log1p(small);
        double probability = (z >= 0 ? 1 : small) / (1 + small);
        gradient[i] = (float) ((probability - targets[i]) / logits.length);
      }
      return sum / logits.length;
    }
  }

  /** (z − t)². */
  record SquaredError() implements Loss {
    @Override
    public double of(float[] logits, float[] targets, float[] gradient) {
      double sum = 0;
      for (int i = 0; i < logits.length; i++) {
        double error = (double) logits[i] - targets[i];
        sum += error * error;
        gradient[i] = (float) (2 * error / logits.length);
      }
      return sum / logits.length;
    }
  }
}
