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
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A profile model that is not trained, beside pandas scripts that compute the same columns of the
 * same split of the same data. The scripts get the organisers' files, we ingest the data first.
 */
final class PandasComparison {
  private static final int REPEATS = 7;
  private static final Path SCRIPTS = Path.of("benchmarks/python");

  private final RunContext context = RunContext.silent();
  private final Path work;
  private final String python;
  private final Path data;
  private final int days;
  private final Path split;

  private PandasComparison(Path work, String python, Path data, int days) {
    this.work = work;
    this.python = python;
    this.data = data;
    this.days = days;
    split = work.resolve("split");
  }

  /** A comparison: runs scripts, then us, checks, prints. */
  @FunctionalInterface
  interface Body {
    void run(PandasComparison comparison) throws IOException, InterruptedException;
  }

  /**
   * Splits the data for the scripts in a temporary folder, which is removed afterwards.
   *
   * @param arguments PYTHON CHALLENGE_DIR DAYS
   */
  static void run(String[] arguments, Body body) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("habitus-benchmark-");
    try {
      PandasComparison comparison =
          new PandasComparison(
              work, arguments[0], Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      FileSplit.run(comparison.data, comparison.days, comparison.split, comparison.context);
      body.run(comparison);
    } finally {
      WholeFolder.delete(work);
    }
  }

  /** Name of the data. */
  String name() {
    return data.getFileName().toString();
  }

  /**
   * What a script took.
   *
   * @param out what it wrote
   * @param read its files
   * @param compute the features, and write them
   */
  record Rival(Path out, Clock read, Clock compute) {}

  /**
   * Runs a script.
   *
   * @param script its file's name
   * @param name of its output
   */
  Rival script(String script, String name, String... options)
      throws IOException, InterruptedException {
    Path out = Files.createDirectory(work.resolve(name));
    List<String> command =
        new ArrayList<>(
            List.of(python, SCRIPTS.resolve(script).toString(), split.toString(), out.toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] said = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(script + " failed on " + split);
    }
    String[] words = new String(said, StandardCharsets.UTF_8).strip().split(" ", -1);
    return new Rival(
        out,
        new Clock(Double.parseDouble(words[1]), Double.parseDouble(words[2])),
        new Clock(Double.parseDouble(words[4]), Double.parseDouble(words[5])));
  }

  /**
   * What we took.
   *
   * @param events of the data
   * @param ingest once per data set
   * @param first call in this JVM
   * @param warm the median of the calls after it, by CPU time
   */
  record Ours(long events, Clock ingest, Clock first, Clock warm) {}

  /** Looks at what was computed, before a time is printed. */
  @FunctionalInterface
  interface Check {
    void of(Profiles profiles, List<String> columns);
  }

  /** Ingests, then fits, embeds and writes several times: from an opened store to files. */
  Ours habitus(String model, long[] clients, Check check) {
    Clock started = Clock.now();
    Path folder = work.resolve("store");
    Ingest.run(LogSource.challenge(data), folder, IngestOptions.defaults(), context);
    Clock ingest = started.since();
    try (SequenceStore store = SequenceStore.open(folder)) {
      Split windows = Split.organisers(Micros.toInstant(store.lastTargetMicros()), days);
      Histories input = store.histories(Long.MIN_VALUE, windows.cutOffMicros());
      Clock first = call(model, input, clients, check);
      List<Clock> more = new ArrayList<>();
      for (int i = 1; i < REPEATS; i++) {
        more.add(call(model, input, clients, check));
      }
      more.sort(Comparator.comparingDouble(Clock::cpu));
      return new Ours(store.eventCount(), ingest, first, more.get(more.size() / 2));
    }
  }

  private Clock call(String model, Histories input, long[] ids, Check check) {
    Clock started = Clock.now();
    ClientSet clients = ClientSet.of(ids);
    try (FittedProfileModel fitted =
        ProfileModels.named(model, Map.of()).fit(input, clients, 0, context)) {
      Profiles profiles = fitted.embed(input, clients, context);
      ProfileFolder.write(work.resolve("ours"), profiles, Provenance.of("benchmark").finish());
      Clock took = started.since();
      check.of(profiles, fitted.columns());
      return took;
    }
  }
}
