package io.habitus.models.sequence;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;

/** The part of a network that makes vectors: all that is needed once it is fitted. */
public interface SequenceEncoder {
  /** Columns of a vector. */
  int width();

  /** One vector for each sequence, in their order: (clients, width). */
  Variable encode(Graph graph, PackedRows rows);
}
