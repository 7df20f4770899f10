package io.habitus.models.factorisation.als;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.HistoryFactors;
import io.habitus.models.factorisation.matrix.ClientItems;
import java.util.Arrays;

/**
 * ALS over what was taken and what was not (Hu, Koren, Volinsky 2008): every cell has the same
 * confidence.
 *
 * @param items (items, factors)
 * @param gram YᵀY + λI
 * @param confidence of a cell; 1 for what was not taken
 */
@SuppressWarnings("ArrayRecordComponent")
public record AlsFactors(FactorRows items, float[] gram, float confidence)
    implements HistoryFactors {

  /**
   * How it is fitted.
   *
   * @param factors of an item
   * @param iterations over clients and items
   * @param regularisation λ
   * @param confidence of what was taken
   */
  public record Options(int factors, int iterations, double regularisation, double confidence) {}

  /** Fits; the matrix's values do not matter. */
  public static AlsFactors fit(ClientItems matrix, Options options, long seed, RunContext context) {
    float[] values = new float[matrix.cells()];
    Arrays.fill(values, (float) options.confidence);
    ClientItems confident =
        new ClientItems(matrix.clients(), matrix.starts(), matrix.items(), values, matrix.names());
    AlsSettings settings =
        new AlsSettings(options.factors, options.iterations, options.regularisation, 3);
    FactorRows items = AlsTrainer.run(confident, settings, seed, "als", context);
    try (WorkerPool pool = new WorkerPool(context.resources().threads())) {
      return new AlsFactors(
          items, Gram.of(items, options.regularisation, pool), (float) options.confidence);
    }
  }

  @Override
  public float[] biases() {
    return new float[items.count()];
  }

  @Override
  public Solver solver() {
    ExactSolver exact = new ExactSolver(items, gram);
    return (history, factors) -> {
      float[] values = new float[history.length];
      Arrays.fill(values, confidence);
      exact.solve(history, values, history.length, factors);
    };
  }
}
