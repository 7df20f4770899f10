package io.habitus.models.factorisation.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.Planted;
import io.habitus.models.factorisation.matrix.CellLists;
import io.habitus.models.factorisation.matrix.ClientItems;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlsTrainerTest {
  private static final AlsSettings SETTINGS = new AlsSettings(10, 8, 0.05, 3);
  private static final Planted PLANTED = Planted.draw(700, 120, 20, 4);

  /** Confidences of all kinds: below, at and above 1, and distrust. */
  private static ClientItems matrix() {
    float[] values = new float[PLANTED.train().cells()];
    SplittableRandom random = new SplittableRandom(2);
    for (int cell = 0; cell < values.length; cell++) {
      values[cell] = new float[] {1, 3, 0.5f, 4, -2, 0}[random.nextInt(6)];
    }
    return PLANTED.withValues(values);
  }

  private static double at(FactorRows rows, int row, int column) {
    return rows.array(row)[rows.at(row) + column];
  }

  private static double product(FactorRows a, int row, FactorRows b, int other) {
    double sum = 0;
    for (int k = 0; k < a.columns(); k++) {
      sum += at(a, row, k) * at(b, other, k);
    }
    return sum;
  }

  /** The loss over every client and item. */
  private static double loss(ClientItems matrix, AlsTrainer trainer) {
    FactorRows clients = trainer.clients();
    FactorRows items = trainer.items();
    double loss = 0;
    for (int row = 0; row < matrix.clientCount(); row++) {
      for (int item = 0; item < matrix.itemCount(); item++) {
        int cell = matrix.find(row, item);
        double value = cell < 0 ? 0 : matrix.values()[cell];
        double confidence = value == 0 ? 1 : Math.abs(value);
        double error = (value > 0 ? 1 : 0) - product(clients, row, items, item);
        loss += confidence * error * error;
      }
      loss += 0.05 * product(clients, row, clients, row);
    }
    for (int item = 0; item < matrix.itemCount(); item++) {
      loss += 0.05 * product(items, item, items, item);
    }
    return loss;
  }

  @Test
  void theLossFallsFromIterationToIteration() {
    ClientItems matrix = matrix();
    AlsTrainer trainer = new AlsTrainer(matrix, SETTINGS, 1);
    double last = loss(matrix, trainer);
    try (WorkerPool pool = new WorkerPool(2)) {
      for (int i = 0; i < 8; i++) {
        trainer.iterate(pool, RunContext.silent(), "test");
        double now = loss(matrix, trainer);
        assertThat(now).isLessThan(last);
        last = now;
      }
    }
  }

  /** A client's normal equations, dense: every item has a confidence and a preference. */
  private static double[] bruteForce(ClientItems matrix, int row, FactorRows items, double lambda) {
    int f = items.columns();
    double[][] a = new double[f][f + 1];
    for (int i = 0; i < f; i++) {
      a[i][i] = lambda;
    }
    for (int item = 0; item < matrix.itemCount(); item++) {
      int cell = matrix.find(row, item);
      double value = cell < 0 ? 0 : matrix.values()[cell];
      double confidence = value == 0 ? 1 : Math.abs(value);
      for (int i = 0; i < f; i++) {
        for (int j = 0; j < f; j++) {
          a[i][j] += confidence * at(items, item, i) * at(items, item, j);
        }
        a[i][f] += (value > 0 ? confidence : 0) * at(items, item, i);
      }
    }
    for (int pivot = 0; pivot < f; pivot++) {
      for (int i = 0; i < f; i++) {
        double factor = i == pivot ? 0 : a[i][pivot] / a[pivot][pivot];
        for (int j = pivot; j <= f; j++) {
          a[i][j] -= factor * a[pivot][j];
        }
      }
    }
    double[] x = new double[f];
    Arrays.setAll(x, i -> a[i][f] / a[i][i]);
    return x;
  }

  @Test
  void foldInAndManyStepsSolveTheDenseNormalEquations() {
    ClientItems matrix = matrix();
    FactorRows items = AlsTrainer.run(matrix, SETTINGS, 3, "als", RunContext.silent());
    FactorRows solved = FactorRows.zeros(matrix.clientCount(), 10);
    try (WorkerPool pool = new WorkerPool(1)) {
      float[] gram = Gram.of(items, 0.05, pool);
      ExactSolver exact = new ExactSolver(items, gram);
      ConjugateGradients steps =
          new ConjugateGradients(
              CellLists.byClient(matrix), items, ConjugateGradients.pack(gram, items.width()), 30);
      for (int row = 0; row < 48; row += 24) {
        steps.improve(solved, row, 24);
      }
      for (int row = 0; row < 48; row++) {
        double[] expected = bruteForce(matrix, row, items, 0.05);
        float[] folded = new float[10];
        int from = matrix.starts()[row];
        int until = matrix.starts()[row + 1];
        exact.solve(
            Arrays.copyOfRange(matrix.items(), from, until),
            Arrays.copyOfRange(matrix.values(), from, until),
            until - from,
            folded);
        for (int k = 0; k < 10; k++) {
          assertThat((double) folded[k]).isCloseTo(expected[k], within(1e-4));
          assertThat(at(solved, row, k)).isCloseTo(expected[k], within(1e-3));
        }
      }
    }
  }

  @Test
  void heldOutItemsRankHigh() {
    AlsTrainer trainer = new AlsTrainer(PLANTED.train(), SETTINGS, 1);
    try (WorkerPool pool = new WorkerPool(2)) {
      for (int i = 0; i < 8; i++) {
        trainer.iterate(pool, RunContext.silent(), "test");
      }
    }
    int[] frequency = PLANTED.train().cellsByItem();
    double popularity = PLANTED.auc((row, item) -> frequency[item]);
    double auc = PLANTED.auc((row, item) -> product(trainer.clients(), row, trainer.items(), item));
    assertThat(auc).isGreaterThan(0.8).isGreaterThan(popularity + 0.1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void threadsDoNotMatter(int threads) {
    FactorRows one =
        AlsTrainer.run(matrix(), SETTINGS, 3, "als", RunContext.silent().withThreads(1));
    FactorRows more =
        AlsTrainer.run(matrix(), SETTINGS, 3, "als", RunContext.silent().withThreads(threads));
    assertThat(more.array(0)).isEqualTo(one.array(0));
  }
}
