package io.habitus.models.factorisation.bpr;

import io.habitus.core.hash.SplitMix64;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.engine.kernel.FactorKernel;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.FitMemory;
import io.habitus.models.factorisation.FitRun;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.MatrixSize;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.Arrays;
import java.util.Map;

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
  private Ranked passSoFar = Ranked.NONE;

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

  /** All passes; a killed run of a context with a work folder goes on where it was. */
  static BprFactors run(
      ClientItems matrix, BprSettings settings, long seed, String name, RunContext context) {
    String fit = "%s %s seed %d".formatted(name, settings, seed);
    TrainerFolder folder = FitRun.folder(context, fit, matrix);
    return run(matrix, settings, seed, name, folder, context);
  }

  /** The same with a folder for its checkpoints. */
  static BprFactors run(
      ClientItems matrix,
      BprSettings settings,
      long seed,
      String name,
      TrainerFolder folder,
      RunContext context) {
    FitMemory.BPR.check(MatrixSize.of(matrix), settings.factors(), context.resources());
    BprTrainer trainer = new BprTrainer(matrix, settings, seed);
    if (matrix.cells() > 0) {
      trainer.run("fitting " + name, folder, context);
    }
    return trainer.factors;
  }

  private void run(String what, TrainerFolder folder, RunContext context) {
    new FitRun(folder, learned())
        .run(
            what,
            new FitRun.Passes(settings.iterations(), "passes", strata.rounds()),
            context,
            (pass, round, pool) -> {
              passSoFar = (round == 0 ? Ranked.NONE : passSoFar).and(round(pass, round, pool));
              return "%.1f %% of pairs in order".formatted(100 * passSoFar.share());
            });
  }

  private FitRun.Learned learned() {
    return new FitRun.Learned(
        Map.of("clients", factors.clients(), "items", factors.items()),
        Map.of("biases", factors.biases()));
  }

  /**
   * What a pass did.
   *
   * @param pairs that were compared
   * @param inOrder of them, before their step
   */
  public record Ranked(long pairs, long inOrder) {
    static final Ranked NONE = new Ranked(0, 0);

    /** Both together. */
    Ranked and(Ranked other) {
      return new Ranked(pairs + other.pairs, inOrder + other.inOrder);
    }

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
    Ranked ranked = Ranked.NONE;
    for (int round = 0; round < strata.rounds(); round++) {
      ranked = ranked.and(round(pass, round, pool));
    }
    return ranked;
  }

  /** One round of a pass: a part of the items for each block of clients. */
  private Ranked round(int pass, int round, WorkerPool pool) {
    long roundSeed = Mixing.seed(Mixing.seed(Mixing.seed(seed, PASSES), pass), round);
    strata.deal(roundSeed, pool);
    Ranked[] parts = new Ranked[strata.blocks()];
    pool.forEach(parts.length, block -> parts[block] = part(block, roundSeed));
    return Arrays.stream(parts).reduce(Ranked.NONE, Ranked::and);
  }

  /** The cells of a block's clients with the items of the same block. */
  private Ranked part(int block, long roundSeed) {
    int[] starts = matrix.starts();
    int[] items = matrix.items();
    int whole = (int) strata.draws(block);
    float rest = (float) (strata.draws(block) - whole);
    long state = Mixing.seed(roundSeed, -1L - block);
    long pairs = 0;
    long inOrder = 0;
    for (int row = strata.firstRow(block); row < strata.firstRow(block + 1); row++) {
      for (int cell = starts[row]; cell < starts[row + 1]; cell++) {
        if (strata.blockOf(items[cell]) != block) {
          continue;
        }
        state = Mixing.next(state);
        int draws = whole + (Mixing.unit(SplitMix64.mix(state)) < rest ? 1 : 0);
        for (int draw = 0; draw < draws; draw++) {
          state = Mixing.next(state);
          int other = strata.sampler(block).draw(SplitMix64.mix(state));
          float size = pair(row, cell, items[cell], other);
          if (size >= 0) {
            pairs++;
            inOrder += size < 0.5f * weights.weight(cell) ? 1 : 0;
          }
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
