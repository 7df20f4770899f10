package io.habitus.benchmarks;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.WorkerPool;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.als.AlsSettings;
import io.habitus.models.factorisation.als.AlsTrainer;
import io.habitus.models.factorisation.bpr.BprFactors;
import io.habitus.models.factorisation.bpr.BprSettings;
import io.habitus.models.factorisation.bpr.BprTrainer;
import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.ItemNames;
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
 * BPR and ALS beside Python's implicit on one matrix ({@code factorisation_implicit.py} makes it),
 * each in a process of its own. Both sides' factors are then judged by the same ranking of held-out
 * items; if ours has a clearly lower AUC the run fails before a time is printed. NDCG is printed,
 * not checked.
 *
 * <p>Usage: {@code FactorisationBenchmark PYTHON DIR bpr|als FACTORS RATE REGULARISATION ITERATIONS
 * THREADS}; our process has the options of this JVM
 */
public final class FactorisationBenchmark {
  private static final String SCRIPT = "benchmarks/python/factorisation_implicit.py";
  private static final String CLIENTS = "clients.npy";
  private static final String ITEMS = "items_factors.npy";

  /** Clients whose held-out item is ranked. */
  private static final int JUDGED = 5_000;

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
    Quality rival = Quality.of(folder);
    ChildProcess.Seen seen = ChildProcess.run(command(java(), fit), temp);
    Quality own = Quality.of(folder);
    if (own.auc < rival.auc - 0.01) {
      throw new IllegalStateException("expected " + rival + " or better, found " + own);
    }
    System.out.println(
        "| what | s / iteration | CPU s / iteration | peak RssAnon MB | AUC | NDCG@10 |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
    String what = String.join(" ", fit.subList(1, fit.size()));
    row("implicit " + what, theirs, rival);
    row("Habitus " + what, seen, own);
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

  private static void row(String what, ChildProcess.Seen seen, Quality quality) {
    String[] times = seen.result().getLast().split(" ", -1);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.3f | %.3f | %,d | %.4f | %.4f |%n",
        what,
        Double.parseDouble(times[0]),
        Double.parseDouble(times[1]),
        seen.anonymousBytes() >> 20,
        quality.auc,
        quality.ndcg);
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
    Clocks clocks = new Clocks();
    try (WorkerPool pool = new WorkerPool(context.resources().threads())) {
      if (fit.get(1).equals("bpr")) {
        BprSettings settings = new BprSettings(factors, rate, regularisation, iterations, false);
        BprTrainer trainer = new BprTrainer(matrix, settings, 1);
        for (int pass = 0; pass < iterations; pass++) {
          trainer.pass(pass, pool);
          clocks.lap();
        }
        write(folder, trainer.factors(), matrix.clients());
      } else {
        AlsSettings settings = new AlsSettings(factors, iterations, regularisation, 3);
        AlsTrainer trainer = new AlsTrainer(matrix, settings, 1);
        for (int i = 0; i < iterations; i++) {
          trainer.iterate(pool, context, "benchmark");
          clocks.lap();
        }
        long[] items = LongStream.range(0, matrix.itemCount()).toArray();
        write(folder.resolve(CLIENTS), trainer.clients(), matrix.clients(), new float[0], 0);
        write(folder.resolve(ITEMS), trainer.items(), items, new float[0], 0);
      }
    }
    System.out.println("DONE");
    System.out.printf(Locale.ROOT, "%f %f%n", median(clocks.seconds), median(clocks.cpu));
  }

  private static ClientItems matrix(Path folder) {
    int[] starts = ints(folder.resolve("starts.npy"));
    int[] items = ints(folder.resolve("items.npy"));
    long[] held = Npy.read(folder.resolve("held_out.npy")).toLongs();
    long most =
        Math.max(LongStream.of(held).max().orElseThrow(), IntStream.of(items).max().orElseThrow());
    List<String> names = LongStream.rangeClosed(0, most).mapToObj(Long::toString).toList();
    return new ClientItems(
        LongStream.range(0, starts.length - 1).toArray(),
        starts,
        items,
        Npy.read(folder.resolve("values.npy")).toFloats(),
        new ItemNames(names));
  }

