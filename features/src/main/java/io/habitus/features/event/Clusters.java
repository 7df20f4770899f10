package io.habitus.features.event;

import java.util.List;

/**
 * Clusters of name vectors and of each session family's value vectors.
 *
 * @param items of name vectors; without centroids where there are no name vectors
 * @param sessions of value vectors by session family; without centroids where there are none
 */
record Clusters(KMeans items, List<KMeans> sessions) {
  Clusters {
    sessions = List.copyOf(sessions);
  }

  KMeans values(int session) {
    return sessions.get(session);
  }
}
