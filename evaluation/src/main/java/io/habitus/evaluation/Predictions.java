package io.habitus.evaluation;

import io.habitus.core.target.Labels;

/**
 * What a probe predicts about clients.
 *
 * @param clientIds (clients), in the order of the profiles
 * @param labels columns of a prediction
 * @param logits (clients × labels) row-major: log-odds for bits, the value itself for numbers
 */
@SuppressWarnings("ArrayRecordComponent")
public record Predictions(long[] clientIds, int labels, float[] logits) {

  public Predictions {
    long expected = (long) clientIds.length * labels;
    if (logits.length != expected) {
      throw new IllegalArgumentException(
          "expected %d clients × %d labels = %d logits, found %d"
              .formatted(clientIds.length, labels, expected, logits.length));
    }
  }

  public int clients() {
    return clientIds.length;
  }

  /** The truth about these clients, (clients × labels) row-major. */
  public float[] truth(Labels truth) {
    if (truth.width() != labels) {
      throw new IllegalArgumentException("expected " + labels + " labels, found " + truth.width());
    }
    float[] values = new float[logits.length];
    for (int row = 0; row < clientIds.length; row++) {
      truth.fill(clientIds[row], values, row * labels);
    }
    return values;
  }
}
