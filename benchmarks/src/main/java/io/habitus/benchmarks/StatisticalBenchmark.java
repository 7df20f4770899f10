package io.habitus.benchmarks;

import io.habitus.benchmarks.PandasComparison.Ours;
import io.habitus.benchmarks.PandasComparison.Rival;
import io.habitus.core.array.Halves;
import io.habitus.core.array.Npy;
import io.habitus.core.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/**
 * The statistical features beside {@code statistical_pandas.py} on the same split of the same data:
 * every number must be equal, up to one float16, before a time is printed.
 *
 * <p>Usage: {@code StatisticalBenchmark PYTHON CHALLENGE_DIR DAYS}
 */
public final class StatisticalBenchmark {
  private static final String SCRIPT = "statistical_pandas.py";

  private StatisticalBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PandasComparison.run(arguments, StatisticalBenchmark::compare);
  }

  private static void compare(PandasComparison comparison)
      throws IOException, InterruptedException {
    Rival published = comparison.script(SCRIPT, "published");
    Rival columns = comparison.script(SCRIPT, "columns", "--columns");
    Made first = Made.read(published);
    Made second = Made.read(columns);
    Ours ours =
        comparison.habitus(
            "statistical",
            first.clients,
            (profiles, names) -> {
              requireEqual(profiles, names, first);
              requireEqual(profiles, names, second);
            });
    System.out.printf(
        Locale.ROOT,
        "%s: %,d events, %,d clients × %d columns, equal up to one float16%n",
        comparison.name(),
        ours.events(),
        first.clients.length,
        first.columns.size());
    print(published, columns, ours);
  }

  /**
   * What the script made.
   *
   * @param values (clients × columns), row-major
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Made(long[] clients, List<String> columns, double[] values) {
    static Made read(Rival rival) throws IOException {
      return new Made(
          Npy.read(rival.out().resolve("client_ids.npy")).toLongs(),
          Files.readAllLines(rival.out().resolve("columns.txt")),
          Npy.read(rival.out().resolve("embeddings.npy")).toDoubles());
    }
  }

  private static void requireEqual(Profiles ours, List<String> columns, Made theirs) {
    if (columns.size() != theirs.columns.size() || !columns.containsAll(theirs.columns)) {
      throw new IllegalStateException("other columns: " + columns + ", " + theirs.columns);
    }
    for (int row = 0; row < ours.size(); row++) {
      for (int c = 0; c < columns.size(); c++) {
        int column = theirs.columns.indexOf(columns.get(c));
        double expected = theirs.values[row * columns.size() + column];
        float rounded = Float.float16ToFloat(Halves.of(expected));
        float found = ours.get(row, c);
        // Doubles that were summed in another order may round to a neighbour.
        if (Math.abs(found - rounded) > Math.max(1e-6, Math.abs(rounded) / 1024)) {
          throw new IllegalStateException(
              "client %d, %s: expected %s, found %s"
                  .formatted(ours.clientIds()[row], columns.get(c), expected, found));
        }
      }
    }
  }

  private static void print(Rival published, Rival columns, Ours ours) {
    System.out.println(
        "| what | s | CPU s | published manner takes, CPU | whole columns take, CPU |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    Clock slow = published.compute();
    Clock fast = columns.compute();
    row("pandas: read", columns.read(), columns.read(), columns.read());
    row("pandas, published manner: features, write", slow, slow, fast);
    row("pandas, whole columns: features, write", fast, slow, fast);
    row("Habitus: ingest, once per data set", ours.ingest(), columns.read(), columns.read());
    row("Habitus: features, write; first call in a JVM", ours.first(), slow, fast);
    row("Habitus: features, write; median of 6 more", ours.warm(), slow, fast);
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
