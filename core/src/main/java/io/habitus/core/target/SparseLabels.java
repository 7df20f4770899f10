package io.habitus.core.target;

import io.habitus.core.profile.ClientSet;
import java.util.Arrays;

/**
 * Labels of the clients that have any, compressed sparse rows; everyone else has zeros.
 *
 * @param offsets (clients + 1) where a client's labels begin
 * @param labels the labels that are one
 */
@SuppressWarnings("ArrayRecordComponent")
record SparseLabels(int width, ClientSet clients, int[] offsets, int[] labels) implements Labels {

  @Override
  public void fill(long clientId, float[] into, int at) {
    Arrays.fill(into, at, at + width, 0);
    int client = clients.rank(clientId);
    if (client >= 0) {
      for (int k = offsets[client]; k < offsets[client + 1]; k++) {
        into[at + labels[k]] = 1;
      }
    }
  }
}
