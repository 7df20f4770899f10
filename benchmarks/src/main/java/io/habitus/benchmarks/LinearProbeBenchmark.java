package io.habitus.benchmarks;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Labels;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.ProbeResult;
import io.habitus.evaluation.ProbeRuns;
import io.habitus.evaluation.probe.LinearProbe;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What the linear probe costs: made-up vectors of rank 64 with noise, and the six tasks' shapes
 * (two binary ones, of which one is about half of the clients, and four with many labels), each
 * label a noisy function of a few of the 64 factors.
 *
 * <p>Arguments: clients, columns, labels, threads; then the names of tasks, all six by default.
 */
public final class LinearProbeBenchmark {
  private static final int FACTORS = 64;

  private final int clients;
  private final float[][] factors; // (clients)(FACTORS)

  private LinearProbeBenchmark(int clients) {
    this.clients = clients;
    factors = new float[clients][FACTORS];
    for (int i = 0; i < clients; i++) {
      var random = new SplittableRandom(i);
      for (int f = 0; f < FACTORS; f++) {
        factors[i][f] = (float) random.nextGaussian();
      }
    }
  }

  public static void main(String[] args) {
    int clients = Integer.parseInt(args[0]);
    int columns = Integer.parseInt(args[1]);
    int labels = Integer.parseInt(args[2]);
    int threads = Integer.parseInt(args[3]);
    List<String> names = args.length > 4 ? List.of(args).subList(4, args.length) : Task.CHALLENGE;
    var benchmark = new LinearProbeBenchmark(clients);
    Profiles profiles = benchmark.profiles(columns);
    List<ProbeRuns.Job> jobs = new ArrayList<>();
    for (String name : names) {
      jobs.add(new ProbeRuns.Job(profiles, benchmark.task(name, labels)));
    }
    RunContext context =
        new RunContext(
            new Resources(threads, 6L << 30, Path.of(System.getProperty("java.io.tmpdir"))),
            Progress.SILENT);
    System.out.printf(
        "%d clients x %d columns x %d labels, %d threads%n", clients, columns, labels, threads);
    run("first in this JVM", jobs, context).forEach(LinearProbeBenchmark::print);
    run("second", jobs, context);
  }

  private static List<ProbeResult> run(String which, List<ProbeRuns.Job> jobs, RunContext context) {
    long started = System.nanoTime();
    double cpu = cpuSeconds();
    List<ProbeResult> results = ProbeRuns.all(new LinearProbe(), jobs, context);
    System.out.printf(
        "%s: %.2f s wall, %.2f s of CPU time%n",
        which, (System.nanoTime() - started) / 1e9, cpuSeconds() - cpu);
    return results;
  }

  private static void print(ProbeResult result) {
    System.out.printf(
        "  %-20s score %.4f, train %.2f s, score %.2f s%n",
        result.task(), result.score(), result.trainSeconds(), result.scoreSeconds());
  }

  private static double cpuSeconds() {
    var bean =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return bean.getProcessCpuTime() / 1e9;
  }

  private Profiles profiles(int columns) {
    var random = new SplittableRandom(7);
    float[][] mixing = new float[FACTORS][columns];
    for (float[] row : mixing) {
      for (int c = 0; c < columns; c++) {
        row[c] = (float) (random.nextGaussian() / Math.sqrt(FACTORS));
      }
    }
    short[] halves = new short[Math.multiplyExact(clients, columns)];
    for (int i = 0; i < clients; i++) {
      var noise = new SplittableRandom(-1L - i);
      float[] row = new float[columns];
      for (int f = 0; f < FACTORS; f++) {
        for (int c = 0; c < columns; c++) {
          row[c] += factors[i][f] * mixing[f][c];
        }
      }
      for (int c = 0; c < columns; c++) {
        float value = row[c] + 3 * (float) noise.nextDouble() - 1.5f;
        halves[i * columns + c] = Float.floatToFloat16(value);
      }
    }
    return new Profiles(
        LongStream.range(0, clients).toArray(),
        columns,
        java.lang.foreign.MemorySegment.ofArray(halves));
  }

  private Task task(String name, int labels) {
    boolean binary = name.equals(Task.CHURN) || name.equals(Task.CONVERSION);
    int width = binary ? 1 : labels;
    double[] popularity = new double[binary ? 0 : width];
    for (int i = 0; i < popularity.length; i++) {
      popularity[i] = 1.0 / (i + 2);
    }
    Optional<ClientSet> some =
        name.equals(Task.CHURN)
            ? Optional.of(
                ClientSet.of(LongStream.range(0, clients).filter(i -> i % 2 == 0).toArray()))
            : Optional.empty();
    return new Task(
        name,
        binary ? TaskKind.BINARY : TaskKind.MULTI_LABEL,
        IntStream.range(0, width).mapToObj(l -> "label " + l).toList(),
        popularity,
        some,
        new Drawn(name.hashCode(), 1, width),
        new Drawn(name.hashCode(), 2, width));
  }

  /** Bits whose log-odds are linear in {@value #TERMS} factors. */
  private final class Drawn implements Labels {
    private static final int TERMS = 4;

    private final int window;
    private final long[] seeds;
    private final int[][] columns;
    private final double[][] slopes;

    Drawn(long seed, int window, int width) {
      this.window = window;
      seeds = new long[width];
      columns = new int[width][TERMS];
      slopes = new double[width][TERMS];
      for (int label = 0; label < width; label++) {
        seeds[label] = (seed * 31 + label) * 1_000_003;
        var random = new SplittableRandom(seeds[label]);
        for (int k = 0; k < TERMS; k++) {
          slopes[label][k] = random.nextGaussian();
          columns[label][k] = random.nextInt(FACTORS);
        }
      }
    }

    @Override
    public int width() {
      return seeds.length;
    }

    @Override
    public void fill(long clientId, float[] into, int at) {
      float[] x = factors[(int) clientId];
      for (int label = 0; label < seeds.length; label++) {
        double logit = seeds.length == 1 ? 0 : -3;
        for (int k = 0; k < TERMS; k++) {
          logit += slopes[label][k] * x[columns[label][k]];
        }
        var luck = new SplittableRandom(seeds[label] + clientId * 2 + window);
        into[at + label] = luck.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
      }
    }
  }
}
