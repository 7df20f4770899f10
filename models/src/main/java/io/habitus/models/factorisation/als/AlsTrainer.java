package io.habitus.models.factorisation.als;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.engine.kernel.Panels;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.FitMemory;
import io.habitus.models.factorisation.FitRun;
import io.habitus.models.factorisation.matrix.CellLists;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.MatrixSize;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.Map;

/**
 * Minimises Σ c(u,i)·(f(u,i) − x_u·y_i)² + λ·(Σ|x_u|² + Σ|y_i|²) over all clients and items (Hu,
 * Koren, Volinsky 2008, equation 3): clients with items held, then items with clients held. Rows do
 * not depend on one another, so the bits do not depend on threads.
 */
public final class AlsTrainer {
  private static final long CLIENTS = 1;
  private static final long ITEMS = 2;

  /** First values are in [0, 0.01), as in the published library. */
  private static final float RANGE = 0.01f;

  /** Rows that a thread takes at a time. */
  private static final int PIECE = 10 * ConjugateGradients.ROWS;

  private final AlsSettings settings;
  private final CellLists byClient;
  private final CellLists byItem;
  private final FactorRows clients;
  private final FactorRows items;

  /** Random factors. */
  public AlsTrainer(ClientItems matrix, AlsSettings settings, long seed) {
    this.settings = settings;
    byClient = CellLists.byClient(matrix);
    byItem = CellLists.byItem(matrix);
    clients = FactorRows.zeros(matrix.clientCount(), settings.factors());
    items = FactorRows.zeros(matrix.itemCount(), settings.factors());
    for (int row = 0; row < clients.count(); row++) {
      clients.randomise(row, Mixing.seed(seed, CLIENTS), matrix.clients()[row], 0, RANGE);
    }
    for (int item = 0; item < items.count(); item++) {
      items.randomise(item, Mixing.seed(seed, ITEMS), item, 0, RANGE);
    }
  }

  /**
   * All iterations; a killed run of a context with a work folder goes on where it was.
   *
   * @return the items' factors
   */
  static FactorRows run(
      ClientItems matrix, AlsSettings settings, long seed, String name, RunContext context) {
    String fit = "%s %s seed %d".formatted(name, settings, seed);
    TrainerFolder folder = FitRun.folder(context, fit, matrix);
    return run(matrix, settings, seed, name, folder, context);
  }

  /** The same with a folder for its checkpoints. */
  static FactorRows run(
      ClientItems matrix,
      AlsSettings settings,
      long seed,
      String name,
      TrainerFolder folder,
      RunContext context) {
    FitMemory.ALS.check(MatrixSize.of(matrix), settings.factors(), context.resources());
    AlsTrainer trainer = new AlsTrainer(matrix, settings, seed);
    trainer.run("fitting " + name, folder, context);
    return trainer.items;
  }

  private void run(String what, TrainerFolder folder, RunContext context) {
    Map<String, FactorRows> learned = Map.of("clients", clients, "items", items);
    new FitRun(folder, new FitRun.Learned(learned, Map.of()))
        .run(
            what,
            new FitRun.Passes(settings.iterations(), "iterations", 1),
            context,
            (pass, round, pool) -> {
              iterate(pool, context, what);
              return "";
            });
  }

  /** (clients, factors) as they are now. */
  public FactorRows clients() {
    return clients;
  }

  /** (items, factors) as they are now. */
  public FactorRows items() {
    return items;
  }

  /**
   * One iteration.
   *
   * @param what is being done, for the message of an interruption
   */
  public void iterate(WorkerPool pool, RunContext context, String what) {
    improve(clients, byClient, items, pool, context, what);
    improve(items, byItem, clients, pool, context, what);
  }

  private void improve(
      FactorRows rows,
      CellLists cells,
      FactorRows others,
      WorkerPool pool,
      RunContext context,
      String what) {
    float[] gram = Gram.of(others, settings.regularisation(), pool);
    Panels packed = ConjugateGradients.pack(gram, others.width());
    int pieces = (rows.count() + PIECE - 1) / PIECE;
    pool.forEach(
        pieces,
        piece -> {
          context.checkStopped(what);
          ConjugateGradients solver =
              new ConjugateGradients(cells, others, packed, settings.steps());
          int end = Math.min(rows.count(), (piece + 1) * PIECE);
          for (int row = piece * PIECE; row < end; row += ConjugateGradients.ROWS) {
            solver.improve(rows, row, Math.min(ConjugateGradients.ROWS, end - row));
          }
        });
  }
}
