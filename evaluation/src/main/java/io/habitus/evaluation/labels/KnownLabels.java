package io.habitus.evaluation.labels;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.target.Labels;
import java.util.Arrays;
import java.util.Optional;

/**
 * Values of the clients that have them.
 *
 * @param clients whose values are known
 * @param values (clients in ascending order × width)
 */
@SuppressWarnings("ArrayRecordComponent")
record KnownLabels(int width, ClientSet clients, float[] values) implements Labels {

  @Override
  public void fill(long clientId, float[] into, int at) {
    int rank = clients.rank(clientId);
    if (rank < 0) {
      Arrays.fill(into, at, at + width, 0);
    } else {
      System.arraycopy(values, rank * width, into, at, width);
    }
  }

  @Override
  public Optional<ClientSet> known() {
    return Optional.of(clients);
  }
}
