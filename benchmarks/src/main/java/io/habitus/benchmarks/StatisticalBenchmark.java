package io.habitus.benchmarks;

import io.habitus.core.array.Halves;
import io.habitus.core.array.Npy;
import io.habitus.core.file.WholeFolder;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.ingest.split.FileSplit;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The statistical features beside {@code statistical_pandas.py} on the same split of the same data:
 * every number must be equal, up to one float16, before a time is printed.
 *
 * <p>Usage: {@code StatisticalBenchmark PYTHON CHALLENGE_DIR DAYS}
 */
public final class StatisticalBenchmark {
  private static final int REPEATS = 7;

  private final RunContext context = RunContext.silent();
  private final Path work;

  private StatisticalBenchmark(Path work) {
    this.work = work;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("habitus-benchmark-");
    try {
      new StatisticalBenchmark(work)
          .run(arguments[0], Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    } finally {
      WholeFolder.delete(work);
    }
  }

  private void run(String python, Path data, int days) throws IOException, InterruptedException {
    Path split = work.resolve("split");
    FileSplit.run(data, days, split, context);
    Pandas published = pandas(split, "published", python);
    Pandas columns = pandas(split, "columns", python, "--columns");
    Clock started = Clock.now();
    Path folder = work.resolve("store");
    Ingest.run(LogSource.challenge(data), folder, IngestOptions.defaults(), context);
    Clock ingest = started.since();
    try (SequenceStore store = SequenceStore.open(folder)) {
      Split windows = Split.organisers(Micros.toInstant(store.lastTargetMicros()), days);
      Histories input = store.histories(Long.MIN_VALUE, windows.cutOffMicros());
      List<Clock> ours = new ArrayList<>();
      for (int i = 0; i < REPEATS; i++) {
        ours.add(ours(input, published, columns));
      }
      System.out.printf(
          Locale.ROOT,
          "%s: %,d events, %,d clients × %d columns, equal up to one float16%n",
          data.getFileName(),
          store.eventCount(),
          published.clients.length,
          published.columns.size());
      print(published, columns, ingest, ours);
    }
  }

  /** Fits, embeds, writes: from an opened store to files. */
  private Clock ours(Histories input, Pandas published, Pandas columns) {
    Clock started = Clock.now();
    ClientSet clients = ClientSet.of(published.clients);
    try (FittedProfileModel fitted =
        ProfileModels.named("statistical", Map.of()).fit(input, clients, 0, context)) {
      Profiles profiles = fitted.embed(input, clients, context);
      ProfileFolder.write(work.resolve("ours"), profiles, Provenance.of("benchmark").finish());
      Clock took = started.since();
      requireEqual(profiles, fitted.columns(), published);
      requireEqual(profiles, fitted.columns(), columns);
      return took;
    }
  }

  /**
   * What the script made.
   *
   * @param values (clients × columns), row-major
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Pandas(
      long[] clients, List<String> columns, double[] values, Clock read, Clock compute) {}

  private Pandas pandas(Path split, String name, String python, String... options)
      throws IOException, InterruptedException {
    Path out = Files.createDirectory(work.resolve(name));
    String script = "benchmarks/python/statistical_pandas.py";
    List<String> command =
        new ArrayList<>(List.of(python, script, split.toString(), out.toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] said = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(script + " failed on " + split);
    }
    String[] words = new String(said, StandardCharsets.UTF_8).strip().split(" ", -1);
    return new Pandas(
        Npy.read(out.resolve("client_ids.npy")).toLongs(),
        Files.readAllLines(out.resolve("columns.txt")),
        Npy.read(out.resolve("embeddings.npy")).toDoubles(),
        new Clock(Double.parseDouble(words[1]), Double.parseDouble(words[2])),
        new Clock(Double.parseDouble(words[4]), Double.parseDouble(words[5])));
  }

  private static void requireEqual(Profiles ours, List<String> columns, Pandas pandas) {
    if (columns.size() != pandas.columns.size() || !columns.containsAll(pandas.columns)) {
      throw new IllegalStateException("other columns: " + columns + ", " + pandas.columns);
    }
    for (int row = 0; row < ours.size(); row++) {
      for (int c = 0; c < columns.size(); c++) {
        int column = pandas.columns.indexOf(columns.get(c));
        double theirs = pandas.values[row * columns.size() + column];
        float rounded = Float.float16ToFloat(Halves.of(theirs));
        float found = ours.get(row, c);
        // Doubles that were summed in another order may round to a neighbour.
        if (Math.abs(found - rounded) > Math.max(1e-6, Math.abs(rounded) / 1024)) {
          throw new IllegalStateException(
              "client %d, %s: expected %s, found %s"
                  .formatted(ours.clientIds()[row], columns.get(c), theirs, found));
        }
      }
    }
  }

  private static void print(Pandas published, Pandas columns, Clock ingest, List<Clock> ours) {
    Clock first = ours.getFirst();
    List<Clock> more = new ArrayList<>(ours.subList(1, ours.size()));
    more.sort(Comparator.comparingDouble(Clock::cpu));
    System.out.println(
        "| what | s | CPU s | published manner takes, CPU | whole columns take, CPU |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    row("pandas: read", columns.read, columns.read, columns.read);
    row("pandas, published manner: features, write", published, columns, published.compute);
    row("pandas, whole columns: features, write", published, columns, columns.compute);
    row("Habitus: ingest, once per data set", ingest, columns.read, columns.read);
    row("Habitus: features, write; first call in a JVM", published, columns, first);
    Clock warm = more.get(more.size() / 2);
    row("Habitus: features, write; median of 6 more", published, columns, warm);
  }

  private static void row(String what, Pandas published, Pandas columns, Clock time) {
    row(what, time, published.compute, columns.compute);
  }

  private static void row(String what, Clock time, Clock published, Clock columns) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.1f × | %.1f × |%n",
        what,
        time.seconds(),
        time.cpu(),
        published.cpu() / time.cpu(),
        columns.cpu() / time.cpu());
  }
}