  private static int[] ints(Path file) {
    return Arrays.stream(Npy.read(file).toLongs()).mapToInt(Math::toIntExact).toArray();
  }

  /** As implicit writes them: a column of ones beside the items' biases. */
  private static void write(Path folder, BprFactors factors, long[] clients) {
    write(folder.resolve(CLIENTS), factors.clients(), clients, new float[0], 1);
    long[] items = LongStream.range(0, factors.items().count()).toArray();
    write(folder.resolve(ITEMS), factors.items(), items, factors.biases(), 0);
  }

  private static void write(
      Path file, FactorRows rows, long[] places, float[] last, float otherwise) {
    int columns = rows.columns() + (last.length > 0 || otherwise != 0 ? 1 : 0);
    float[] values = new float[rows.count() * columns];
    for (int row = 0; row < rows.count(); row++) {
      int at = Math.toIntExact(places[row] * columns);
      System.arraycopy(rows.array(row), rows.at(row), values, at, rows.columns());
      if (columns > rows.columns()) {
        values[at + columns - 1] = last.length > 0 ? last[row] : otherwise;
      }
    }
    long[] shape = {rows.count(), columns};
    Npy.write(file, ElementType.FLOAT32, shape, MemorySegment.ofArray(values));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Times of iterations. */
  private static final class Clocks {
    private final com.sun.management.OperatingSystemMXBean system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();
    private long lastNanos = System.nanoTime();
    private long lastCpu = system.getProcessCpuTime();

    void lap() {
      long nanos = System.nanoTime();
      long cpuNanos = system.getProcessCpuTime();
      seconds.add((nanos - lastNanos) / 1e9);
      cpu.add((cpuNanos - lastCpu) / 1e9);
      lastNanos = nanos;
      lastCpu = cpuNanos;
    }
  }

  // Judging both sides alike.

  /**
   * How held-out items rank among all items that the client has no cell with.
   *
   * @param auc mean share of those that score lower
   * @param ndcg mean of 1/log2(rank + 1) where the rank is 10 or better
   */
  private record Quality(double auc, double ndcg) {

    static Quality of(Path folder) {
      NpyArray clients = Npy.read(folder.resolve(CLIENTS));
      float[] items = Npy.read(folder.resolve(ITEMS)).toFloats();
      ClientItems matrix = matrix(folder);
      long[] held = Npy.read(folder.resolve("held_out.npy")).toLongs();
      int columns = (int) clients.shape()[1];
      int[] judged = IntStream.range(0, held.length).filter(row -> held[row] >= 0).toArray();
      int every = Math.max(1, judged.length / JUDGED);
      double auc = 0;
      double ndcg = 0;
      int count = 0;
      for (int i = 0; i < judged.length; i += every) {
        int row = judged[i];
        float[] client = new float[columns];
        for (int k = 0; k < columns; k++) {
          client[k] = (float) clients.getDouble((long) row * columns + k);
        }
        long above = rank(client, items, (int) held[row], matrix, row);
        int others = matrix.itemCount() - 1 - (matrix.starts()[row + 1] - matrix.starts()[row]);
        auc += 1 - (double) above / others;
        ndcg += above < 10 ? Math.log(2) / Math.log(above + 2) : 0;
        count++;
      }
      return new Quality(auc / count, ndcg / count);
    }

    /** Items without a cell that score as high or higher. */
    private static long rank(float[] client, float[] items, int held, ClientItems matrix, int row) {
      float own = score(client, items, held);
      long above = 0;
      for (int item = 0; item < matrix.itemCount(); item++) {
        if (item != held && score(client, items, item) >= own && matrix.find(row, item) < 0) {
          above++;
        }
      }
      return above;
    }

    private static float score(float[] client, float[] items, int item) {
      int at = item * client.length;
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      int k = 0;
      for (; k + 4 <= client.length; k += 4) {
        s0 += client[k] * items[at + k];
        s1 += client[k + 1] * items[at + k + 1];
        s2 += client[k + 2] * items[at + k + 2];
        s3 += client[k + 3] * items[at + k + 3];
      }
      for (; k < client.length; k++) {
        s0 += client[k] * items[at + k];
      }
      return s0 + s1 + s2 + s3;
    }
  }
}
