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
  private final float[][] chances;
  private final boolean[][] truth;

  private OracleRun(World world, ShopLabels labels, int[] clients, boolean[] active) {
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
    OracleRun run = new OracleRun(world, labels, clients, active);
    run.observe(tally.validationBuys());
    run.forecast(tally, windows, pool, context);
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

  private void forecast(Tally tally, Windows windows, ForkJoinPool pool, RunContext context) {
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
    double sum = 0;
    double expected = 0;
    long positives = 0;
    int both = 0;
    for (int label = list.from(); label < list.from() + list.ids().length; label++) {
      RankedScores ranked = new RankedScores(clients.length);
      for (int row = 0; row < clients.length; row++) {
        ranked.add(chances[row][label], truth[row][label]);
        expected += chances[row][label];
      }
      sum += ranked.auroc();
      positives += ranked.positives();
      both += ranked.hasBothClasses() ? 1 : 0;
    }
    int count = list.ids().length;
    double auroc = sum / count;
    double novelty = novelty(list);
    double diversity = diversity(list);
    return new TaskOracle(
        list.task(),
        clients.length,
        count,
        both,
        auroc,
        both == 0 ? 0 : sum / both,
        novelty,
        diversity,
        0.8 * auroc + 0.1 * novelty + 0.1 * diversity,
        expected,
        positives);
  }

  /** (1 − mean over clients of Σ over the k likeliest labels of chance · popularity)^100. */
  private double novelty(ShopLabels.LabelsOfTask list) {
    int k = Math.min(10, list.ids().length);
    double[] descending = Arrays.stream(list.popularity()).map(q -> -q).sorted().toArray();
    double top = -Arrays.stream(descending).limit(k).sum();
    double sum = 0;
    for (float[] row : chances) {
      sum += likeliest(row, list, k) / top;
    }
    return StrictMath.pow(1 - sum / Math.max(1, chances.length), 100);
  }

  private static double likeliest(float[] row, ShopLabels.LabelsOfTask list, int k) {
    return IntStream.range(0, list.ids().length)
        .boxed()
        .sorted((a, b) -> Float.compare(row[list.from() + b], row[list.from() + a]))
        .limit(k)
        .mapToDouble(i -> row[list.from() + i] * list.popularity()[i])
        .sum();
  }

  /** Mean over clients of the entropy of the chances taken as shares, over its maximum. */
  private double diversity(ShopLabels.LabelsOfTask list) {
    int count = list.ids().length;
    double sum = 0;
    for (float[] row : chances) {
      double total = 0;
      for (int i = 0; i < count; i++) {
        total += row[list.from() + i];
      }
      for (int i = 0; i < count && total > 0; i++) {
        double share = row[list.from() + i] / total;
        sum -= share * StrictMath.log(share + 1e-9);
      }
    }
    return count < 2 ? 0 : sum / Math.max(1, chances.length) / StrictMath.log(count);
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
