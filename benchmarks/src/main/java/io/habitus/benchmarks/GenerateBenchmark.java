package io.habitus.benchmarks;

import io.habitus.core.file.WholeFolder;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.shop.ShopGenerator;
import io.habitus.ingest.shop.ShopReport;
import io.habitus.ingest.shop.ShopSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Generates shops of growing size, each in a JVM of its own, and prints events per second, CPU time
 * and the peak of anonymous memory; with {@code --rival PYTHON} also {@code generate_iid.py} for as
 * many events.
 *
 * <p>Usage: {@code GenerateBenchmark [--rival PYTHON] [--oracle] CLIENTS…}; shops last 90 days.
 * Without {@code --oracle} the true probabilities are left out: their time goes with the clients
 * scored, not with the events.
 */
public final class GenerateBenchmark {
  private static final int DAYS = 90;
  private static final String CHILD = "--child";

  private GenerateBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(arguments));
    boolean oracle = words.remove("--oracle");
    if (words.remove(CHILD)) {
      generate(Integer.parseInt(words.getFirst()), oracle);
      return;
    }
    String python = null;
    int rival = words.indexOf("--rival");
    if (rival >= 0) {
      words.remove(rival);
      python = words.remove(rival);
    }
    System.out.println("| what | events | events/s | s | CPU s | peak RssAnon MB | files MB |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (String clients : words) {
      String events = run(java(clients, oracle));
      if (python != null) {
        run(List.of(python, "benchmarks/python/generate_iid.py", events));
      }
    }
  }

  private static List<String> java(String clients, boolean oracle) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                GenerateBenchmark.class.getName(),
                CHILD,
                clients));
    if (oracle) {
      command.add("--oracle");
    }
    return command;
  }

  /** Runs a command that prints one table row; returns the row's number of events. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String row = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("failed: " + String.join(" ", command));
    }
    System.out.println(row);
    return row.split("\\|")[2].strip();
  }

  private static void generate(int clients, boolean oracle) throws IOException {
    ShopSettings defaults = ShopSettings.of(clients, DAYS, 42);
    ShopSettings settings =
        new ShopSettings(
            clients,
            DAYS,
            42,
            defaults.start(),
            defaults.items(),
            defaults.categories(),
            defaults.newItemShare(),
            defaults.windowDays(),
            oracle ? defaults.oracleClients() : 0);
    Path folder = Files.createTempDirectory("generate-benchmark");
    PeakMemory peak = PeakMemory.start();
    long began = System.nanoTime();
    RunContext context = new RunContext(new Resources(2, 6_000_000_000L, folder), Progress.SILENT);
    ShopReport report = ShopGenerator.generate(settings, folder.resolve("shop"), context);
    double seconds = (System.nanoTime() - began) / 1e9;
    long bytes = bytes(folder);
    WholeFolder.delete(folder);
    if (report.events() < clients) {
      throw new IllegalStateException("a shop of " + clients + " clients has too few events");
    }
    System.out.printf(
        Locale.ROOT,
        "| generate %,d clients%s | %d | %.2f M | %.1f | %.1f | %d | %d |%n",
        clients,
        oracle ? ", oracle" : "",
        report.events(),
        report.events() / seconds / 1e6,
        seconds,
        ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3,
        peak.stopBytes() >> 20,
        bytes >> 20);
  }

  private static long bytes(Path folder) throws IOException {
    long sum = 0;
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }
}
