package io.habitus.models.factorisation.bpr;

import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.engine.kernel.FactorKernel;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.stream.LongStream;

/**
 * Descends −Σ w·ln σ(x_ui − x_uj) + λ/2·|·|² pair by pair (Rendle et al. 2009, LearnBPR). A pass
 * goes over all cells once on average, in the parts of a {@link Stratification}; what it does is
 * the same for any number of threads.
 */
public final class BprTrainer {
  private static final long PASSES = 3;

  private final ClientItems matrix;
  private final BprSettings settings;
  private final CellWeights weights;
  private final FactorKernel kernel = FactorKernel.get();
  private final FactorKernel.Step step;
  private final Stratification strata;
  private final BprFactors factors;
  private final long seed;

  /** Random factors. */
  public BprTrainer(ClientItems matrix, BprSettings settings, long seed) {
    this.matrix = matrix;
    this.settings = settings;
    this.seed = seed;
    weights = CellWeights.of(matrix, settings.weighted());
    step = FactorKernel.Step.of(settings.rate(), settings.regularisation());
    strata = new Stratification(matrix);
    factors = BprFactors.random(matrix.clients(), matrix.itemCount(), settings.factors(), seed);
  }

  /** All passes. */
  static BprFactors run(
      ClientItems matrix, BprSettings settings, long seed, String name, RunContext context) {
    BprTrainer trainer = new BprTrainer(matrix, settings, seed);
    if (matrix.cells() == 0) {
      return trainer.factors;
    }
    String what = "fitting " + name;
    try (Progress.Step progress = context.progress().start(what, settings.iterations(), "passes");
        WorkerPool pool = new WorkerPool(context.resources().threads())) {
      for (int pass = 0; pass < settings.iterations(); pass++) {
        context.checkStopped(what);
        Ranked ranked = trainer.pass(pass, pool);
        progress.say("%.1f %% of pairs in order".formatted(100 * ranked.share()));
        progress.advance(1);
      }
    }
    return trainer.factors;
  }

  /**
   * What a pass did.
   *
   * @param pairs that were compared
   * @param inOrder of them, before their step
   */
  public record Ranked(long pairs, long inOrder) {
    /** Share of pairs in order. */
    public double share() {
      return pairs == 0 ? 0 : (double) inOrder / pairs;
    }
  }

  /** As they are now: they change with every pass. */
  public BprFactors factors() {
    return factors;
  }

  /**
   * One pass.
   *
   * @param pass number of the pass, which its random numbers depend on
   */
  public Ranked pass(int pass, WorkerPool pool) {
    int blocks = strata.blocks();
    long passSeed = Mixing.seed(Mixing.seed(seed, PASSES), pass);
    strata.deal(passSeed, pool);
    long[] pairs = new long[blocks];
    long[] inOrder = new long[blocks];
    for (int round = 0; round < blocks; round++) {
      int by = round;
      pool.forEach(
          blocks,
          a -> {
            Ranked part = part(a, (a + by) % blocks, passSeed);
            pairs[a] += part.pairs;
            inOrder[a] += part.inOrder;
          });
    }
    return new Ranked(LongStream.of(pairs).sum(), LongStream.of(inOrder).sum());
  }

  private Ranked part(int clientBlock, int itemBlock, long passSeed) {
    int from = strata.from(clientBlock, itemBlock);
    int until = strata.until(clientBlock, itemBlock);
    if (from == until) {
      return new Ranked(0, 0);
    }
    int[] order = strata.order();
    int[] starts = matrix.starts();
    int[] items = matrix.items();
    FrequencySampler sampler = strata.sampler(itemBlock);
    int whole = (int) strata.draws(itemBlock);
    float rest = (float) (strata.draws(itemBlock) - whole);
    long state = Mixing.seed(passSeed, -1L - clientBlock * strata.blocks() - itemBlock);
    int row = strata.firstRow(clientBlock);
    long pairs = 0;
    long inOrder = 0;
    for (int place = from; place < until; place++) {
      int cell = order[place];
      while (starts[row + 1] <= cell) {
        row++;
      }
      state = Mixing.next(state);
      int draws = whole + (Mixing.unit(Mixing.mix(state)) < rest ? 1 : 0);
      for (int draw = 0; draw < draws; draw++) {
        state = Mixing.next(state);
        int other = sampler.draw(Mixing.mix(state));
        float size = pair(row, cell, items[cell], other);
        if (size >= 0) {
          pairs++;
          inOrder += size < 0.5f * weights.weight(cell) ? 1 : 0;
        }
      }
    }
    return new Ranked(pairs, inOrder);
  }

  /** One step; negative where the two are not to be compared. */
  private float pair(int row, int cell, int item, int other) {
    int sign = weights.sign(cell);
    int held = matrix.find(row, other);
    int otherSign = held < 0 ? 0 : weights.sign(held);
    if (sign == 0 || sign == otherSign) {
      return -1;
    }
    boolean first = sign > otherSign;
    int higher = first ? item : other;
    int lower = first ? other : item;
    FactorRows clients = factors.clients();
    FactorRows rows = factors.items();
    float[] biases = factors.biases();
    float size =
        kernel.pairStep(
            clients.width(),
            clients.array(row),
            clients.at(row),
            rows.array(higher),
            rows.at(higher),
            rows.array(lower),
            rows.at(lower),
            biases[higher] - biases[lower],
            weights.weight(cell),
            step);
    biases[higher] = Math.fma(biases[higher], step.decay(), step.rate() * size);
    biases[lower] = Math.fma(biases[lower], step.decay(), -step.rate() * size);
    return size;
  }
}
