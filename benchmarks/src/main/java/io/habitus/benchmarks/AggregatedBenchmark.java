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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
    Pandas frames = pandas(split, "frames", python);
    Pandas arrays = pandas(split, "arrays", python, "--arrays");
    requireEqual(arrays.profiles, frames.profiles);
    Clock started = Clock.now();
    Path folder = work.resolve("store");
    Ingest.run(LogSource.challenge(data), folder, IngestOptions.defaults(), context);
    Clock ingest = started.since();
    try (SequenceStore store = SequenceStore.open(folder)) {
      Split windows = Split.organisers(Micros.toInstant(store.lastTargetMicros()), days);
      Histories input = store.histories(Long.MIN_VALUE, windows.cutOffMicros());
      List<Clock> ours = new ArrayList<>();
      for (int i = 0; i < REPEATS; i++) {
        started = Clock.now();
        Profiles profiles = embed(input, ClientSet.of(frames.profiles.clientIds()));
        ours.add(started.since());
        requireEqual(profiles, frames.profiles);
      }
      print(data, frames, arrays, ingest, ours);
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

  private record Pandas(Profiles profiles, Clock read, Clock compute) {}

  private Pandas pandas(Path split, String name, String python, String... options)
      throws IOException, InterruptedException {
    Path out = Files.createDirectory(work.resolve(name));
    String script = "benchmarks/python/aggregated_pandas.py";
    List<String> command =
        new ArrayList<>(List.of(python, script, split.toString(), out.toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] said = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("aggregated_pandas.py failed on " + split);
    }
    String[] words = new String(said, StandardCharsets.UTF_8).strip().split(" ", -1);
    return new Pandas(
        ProfileFolder.read(out).profiles(),
        new Clock(Double.parseDouble(words[1]), Double.parseDouble(words[2])),
        new Clock(Double.parseDouble(words[4]), Double.parseDouble(words[5])));
  }

  private static void requireEqual(Profiles ours, Profiles theirs) {
    if (!Arrays.equals(ours.clientIds(), theirs.clientIds())
        || ours.width() != theirs.width()
        || ours.halves().mismatch(theirs.halves()) != -1) {
      throw new IllegalStateException("the two sides do not compute the same features");
    }
  }

  private static void print(
      Path data, Pandas frames, Pandas arrays, Clock ingest, List<Clock> ours) {
    Clock first = ours.getFirst();
    List<Clock> more = new ArrayList<>(ours.subList(1, ours.size()));
    more.sort(Comparator.comparingDouble(Clock::seconds));
    System.out.printf(
        Locale.ROOT,
        "%s: %,d clients × %d columns, equal to the bit%n",
        data.getFileName(),
        frames.profiles.size(),
        frames.profiles.width());
    System.out.println("| what | s | CPU s | DataFrames take, s | CPU s |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    row("pandas: read", frames.read, frames.read);
    row("DataFrames in the loop: features, write", frames.compute, frames.compute);
    row("NumPy arrays in the loop: features, write", arrays.compute, frames.compute);
    row("Habitus: ingest, once per data set", ingest, frames.read);
    row("Habitus: features, write; first call in a JVM", first, frames.compute);
    row("Habitus: features, write; median of 6 more", more.get(more.size() / 2), frames.compute);
    row("Habitus: ingest and first call", ingest.plus(first), frames.read.plus(frames.compute));
  }

  private static void row(String what, Clock time, Clock rival) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.1f × | %.1f × |%n",
        what,
        time.seconds(),
        time.cpu(),
        rival.seconds() / time.seconds(),
        rival.cpu() / time.cpu());
  }
}
