package io.habitus.benchmarks;

import io.habitus.core.file.WholeFolder;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Ingests generated challenge directories of growing size, beside polars, which sorts the same
 * files by client and time, groups them and writes them, but codes no values and joins no
 * catalogue. Each runs in a process of its own; both results must agree in the number of events and
 * clients and in every client's times in order.
 *
 * <p>Usage: {@code IngestBenchmark [--rival PYTHON] FOLDER MILLIONS…}; the folder needs about 150
 * bytes for each event.
 */
public final class IngestBenchmark {
  private static final String CHILD = "--child";

  private IngestBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(arguments));
    if (words.remove(CHILD)) {
      ingest(Path.of(words.get(0)), Path.of(words.get(1)), Path.of(words.get(2)));
      return;
    }
    int rival = words.indexOf("--rival");
    String python = "";
    if (rival >= 0) {
      words.remove(rival);
      python = words.remove(rival);
    }
    Path folder = Path.of(words.removeFirst());
    System.out.println(
        "| million events | what | s | CPU s | events/s | peak anonymous MB | mapped MB | temp disk MB"
            + " | result MB |");
    System.out.println("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (String millions : words) {
      compare(folder, Integer.parseInt(millions), python);
    }
  }

  private static void compare(Path folder, int millions, String python)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log-" + millions);
    Path result = folder.resolve("result");
    Path temp = folder.resolve("temp");
    if (!Files.exists(log)) {
      generate(log, millions, folder);
    }
    List<String> found = measure(java(log, result, temp), "habitus ingest", millions, result, temp);
    if (!python.isEmpty()) {
      for (String engine : List.of("in-memory", "streaming")) {
        List<String> theirs =
            measure(
                List.of(
                    python,
                    "benchmarks/python/ingest_polars.py",
                    log.toString(),
                    result.toString(),
                    engine),
                "polars " + engine,
                millions,
                result,
                temp);
        if (!theirs.equals(found)) {
          throw new IllegalStateException("expected " + found + ", found " + theirs);
        }
      }
    }
    WholeFolder.delete(log);
  }

  private static List<String> measure(
      List<String> command, String what, int millions, Path result, Path temp)
      throws IOException, InterruptedException {
    ChildProcess.Seen seen = ChildProcess.run(command, temp);
    System.out.printf(
        Locale.ROOT,
        "| %d | %s | %.1f | %.1f | %,.0f | %,d | %,d | %,d | %,d |%n",
        millions,
        what,
        seen.seconds(),
        seen.cpuSeconds(),
        millions * 1e6 / seen.seconds(),
        seen.anonymousBytes() >> 20,
        seen.mappedBytes() >> 20,
        seen.tempBytes() >> 20,
        ChildProcess.size(result) >> 20);
    WholeFolder.delete(result);
    return seen.result();
  }

  private static List<String> java(Path log, Path result, Path temp) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        IngestBenchmark.class.getName(),
        CHILD,
        log.toString(),
        result.toString(),
        temp.toString());
  }

  /** The child: ingests, says DONE, then what must agree. */
  private static void ingest(Path log, Path store, Path temp) {
    Resources machine = Resources.ofThisMachine();
    Resources resources = new Resources(machine.threads(), machine.memoryBytes(), temp);
    Ingest.run(
        LogSource.challenge(log),
        store,
        IngestOptions.defaults(),
        new RunContext(resources, Progress.SILENT));
    System.out.println("DONE");
    try (SequenceStore opened = SequenceStore.open(store)) {
      System.out.println(opened.eventCount() + " " + opened.clientCount() + " " + digest(opened));
    }
  }

  /** Sum over all events of (place among the client's events + 1) · (seconds mod 10007). */
  private static long digest(SequenceStore store) {
    Histories all = store.histories();
    long sum = 0;
    for (int shard = 0; shard < all.shardCount(); shard++) {
      try (Histories.Cursor cursor = all.open(shard)) {
        while (cursor.next()) {
          EventSequence events = cursor.events();
          for (int i = 0; i < events.size(); i++) {
            sum += (i + 1L) * (events.timeMicros(i) / 1_000_000 % 10_007);
          }
        }
      }
    }
    return sum;
  }

  /** Six months of events in the proportions of the challenge, without its searches. */
  private static void generate(Path log, int millions, Path temp) throws IOException {
    Files.createDirectories(log);
    Resources resources = new Resources(Runtime.getRuntime().availableProcessors(), 4L << 30, temp);
    try (Database database = Database.open("UTC", new RunContext(resources, Progress.SILENT))) {
      long clients = millions * 1_000_000L / 8;
      write(database, log, "product_buy", "sku", 1_000_000, millions * 11_000L, clients, 1);
      write(database, log, "add_to_cart", "sku", 1_000_000, millions * 33_000L, clients, 2);
      write(database, log, "remove_from_cart", "sku", 1_000_000, millions * 11_000L, clients, 3);
      write(database, log, "page_visit", "url", 4_000_000, millions * 945_000L, clients, 4);
    }
  }

  private static void write(
      Database database,
      Path log,
      String type,
      String field,
      long values,
      long rows,
      long clients,
      int seed) {
    database.execute(
        """
        COPY (
          SELECT (%5$d * pow(hash(i, %1$d, 1) / 18446744073709551616.0, 2))::BIGINT AS client_id,
            strftime(TIMESTAMP '2022-06-23' + INTERVAL (hash(i, %1$d, 2) %% 15552000) SECOND,
              '%%Y-%%m-%%d %%H:%%M:%%S') AS timestamp,
            (%4$d * pow(hash(i, %1$d, 3) / 18446744073709551616.0, 3))::BIGINT AS %3$s
          FROM range(%2$d) t(i)
        ) TO %6$s (FORMAT parquet)\
        """
            .formatted(
                seed,
                rows,
                field,
                values,
                clients,
                Sql.text(log.resolve(type + ".parquet").toString())));
  }
}
