package io.habitus.ingest.shop;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The true probabilities of the relevant clients beside what they did: computes, scores and writes
 * them.
 */
final class OracleRun {
  private static final int CHUNK = 64;

  private final World world;
  private final ShopLabels labels;
  private final int[] clients;
  private final boolean[] active;
  private final ForkJoinPool pool;
  private final RunContext context;
  private final float[][] chances;
  private final boolean[][] truth;

  private OracleRun(
      World world,
      ShopLabels labels,
      int[] clients,
      boolean[] active,
      ForkJoinPool pool,
      RunContext context) {
    this.pool = pool;
    this.context = context;
    this.world = world;
    this.labels = labels;
    this.clients = clients;
    this.active = active;
    chances = new float[clients.length][labels.width() + 1];
    truth = new boolean[clients.length][labels.width() + 1];
  }

  /** Computes all probabilities; the first relevant clients up to the settings' limit. */
  static OracleRun of(
      World world, Tally tally, Windows windows, ForkJoinPool pool, RunContext context) {
    int[] clients =
        IntStream.range(0, world.population().size)
            .filter(tally::relevant)
            .limit(world.settings().oracleClients())
            .toArray();
    boolean[] active = new boolean[clients.length];
    for (int row = 0; row < clients.length; row++) {
      active[row] = tally.active(clients[row]);
    }
    ShopLabels labels = ShopLabels.of(world.assortment(), tally);
    OracleRun run = new OracleRun(world, labels, clients, active, pool, context);
    run.observe(tally.validationBuys());
    run.forecast(tally, windows);
    return run;
  }

  private void observe(long[] buys) {
    int at = 0;
    for (int row = 0; row < clients.length; row++) {
      long first = (long) clients[row] << 32;
      while (at < buys.length && buys[at] < first) {
        at++;
      }
      for (; at < buys.length && buys[at] >>> 32 == clients[row]; at++) {
        mark(truth[row], (int) buys[at]);
      }
    }
  }

  private void mark(boolean[] row, int item) {
    row[labels.width()] = true;
    for (int[] ofItem : labels.ofItem()) {
      if (ofItem[item] >= 0) {
        row[ofItem[item]] = true;
      }
    }
  }

  private void forecast(Tally tally, Windows windows) {
    Background background = new Background(world, labels, windows);
    try (var step = context.progress().start("latent oracle", clients.length, "clients")) {
      Chunks.run(
          clients.length,
          CHUNK,
          pool,
          context,
          (chunk, from, until) -> {
            Forecast forecast = new Forecast(world, labels, windows, background);
            double[] into = new double[labels.width() + 1];
            for (int row = from; row < until; row++) {
              forecast.compute(clients[row], tally.stateAtCutOff(clients[row]), into);
              for (int label = 0; label < into.length; label++) {
                chances[row][label] = (float) Math.clamp(into[label], 0, 1);
              }
            }
            step.advance(until - from);
          });
    }
  }

  int clients() {
    return clients.length;
  }

  int width() {
    return labels.width();
  }

  /** True chance that the row's client buys a label in the window; the last one is anything. */
  float chance(int row, int label) {
    return chances[row][label];
  }

  boolean happened(int row, int label) {
    return truth[row][label];
  }

  /** The tasks in leaderboard order. */
  List<TaskOracle> score() {
    List<TaskOracle> scores = new ArrayList<>();
    scores.add(absence(Task.CHURN, true));
    scores.add(absence(Task.CONVERSION, false));
    labels.lists().forEach(list -> scores.add(propensity(list)));
    return scores;
  }

  private TaskOracle absence(String task, boolean activeOnly) {
    int any = labels.width();
    RankedScores ranked = new RankedScores(clients.length);
    double expected = 0;
    int scored = 0;
    for (int row = 0; row < clients.length; row++) {
      if (active[row] || !activeOnly) {
        ranked.add(1 - chances[row][any], !truth[row][any]);
        expected += 1 - chances[row][any];
        scored++;
      }
    }
    double auroc = ranked.auroc();
    int both = ranked.hasBothClasses() ? 1 : 0;
    return new TaskOracle(
        task, scored, 1, both, auroc, auroc, 0, 0, auroc, expected, ranked.positives());
  }

