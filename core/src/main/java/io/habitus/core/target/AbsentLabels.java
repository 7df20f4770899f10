package io.habitus.core.target;

import io.habitus.core.profile.ClientSet;

/**
 * Churn and conversion: 1 for a client without a target event in the window.
 *
 * @param present clients with one
 */
record AbsentLabels(ClientSet present) implements Labels {
  @Override
  public int width() {
    return 1;
  }

  @Override
  public void fill(long clientId, float[] into, int at) {
    into[at] = present.contains(clientId) ? 0 : 1;
  }
}
