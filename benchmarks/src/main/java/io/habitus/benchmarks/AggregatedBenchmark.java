package io.habitus.benchmarks;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * The organisers' baseline features beside {@code aggregated_pandas.py} on the same split of the
 * same data: the results must be equal to the bit (ties broken alike) before a time is printed.
 *
 * <p>Usage: {@code AggregatedBenchmark PYTHON CHALLENGE_DIR DAYS}
 */
public final class AggregatedBenchmark {
  private static final int REPEATS = 7;

  private final RunContext context = RunContext.silent();
  private final Path work;

  private AggregatedBenchmark(Path work) {
    this.work = work;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("habitus-benchmark-");
    try {
      new AggregatedBenchmark(work)
          .run(arguments[0], Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    } finally {
      WholeFolder.delete(work);
    }
  }

  private void run(String python, Path data, int days) throws IOException, InterruptedException {
    Path split = work.resolve("split");
    FileSplit.run(data, days, split, context);
    Pandas theirs = pandas(python, split);
    long started = System.nanoTime();
    Path folder = work.resolve("store");
    Ingest.run(LogSource.challenge(data), folder, IngestOptions.defaults(), context);
    double ingest = seconds(started);
    try (SequenceStore store = SequenceStore.open(folder)) {
      Split windows = Split.organisers(Micros.toInstant(store.lastTargetMicros()), days);
      Histories input = store.histories(Long.MIN_VALUE, windows.cutOffMicros());
      double[] ours = new double[REPEATS];
      Profiles profiles = theirs.profiles;
      for (int i = 0; i < REPEATS; i++) {
        started = System.nanoTime();
        profiles = embed(input, ClientSet.of(theirs.profiles.clientIds()));
        ours[i] = seconds(started);
        requireEqual(profiles, theirs.profiles);
      }
      print(data, profiles, theirs, ingest, ours);
    }
  }

  /** Fits, embeds, writes: from an opened store to files. */
  private Profiles embed(Histories input, ClientSet clients) {
    try (FittedProfileModel fitted =
        ProfileModels.named("aggregated", Map.of()).fit(input, clients, 0, context)) {
      Profiles profiles = fitted.embed(input, clients, context);
      ProfileFolder.write(work.resolve("ours"), profiles, Provenance.of("benchmark").finish());
      return profiles;
    }
  }

  private record Pandas(Profiles profiles, double read, double compute) {}

  private Pandas pandas(String python, Path split) throws IOException, InterruptedException {
    Path out = Files.createDirectory(work.resolve("theirs"));
    Process process =
        new ProcessBuilder(
                python, "benchmarks/python/aggregated_pandas.py", split.toString(), out.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String[] words = new String(process.getInputStream().readAllBytes()).strip().split(" ");
    if (process.waitFor() != 0) {
      throw new IllegalStateException("aggregated_pandas.py failed on " + split);
    }
    Profiles profiles = ProfileFolder.read(out).profiles();
    return new Pandas(profiles, Double.parseDouble(words[1]), Double.parseDouble(words[3]));
  }

  private static void requireEqual(Profiles ours, Profiles theirs) {
    if (!Arrays.equals(ours.clientIds(), theirs.clientIds())
        || ours.width() != theirs.width()
        || ours.halves().mismatch(theirs.halves()) != -1) {
      throw new IllegalStateException("the two sides do not compute the same features");
    }
  }

  private static void print(
      Path data, Profiles profiles, Pandas theirs, double ingest, double[] ours) {
    double first = ours[0];
    double[] sorted = Arrays.copyOfRange(ours, 1, ours.length);
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    double pandas = theirs.read + theirs.compute;
    System.out.printf(
        Locale.ROOT,
        "%s: %,d clients × %d columns, equal to the bit%n",
        data.getFileName(),
        profiles.size(),
        profiles.width());
    System.out.println("| what | s | pandas takes |");
    System.out.println("| --- | ---: | ---: |");
    row("pandas: read", theirs.read, Double.NaN);
    row("pandas: features, write", theirs.compute, Double.NaN);
    row("Habitus: ingest (once per data set)", ingest, Double.NaN);
    row("Habitus: features, write; first call in a JVM", first, theirs.compute / first);
    row("Habitus: features, write; median of 6 more", median, theirs.compute / median);
    row("all of it, once: ingest and first call", ingest + first, pandas / (ingest + first));
  }

  private static void row(String what, double seconds, double ratio) {
    String times = Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.1f ×", ratio);
    System.out.printf(Locale.ROOT, "| %s | %.3f | %s |%n", what, seconds, times);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
