package io.habitus.models.factorisation.bpr;

import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.matrix.CellReader;
import io.habitus.models.factorisation.matrix.ClientItems;

/**
 * The clients of a fit with their vectors, and a digest of each one's cells: a client with other
 * cells than then is folded in.
 *
 * @param ids (clients) in the order of {@link ClientItems}
 * @param digests (clients) of the cells
 * @param factors (clients, factors)
 */
@SuppressWarnings("ArrayRecordComponent")
record KnownClients(long[] ids, long[] digests, FactorRows factors) {

  static long[] digests(ClientItems matrix) {
    long[] digests = new long[matrix.clientCount()];
    for (int row = 0; row < digests.length; row++) {
      int from = matrix.starts()[row];
      digests[row] =
          CellReader.digest(matrix.items(), matrix.values(), from, matrix.starts()[row + 1]);
    }
    return digests;
  }

  /** Row of a client, or a negative number. */
  int find(long client) {
    return ClientItems.find(ids, client);
  }
}
