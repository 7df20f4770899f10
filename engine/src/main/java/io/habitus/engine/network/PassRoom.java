package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.kernel.DropoutMask;
import io.habitus.engine.kernel.Matrix;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Matrices of a pass: what the backward pass needs is kept while training; else layers write over
 * what earlier ones no longer need.
 */
final class PassRoom {
  private final Graph graph;
  private final Map<String, Matrix> reused = new HashMap<>();

  PassRoom(Graph graph) {
    this.graph = graph;
  }

  Graph graph() {
    return graph;
  }

  /** A matrix for this use; its content is not defined. */
  Matrix matrix(String use, int rows, int columns) {
    return graph.isTraining() ? graph.matrix(rows, columns) : reused(use, rows, columns);
  }

  /** A matrix for this use, which overwrites what the same use had before. */
  Matrix reused(String use, int rows, int columns) {
    Matrix known = reused.get(use);
    if (known == null || known.rows() != rows || known.columns() != columns) {
      known = graph.matrix(rows, columns);
      reused.put(use, known);
    }
    return known;
  }

  /** The next mask of this pass, or null where nothing is dropped. */
  @Nullable DropoutMask mask(double share) {
    return share == 0 || !graph.isTraining()
        ? null
        : DropoutMask.of(share, graph.nextDropout().key());
  }
}
