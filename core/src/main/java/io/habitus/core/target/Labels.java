package io.habitus.core.target;

import io.habitus.core.profile.ClientSet;
import java.util.Optional;

/** The truth of one task in one window, for any client; safe to read from several threads. */
public interface Labels {
  /** Number of labels: 1 for binary and numeric tasks. */
  int width();

  /**
   * Writes the client's labels to {@code into[at … at + width)}; every value is written. A client
   * without target events has zeros in a propensity task and 1 in churn and conversion.
   */
  void fill(long clientId, float[] into, int at);

  /**
   * The clients whose truth is known; empty means everyone. A probe learns from, and is scored
   * about, no others. What {@link #fill} writes for another client says nothing.
   */
  default Optional<ClientSet> known() {
    return Optional.empty();
  }

  /** Sum of all labels over the clients of {@code ids}. */
  default double sum(long[] ids) {
    float[] row = new float[width()];
    double total = 0;
    for (long id : ids) {
      fill(id, row, 0);
      for (float value : row) {
        total += value;
      }
    }
    return total;
  }
}
