package io.habitus.benchmarks;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.array.NpyWriter;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.engine.kernel.FactorKernel;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.als.AlsSettings;
import io.habitus.models.factorisation.als.AlsTrainer;
import io.habitus.models.factorisation.bpr.BprFactors;
import io.habitus.models.factorisation.bpr.BprSettings;
import io.habitus.models.factorisation.bpr.BprTrainer;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.ItemNames;
import io.habitus.models.factorisation.warp.WarpData;
import io.habitus.models.factorisation.warp.WarpSettings;
import io.habitus.models.factorisation.warp.WarpTrainer;
import io.habitus.models.factorisation.warp.WarpWeights;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * BPR and ALS beside Python's implicit, WARP beside LightFM, on one matrix ({@code
 * factorisation_implicit.py} makes it), each in a process of its own. Both sides' factors are then
 * judged by the same ranking of held-out items; if ours has a clearly lower AUC or NDCG the run
 * fails before a time is printed.
 *
 * <p>Usage: {@code FactorisationBenchmark PYTHON DIR bpr|als|warp FACTORS RATE REGULARISATION
 * ITERATIONS THREADS}; our process has the options of this JVM
 */
public final class FactorisationBenchmark {
  private static final String SCRIPT = "benchmarks/python/factorisation_implicit.py";
  private static final String CLIENTS = "clients.npy";
  private static final String ITEMS = "items_factors.npy";
  private static final double AUC_TOLERANCE = 0.01;

  /** Standard errors of the paired difference by which NDCG may be lower. */
  private static final double NDCG_ERRORS = 3;

