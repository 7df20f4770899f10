package io.habitus.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.features.event.BatchSettings;
import io.habitus.features.event.BatchStream;
import io.habitus.features.event.EventFeatures;
import io.habitus.features.event.EventVectorizer;
import io.habitus.features.event.SequenceBatches;
import io.habitus.features.event.SequenceSettings;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.ingest.shop.ShopGenerator;
import io.habitus.ingest.shop.ShopSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * From event log to training batches: ours beside polars and one tensor per field and event ({@code
 * benchmarks/python/event_features_polars.py}), on the same generated shop. The sums of all columns
 * that do not depend on the clusters must agree before times are compared.
 *
 * <p>Arguments: clients, days, Python interpreter, script. Without the last two ours runs alone.
 */
public final class EventFeatureBenchmark {
  private static final int BATCH = 128;

  /**
   * Columns of the product and search blocks that depend on clusters, which both fit themselves.
   */
  private static final List<Integer> CLUSTERED =
      List.of(11, 12, 13, 14, 16, 21, 22, 23, 24, 25, 26, 27);

  private record Ours(
      long events,
      long rows,
      long clients,
      double ingest,
      double fit,
      double[] epochs,
      double padding,
      double[] sums,
      double cpu) {
    double whole() {
      return ingest + fit + epochs[0];
    }
  }

  private final Path folder;
  private final RunContext context;

  private EventFeatureBenchmark(Path folder) {
    this.folder = folder;
    this.context =
        new RunContext(
            new Resources(Runtime.getRuntime().availableProcessors(), 6L << 30, folder),
            Progress.SILENT);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    EventFeatureBenchmark benchmark =
        new EventFeatureBenchmark(Files.createTempDirectory("event-features"));
    Path data = benchmark.folder.resolve("data");
    var unused =
        ShopGenerator.generate(
            ShopSettings.of(Integer.parseInt(args[0]), Integer.parseInt(args[1]), 7),
            data,
            benchmark.context);
    Ours ours = benchmark.ours(data);
    print(ours);
    if (args.length > 3) {
      compare(ours, theirs(List.of(args[2], args[3], data.toString())));
    }
  }

  private Ours ours(Path data) {
    long start = System.nanoTime();
    double cpuStart = cpuSeconds();
    double cpu = 0;
    Path storeFolder = folder.resolve("store");
    var unused =
        Ingest.run(LogSource.challenge(data), storeFolder, IngestOptions.defaults(), context);
    double ingest = seconds(start);
    try (SequenceStore store = SequenceStore.open(storeFolder)) {
      Histories histories = store.histories();
      start = System.nanoTime();
      EventFeatures features = EventFeatures.fit(histories, SequenceSettings.sra(), context);
      double fit = seconds(start);
      double[] epochs = new double[3];
      double padding = 0;
      for (int epoch = 0; epoch < epochs.length; epoch++) {
        start = System.nanoTime();
        try (BatchStream stream =
            SequenceBatches.of(histories, features, BatchSettings.training(BATCH, 1).withLanes(2))
                .open(epoch)) {
          while (stream.next()) {
            stream.batch();
          }
          padding = stream.paddingShare();
        }
        epochs[epoch] = seconds(start);
        cpu = epoch == 0 ? cpuSeconds() - cpuStart : cpu;
      }
      long[] rows = new long[1];
      double[] sums = sums(histories, features, rows);
      return new Ours(
          store.eventCount(),
          rows[0],
          store.clientCount(),
          ingest,
          fit,
          epochs,
          padding,
          sums,
          cpu);
    }
  }

  /** Processor time of the whole process: comparable even where the machine is not idle. */
  private static double cpuSeconds() {
    var bean = ManagementFactory.getOperatingSystemMXBean();
    return bean instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : Double.NaN;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double[] sums(Histories histories, EventFeatures features, long[] rows) {
    EventVectorizer vectorizer = features.vectorizer();
    int width = features.width();
    double[] sums = new double[width];
    float[] into = new float[0];
    for (int shard = 0; shard < histories.shardCount(); shard++) {
      try (Histories.Cursor cursor = histories.open(shard)) {
        while (cursor.next()) {
          int needed = cursor.events().size() * width;
          into = into.length < needed ? new float[2 * needed] : into;
          int found = vectorizer.fill(cursor.events(), into);
          rows[0] += found;
          for (int i = 0; i < found * width; i++) {
            sums[i % width] += into[i];
          }
        }
      }
    }
    return sums;
  }

  private static JsonNode theirs(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed");
    }
    return new ObjectMapper().readTree(output);
  }

  private static void print(Ours ours) {
    System.out.printf("%,d events, %,d rows, %,d clients%n", ours.events, ours.rows, ours.clients);
    System.out.printf(
        "ours: ingest %.2f s, tables and scalers %.2f s, batches %.2f s (then %.2f, %.2f s),"
            + " padding %.1f %%; batches %,.0f rows/s; log to batches %.1f s of processor time%n",
        ours.ingest,
        ours.fit,
        ours.epochs[0],
        ours.epochs[1],
        ours.epochs[2],
        100 * ours.padding,
        ours.rows / ours.epochs[2],
        ours.cpu);
  }

  private static void compare(Ours ours, JsonNode theirs) {
    List<String> wrong = new ArrayList<>();
    if (theirs.get("rows").asLong() != ours.rows) {
      wrong.add("rows " + ours.rows + " and " + theirs.get("rows"));
    }
    for (int c = 0; c < ours.sums.length; c++) {
      double their = theirs.get("sums").get(c).asDouble();
      if (!CLUSTERED.contains(c) && Math.abs(ours.sums[c] - their) > 1e-4 * ours.rows) {
        wrong.add("column %d sum %.3f and %.3f".formatted(c, ours.sums[c], their));
      }
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("ours and theirs differ: " + wrong);
    }
    System.out.printf(
        "theirs: preparation %.2f s (%s polars threads)%n",
        theirs.get("prepare_seconds").asDouble(), theirs.get("threads"));
    for (String way : List.of("fields", "numpy")) {
      double epoch = theirs.get(way).get("seconds").asDouble();
      double whole = theirs.get("prepare_seconds").asDouble() + epoch;
      double cpu =
          theirs.get("prepare_cpu_seconds").asDouble()
              + theirs.get(way).get("cpu_seconds").asDouble();
      System.out.printf(
          "%s: batches %.2f s, %,.0f rows/s, padding %.1f %%; log to batches %,.0f events/s,"
              + " ours %,.0f, %.1f times (processor time %.1f and %.1f s, %.1f times);"
              + " batches alone %.1f times%n",
          way,
          epoch,
          ours.rows / epoch,
          100 * theirs.get(way).get("padding").asDouble(),
          ours.events / whole,
          ours.events / ours.whole(),
          whole / ours.whole(),
          cpu,
          ours.cpu,
          cpu / ours.cpu,
          epoch / ours.epochs[2]);
    }
  }
}