  private TaskOracle propensity(ShopLabels.LabelsOfTask list) {
    int count = list.ids().length;
    boolean[] both = new boolean[count];
    long[] positives = new long[count];
    double[] expected = new double[count];
    double[] areas = new double[count];
    Chunks.run(
        count,
        1,
        pool,
        context,
        (i, from, until) -> {
          RankedScores ranked = new RankedScores(clients.length);
          for (int row = 0; row < clients.length; row++) {
            ranked.add(chances[row][list.from() + i], truth[row][list.from() + i]);
            expected[i] += chances[row][list.from() + i];
          }
          areas[i] = ranked.auroc();
          both[i] = ranked.hasBothClasses();
          positives[i] = ranked.positives();
        });
    int scored = (int) IntStream.range(0, count).filter(i -> both[i]).count();
    double sum = Arrays.stream(areas).sum();
    double novelty = novelty(list);
    double diversity = diversity(list);
    return new TaskOracle(
        list.task(),
        clients.length,
        count,
        scored,
        sum / count,
        scored == 0 ? 0 : sum / scored,
        novelty,
        diversity,
        0.8 * sum / count + 0.1 * novelty + 0.1 * diversity,
        Arrays.stream(expected).sum(),
        Arrays.stream(positives).sum());
  }

  /** (1 − mean over clients of Σ over the k likeliest labels of chance · popularity)^100. */
  private double novelty(ShopLabels.LabelsOfTask list) {
    int k = Math.min(10, list.ids().length);
    double[] ascending = Arrays.stream(list.popularity()).sorted().toArray();
    double top = Arrays.stream(ascending, ascending.length - k, ascending.length).sum();
    double mean = mean(row -> likeliest(row, list, k) / top);
    return StrictMath.pow(1 - mean, 100);
  }

  private static double likeliest(float[] row, ShopLabels.LabelsOfTask list, int k) {
    boolean[] taken = new boolean[list.ids().length];
    double sum = 0;
    for (int n = 0; n < k; n++) {
      int best = -1;
      for (int i = 0; i < taken.length; i++) {
        if (!taken[i] && (best < 0 || row[list.from() + i] > row[list.from() + best])) {
          best = i;
        }
      }
      taken[best] = true;
      sum += row[list.from() + best] * list.popularity()[best];
    }
    return sum;
  }

  /** Mean over clients of the entropy of the chances taken as shares, over its maximum. */
  private double diversity(ShopLabels.LabelsOfTask list) {
    int count = list.ids().length;
    return count < 2 ? 0 : mean(row -> entropy(row, list)) / StrictMath.log(count);
  }

  private static double entropy(float[] row, ShopLabels.LabelsOfTask list) {
    int until = list.from() + list.ids().length;
    double total = 0;
    for (int i = list.from(); i < until; i++) {
      total += row[i];
    }
    double sum = 0;
    for (int i = list.from(); i < until && total > 0; i++) {
      sum -= row[i] / total * StrictMath.log(row[i] / total + 1e-9);
    }
    return sum;
  }

  /** Mean over clients, summed in the order of the clients. */
  private double mean(ToDoubleFunction<float[]> ofClient) {
    double[] values = new double[clients.length];
    Chunks.run(
        clients.length,
        World.CHUNK,
        pool,
        context,
        (chunk, from, until) -> {
          for (int row = from; row < until; row++) {
            values[row] = ofClient.applyAsDouble(chances[row]);
          }
        });
    return Arrays.stream(values).sum() / Math.max(1, values.length);
  }

  /** Writes client_ids.npy, conversion.npy (chance of no buy) and per task labels and chances. */
  void write(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("creating " + folder, e);
    }
    long[] ids = Arrays.stream(clients).mapToLong(world.population()::id).toArray();
    Npy.write(folder.resolve("client_ids.npy"), ids);
    matrix(folder, Task.CONVERSION, labels.width(), 1, true);
    for (ShopLabels.LabelsOfTask list : labels.lists()) {
      Npy.write(folder.resolve("labels_" + list.task() + ".npy"), list.ids());
      matrix(folder, list.task(), list.from(), list.ids().length, false);
    }
  }

  private void matrix(Path folder, String task, int from, int count, boolean absent) {
    ByteBuffer data =
        ByteBuffer.allocate(Math.toIntExact(4L * clients.length * count))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : chances) {
      for (int label = from; label < from + count; label++) {
        data.putFloat(absent ? 1 - row[label] : row[label]);
      }
    }
    Npy.write(
        folder.resolve(task + ".npy"),
        ElementType.FLOAT32,
        LongStream.of(clients.length, count).toArray(),
        MemorySegment.ofBuffer(data.flip()));
  }
}
