package io.habitus.models.factorisation.bpr;

import io.habitus.core.run.RunContext;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.HistoryFactors;
import io.habitus.models.factorisation.matrix.ClientItems;
import java.util.Arrays;

/**
 * BPR over what was taken and what was not (Rendle et al. 2009). A history's factors are folded in:
 * the fit's own passes over its items, with the items' factors held.
 *
 * @param settings of the fit
 * @param seed of the fit
 * @param items (items, factors)
 * @param biases (items)
 * @param frequency (items) cells of each
 */
@SuppressWarnings("ArrayRecordComponent")
public record BprHistoryFactors(
    BprSettings settings, long seed, FactorRows items, float[] biases, int[] frequency)
    implements HistoryFactors {

  /** Fits; every cell counts as one. */
  public static BprHistoryFactors fit(
      ClientItems matrix, BprSettings settings, long seed, RunContext context) {
    BprFactors factors = BprTrainer.run(matrix, settings, seed, "bpr", context);
    return new BprHistoryFactors(
        settings, seed, factors.items(), factors.biases(), matrix.cellsByItem());
  }

  @Override
  public Solver solver() {
    FoldIn foldIn = new FoldIn(settings, seed, items, biases, FoldIn.sampler(frequency), 1);
    return (history, factors) -> {
      float[] values = new float[history.length];
      Arrays.fill(values, 1);
      foldIn.solve(0, history, values, history.length, factors);
    };
  }
}