  private FactorisationBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments[0].equals("--ours")) {
      ours(Arrays.asList(arguments).subList(1, arguments.length));
    } else {
      compare(arguments[0], Arrays.asList(arguments).subList(1, arguments.length));
    }
  }

  private static void compare(String python, List<String> fit)
      throws IOException, InterruptedException {
    Path folder = Path.of(fit.get(0));
    Path temp = folder.resolve("temp");
    List<String> reordered = new ArrayList<>(fit);
    Collections.swap(reordered, 0, 1); // the script takes the method first
    ChildProcess.Seen theirs = ChildProcess.run(command(List.of(python, SCRIPT), reordered), temp);
    HeldOutRanking rival = ranking(folder);
    ChildProcess.Seen seen = ChildProcess.run(command(java(), fit), temp);
    HeldOutRanking own = ranking(folder);
    requireAsGood(own, rival);
    System.out.println(
        "| what | s / iteration | CPU s / iteration | peak RssAnon MB | AUC | NDCG@10 |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
    String what = String.join(" ", fit.subList(1, fit.size()));
    row((fit.get(1).equals("warp") ? "LightFM " : "implicit ") + what, theirs, rival);
    row("Habitus " + what, seen, own);
    System.out.printf(
        Locale.ROOT,
        "NDCG@10 of ours minus the rival's: %.4f, standard error %.4f, %,d clients%n",
        own.ndcgAbove(rival),
        own.ndcgError(rival),
        own.ndcg().length);
  }

  private static HeldOutRanking ranking(Path folder) {
    long[] held = Npy.read(folder.resolve("held_out.npy")).toLongs();
    return HeldOutRanking.of(matrix(folder), held, folder.resolve(CLIENTS), folder.resolve(ITEMS));
  }

  private static void requireAsGood(HeldOutRanking own, HeldOutRanking rival) {
    boolean auc = own.meanAuc() >= rival.meanAuc() - AUC_TOLERANCE;
    boolean ndcg = own.ndcgAbove(rival) >= -NDCG_ERRORS * own.ndcgError(rival);
    if (!auc || !ndcg) {
      throw new IllegalStateException(
          "expected AUC %.4f and NDCG %.4f or better, found %.4f and %.4f"
              .formatted(rival.meanAuc(), rival.meanNdcg(), own.meanAuc(), own.meanNdcg()));
    }
  }

  private static List<String> command(List<String> program, List<String> arguments) {
    List<String> command = new ArrayList<>(program);
    command.addAll(arguments);
    return command;
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FactorisationBenchmark.class.getName(), "--ours"));
    return command;
  }

  private static void row(String what, ChildProcess.Seen seen, HeldOutRanking quality) {
    String[] times = seen.result().getLast().split(" ", -1);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.3f | %.3f | %,d | %.4f | %.4f |%n",
        what,
        Double.parseDouble(times[0]),
        Double.parseDouble(times[1]),
        seen.anonymousBytes() >> 20,
        quality.meanAuc(),
        quality.meanNdcg());
  }

  // In the process of our side.

  private static void ours(List<String> fit) {
    Path folder = Path.of(fit.get(0));
    ClientItems matrix = matrix(folder).inOrder();
    int factors = Integer.parseInt(fit.get(2));
    double rate = Double.parseDouble(fit.get(3));
    double regularisation = Double.parseDouble(fit.get(4));
    int iterations = Integer.parseInt(fit.get(5));
    RunContext context = RunContext.silent().withThreads(Integer.parseInt(fit.get(6)));
    Laps laps = new Laps();
    try (WorkerPool pool = new WorkerPool(context.resources().threads())) {
      switch (fit.get(1)) {
        case "bpr" -> {
          BprSettings settings = new BprSettings(factors, rate, regularisation, iterations, false);
          BprTrainer trainer = new BprTrainer(matrix, settings, 1);
          laps.of(iterations, pass -> trainer.pass(pass, pool));
          BprFactors learned = trainer.factors();
          write(folder.resolve(CLIENTS), learned.clients(), matrix.clients(), ones(matrix));
          write(folder.resolve(ITEMS), learned.items(), numbers(matrix), learned.biases());
        }
        case "als" -> {
          AlsSettings settings = new AlsSettings(factors, iterations, regularisation, 3);
          AlsTrainer trainer = new AlsTrainer(matrix, settings, 1);
          laps.of(iterations, i -> trainer.iterate(pool, context, "benchmark"));
          write(folder.resolve(CLIENTS), trainer.clients(), matrix.clients(), new float[0]);
          write(folder.resolve(ITEMS), trainer.items(), numbers(matrix), new float[0]);
        }
        case "warp" -> {
          WarpSettings settings = new WarpSettings(factors, iterations, rate, 10);
          WarpData data = described(folder, matrix);
          WarpTrainer trainer = new WarpTrainer(data, settings, 1);
          laps.of(iterations, epoch -> trainer.epoch(epoch, pool, context, "benchmark"));
          write(folder, data, trainer.weights(), factors);
        }
        default -> throw new IllegalArgumentException(fit.get(1));
      }
    }
    System.out.println("DONE");
    System.out.printf(Locale.ROOT, "%f %f%n", median(laps.seconds), median(laps.cpu));
  }

  private static ClientItems matrix(Path folder) {
    int[] starts = ints(folder.resolve("starts.npy"));
    int[] items = ints(folder.resolve("items.npy"));
    NpyArray held = Npy.read(folder.resolve("held_out.npy"));
    long most = IntStream.of(items).max().orElseThrow();
    for (long row = 0; row < held.size(); row++) {
      most = Math.max(most, held.getLong(row));
    }
    List<String> names = LongStream.rangeClosed(0, most).mapToObj(Long::toString).toList();
    return new ClientItems(
        LongStream.range(0, starts.length - 1).toArray(),
        starts,
        items,
        Npy.read(folder.resolve("values.npy")).toFloats(),
        new ItemNames(names));
  }

  private static int[] ints(Path file) {
    NpyArray array = Npy.read(file);
    return IntStream.range(0, Math.toIntExact(array.size()))
        .map(i -> Math.toIntExact(array.getLong(i)))
        .toArray();
  }

  private static WarpData described(Path folder, ClientItems matrix) {
    NpyArray clients = Npy.read(folder.resolve("client_features.npy"));
    int width = (int) clients.shape()[1];
    float[] ordered = new float[matrix.clientCount() * width];
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = (float) clients.getDouble(matrix.clients()[i / width] * width + i % width);
    }
    NpyArray items = Npy.read(folder.resolve("item_features.npy"));
    int itemWidth = (int) items.shape()[1];
    float[] used = Arrays.copyOf(items.toFloats(), matrix.itemCount() * itemWidth);
    return WarpData.of(matrix, ordered, width, used, itemWidth);
  }

  private static long[] numbers(ClientItems matrix) {
    return LongStream.range(0, matrix.itemCount()).toArray();
  }

  private static float[] ones(ClientItems matrix) {
    float[] ones = new float[matrix.clientCount()];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Factors of clients and items, from those of their features. */
  private static void write(Path folder, WarpData data, WarpWeights weights, int factors) {
    ClientItems matrix = data.matrix();
    FactorRows clients = FactorRows.zeros(matrix.clientCount(), factors);
    for (int row = 0; row < clients.count(); row++) {
      represent(data.clients(), row, data.clientWidth(), weights.clients(), clients);
    }
    FactorRows items = FactorRows.zeros(matrix.itemCount(), factors);
    float[] biases = new float[items.count()];
    for (int item = 0; item < items.count(); item++) {
      represent(data.items(), item, data.itemWidth(), weights.items(), items);
      for (int f = 0; f < data.itemWidth(); f++) {
        biases[item] += data.items()[item * data.itemWidth() + f] * weights.biases()[f];
      }
    }
    write(folder.resolve(CLIENTS), clients, matrix.clients(), ones(matrix));
    write(folder.resolve(ITEMS), items, numbers(matrix), biases);
  }

  private static void represent(
      float[] features, int of, int count, float[] rows, FactorRows into) {
    for (int f = 0; f < count; f++) {
      float factor = features[of * count + f];
      int at = into.at(of);
      FactorKernel kernel = FactorKernel.get();
      kernel.add(into.width(), factor, rows, f * into.width(), into.array(of), at);
    }
  }

  /**
   * As implicit writes them: a column of ones beside the items' biases.
   *
   * @param places row of the file for each row
   * @param last the last column; none where empty
   */
  private static void write(Path file, FactorRows rows, long[] places, float[] last) {
    int columns = rows.columns() + (last.length > 0 ? 1 : 0);
    int[] order = new int[rows.count()];
    for (int row = 0; row < order.length; row++) {
      order[(int) places[row]] = row;
    }
    float[] values = new float[columns];
    try (NpyWriter writer = new NpyWriter(file, ElementType.FLOAT32, columns)) {
      for (int row : order) {
        System.arraycopy(rows.array(row), rows.at(row), values, 0, rows.columns());
        if (last.length > 0) {
          values[columns - 1] = last[row];
        }
        writer.append(MemorySegment.ofArray(values));
      }
      writer.finish();
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Times of iterations; the first, which compiles, does not count, as on the other side. */
  private static final class Laps {
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();

    interface Iteration {
      void run(int number);
    }

    void of(int iterations, Iteration iteration) {
      for (int i = 0; i < iterations; i++) {
        Clock start = Clock.now();
        iteration.run(i);
        Clock took = start.since();
        if (i > 0) {
          seconds.add(took.seconds());
          cpu.add(took.cpu());
        }
      }
    }
  }
}
