package io.habitus.models.factorisation;

/**
 * Fitted factors of items, and how the factors of anyone's history follow from them: for ranking
 * items. An item's score is the product of both, and the item's bias.
 */
public interface HistoryFactors {
  /** (items, factors). */
  FactorRows items();

  /** (items). */
  float[] biases();

  /** For one thread. */
  Solver solver();

  /** Finds a history's factors. */
  @FunctionalInterface
  interface Solver {
    /**
     * Solves for one history.
     *
     * @param history distinct items, ascending
     * @param factors receives the result; {@code items().width()} long, 0 beyond the factors
     */
    void solve(int[] history, float[] factors);
  }
}
