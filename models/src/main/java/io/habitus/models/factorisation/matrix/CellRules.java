package io.habitus.models.factorisation.matrix;

/**
 * What a cell is: v = Σ weight over the client's events with the item.
 *
 * @param items what columns are
 * @param weights of the events
 * @param logarithmic whether the cell holds sign(v)·log1p(|v|) instead of v
 */
public record CellRules(ItemKind items, EventWeights weights, boolean logarithmic) {

  float value(double sum) {
    return (float) (logarithmic ? Math.signum(sum) * Math.log1p(Math.abs(sum)) : sum);
  }
}
