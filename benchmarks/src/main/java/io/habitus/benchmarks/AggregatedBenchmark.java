package io.habitus.benchmarks;

import io.habitus.benchmarks.PandasComparison.Ours;
import io.habitus.benchmarks.PandasComparison.Rival;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The organisers' baseline features beside {@code aggregated_pandas.py} on the same split of the
 * same data: the results must be equal to the bit (ties broken alike) before a time is printed.
 *
 * <p>Usage: {@code AggregatedBenchmark PYTHON CHALLENGE_DIR DAYS}
 */
public final class AggregatedBenchmark {
  private static final String SCRIPT = "aggregated_pandas.py";

  private AggregatedBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PandasComparison.run(arguments, AggregatedBenchmark::compare);
  }

  private static void compare(PandasComparison comparison)
      throws IOException, InterruptedException {
    Rival frames = comparison.script(SCRIPT, "frames");
    Rival arrays = comparison.script(SCRIPT, "arrays", "--arrays");
    Profiles theirs = ProfileFolder.read(frames.out()).profiles();
    requireEqual(ProfileFolder.read(arrays.out()).profiles(), theirs);
    Ours ours =
        comparison.habitus(
            "aggregated",
            theirs.clientIds(),
            (profiles, columns) -> requireEqual(profiles, theirs));
    System.out.printf(
        Locale.ROOT,
        "%s: %,d clients × %d columns, equal to the bit%n",
        comparison.name(),
        theirs.size(),
        theirs.width());
    print(frames, arrays, ours);
  }

  private static void requireEqual(Profiles ours, Profiles theirs) {
    if (!Arrays.equals(ours.clientIds(), theirs.clientIds())
        || ours.width() != theirs.width()
        || ours.halves().mismatch(theirs.halves()) != -1) {
      throw new IllegalStateException("the two sides do not compute the same features");
    }
  }

  private static void print(Rival frames, Rival arrays, Ours ours) {
    Clock rival = frames.compute();
    System.out.println("| what | s | CPU s | DataFrames take, s | CPU s |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    row("pandas: read", frames.read(), frames.read());
    row("DataFrames in the loop: features, write", rival, rival);
    row("NumPy arrays in the loop: features, write", arrays.compute(), rival);
    row("Habitus: ingest, once per data set", ours.ingest(), frames.read());
    row("Habitus: features, write; first call in a JVM", ours.first(), rival);
    row("Habitus: features, write; median of 6 more", ours.warm(), rival);
    row(
        "Habitus: ingest and first call",
        ours.ingest().plus(ours.first()),
        frames.read().plus(rival));
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
