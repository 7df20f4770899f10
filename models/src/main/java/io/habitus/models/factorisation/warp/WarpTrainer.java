package io.habitus.models.factorisation.warp;

import io.habitus.core.hash.SplitMix64;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.models.factorisation.FitRun;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * All positives in a random order, epoch by epoch, in rounds: each of eight lanes takes the next
 * few hundred positives with weights of its own, and the lanes' means are the weights of the next
 * round. A lane is like a sequential descent on an eighth of the data, and what comes out does not
 * depend on how many threads share the lanes.
 */
public final class WarpTrainer {
  private static final int MOST_LANES = 8;

  /** Positives of a lane and round: enough to outweigh the meeting, few enough to stay together. */
  private static final int ROUND = 512;

  private static final long ORDER = 1;
  private static final long WEIGHTS = 2;
  private static final long DRAWS = 3;

  private final WarpData data;
  private final WarpSettings settings;
  private final long seed;
  private final int[] order;
  private final WarpWeights weights;
  private final List<WarpLane> lanes = new ArrayList<>();

  /** Random weights. */
  public WarpTrainer(WarpData data, WarpSettings settings, long seed) {
    this.data = data;
    this.settings = settings;
    this.seed = seed;
    order = new int[data.positives().length];
    weights =
        WarpWeights.random(
            data.clientWidth(),
            data.itemWidth(),
            settings.components(),
            Mixing.seed(seed, WEIGHTS));
    int count = Math.clamp(order.length / (4 * ROUND), 1, MOST_LANES);
    for (int lane = 0; lane < count; lane++) {
      lanes.add(new WarpLane(data, settings, weights.copy()));
    }
  }

  /** All epochs; a killed run of a context with a work folder goes on where it was. */
  static WarpWeights run(WarpData data, WarpSettings settings, long seed, RunContext context) {
    String fit = "warp %s seed %d features %x".formatted(settings, seed, data.digest());
    return run(data, settings, seed, FitRun.folder(context, fit, data.matrix()), context);
  }

  /** The same with a folder for its checkpoints. */
  static WarpWeights run(
      WarpData data, WarpSettings settings, long seed, TrainerFolder folder, RunContext context) {
    WarpTrainer trainer = new WarpTrainer(data, settings, seed);
    trainer.run(folder, context);
    return trainer.weights;
  }

  private void run(TrainerFolder folder, RunContext context) {
    String what = "fitting warp";
    new FitRun(folder, new FitRun.Learned(Map.of(), weights.named()))
        .run(
            what,
            new FitRun.Passes(settings.epochs(), "epochs", 1),
            context,
            (epoch, round, pool) -> {
              long moved = epoch(epoch, pool, context, what);
              return "%,d positives with an item above them".formatted(moved);
            });
  }

  /** As they are now: they change with every epoch. */
  public WarpWeights weights() {
    return weights;
  }

  /** One epoch; how many positives had an item that ranked too high. */
  public long epoch(int epoch, WorkerPool pool, RunContext context, String what) {
    shuffle(Mixing.seed(Mixing.seed(seed, ORDER), epoch));
    long draws = Mixing.seed(Mixing.seed(seed, DRAWS), epoch);
    long[] moved = new long[lanes.size()];
    for (int from = 0; from < order.length; from += ROUND * lanes.size()) {
      context.checkStopped(what);
      int first = from;
      pool.forEach(
          lanes.size(),
          lane -> {
            lanes.get(lane).weights().set(weights);
            int begin = first + lane * ROUND;
            moved[lane] +=
                learn(lanes.get(lane), begin, Math.min(order.length, begin + ROUND), draws);
          });
      int busy = Math.min(lanes.size(), (order.length - from + ROUND - 1) / ROUND);
      weights.setMean(lanes.subList(0, busy).stream().map(WarpLane::weights).toList());
    }
    return Arrays.stream(moved).sum();
  }

  private long learn(WarpLane lane, int from, int until, long draws) {
    ClientItems matrix = data.matrix();
    long moved = 0;
    for (int place = from; place < until; place++) {
      int found = Arrays.binarySearch(matrix.starts(), order[place] + 1);
      int row = (found >= 0 ? found : -found - 1) - 1;
      // Of several clients that begin at the same cell all but the last are empty.
      while (matrix.starts()[row + 1] <= order[place]) {
        row++;
      }
      while (matrix.starts()[row] > order[place]) {
        row--;
      }
      moved += lane.learn(row, order[place], Mixing.seed(draws, order[place])) ? 1 : 0;
    }
    return moved;
  }

  /** Fisher and Yates, each epoch from the cells' own order: it depends on no epoch before. */
  private void shuffle(long shuffleSeed) {
    System.arraycopy(data.positives(), 0, order, 0, order.length);
    long state = shuffleSeed;
    for (int i = order.length - 1; i > 0; i--) {
      state = Mixing.next(state);
      int j = Mixing.below(SplitMix64.mix(state), i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }
}
