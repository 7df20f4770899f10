package io.habitus.models.sequence;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;

/** The part of a network that makes vectors: all that is needed once it is fitted. */
public interface SequenceEncoder {
  /** Columns of a vector. */
  int width();

  /**
   * Whether a client's vector has the same bits whoever is read beside it. If not, it has the same
   * bits in the same batch.
   */
  boolean isIndependent();

  /** One vector for each sequence, in their order: (clients, width). */
  Variable encode(Graph graph, PackedRows rows);
}
