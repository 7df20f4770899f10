package io.habitus.models.sequence;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import org.jspecify.annotations.Nullable;

/** An encoder whose vector is a function of a state that each row advances. */
public interface RecurrentEncoder extends SequenceEncoder {
  /** Columns of the state, zeros before the first row. */
  int stateWidth();

  /**
   * Takes in one row of each of some clients.
   *
   * @param rows (clients, columns)
   * @param before (clients, {@link #stateWidth}), or null for zeros
   * @return the state afterwards
   */
  Variable advance(Graph graph, Variable rows, @Nullable Variable before);

  /** The vector of a state: (clients, {@link #stateWidth}) → (clients, {@link #width}). */
  Variable vector(Graph graph, Variable state);
}
