package io.habitus.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.array.ElementType;
import io.habitus.core.array.NpyWriter;
import io.habitus.core.json.Json;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.engine.kernel.Gemm;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.Panels;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenFields;
import io.habitus.features.token.TokenFit;
import io.habitus.features.token.TokenLayout;
import io.habitus.features.token.TokenReader;
import io.habitus.features.token.TokenVocabulary;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.ingest.shop.ShopGenerator;
import io.habitus.ingest.shop.ShopSettings;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The GRU autoencoder beside the same network in plain PyTorch ({@code
 * benchmarks/python/gru_autoencoder.py}), on the same tokens. Before anything is timed, PyTorch
 * loads our weights and must compute our vectors.
 *
 * <p>Arguments: folder for the data; {@code day_event_type} or {@code all}; clients of a generated
 * shop, or a challenge directory; seconds of each of PyTorch's runs; Python; script. Without the
 * last two ours runs alone.
 */
public final class GruAutoencoderBenchmark {
  private static final int ROUNDS = 3;

  private final Path folder;
  private final String variant;
  private final List<String> python;

  private GruAutoencoderBenchmark(Path folder, String variant, List<String> python) {
    this.folder = folder;
    this.variant = variant;
    this.python = python;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    List<String> python = List.of(args).subList(Math.min(4, args.length), args.length);
    new GruAutoencoderBenchmark(folder, args[1], python).run(args[2], Double.parseDouble(args[3]));
  }

  private RunContext context(int threads, EpochClock clock) {
    return new RunContext(new Resources(threads, 6L << 30, folder), clock);
  }

  private void run(String data, double seconds) throws IOException, InterruptedException {
    RunContext context = context(Runtime.getRuntime().availableProcessors(), new EpochClock());
    Path storeFolder = folder.resolve("store");
    if (!SequenceStore.isStore(storeFolder)) {
      Path log = data.matches("\\d+") ? shop(Integer.parseInt(data), context) : Path.of(data);
      var unused =
          Ingest.run(LogSource.challenge(log), storeFolder, IngestOptions.defaults(), context);
    }
    try (SequenceStore store = SequenceStore.open(storeFolder)) {
      Histories input = store.histories();
      TokenLayout layout = layout(input, context);
      try (TokenCorpus corpus =
          TokenCorpus.of(input, TokenReader.of(input, layout), id -> true, context)) {
        dump(corpus, layout);
        System.out.printf(
            "%s: %,d clients, %,d events, %.1f on average, %s%n",
            variant,
            corpus.size(),
            corpus.steps(),
            (double) corpus.steps() / corpus.size(),
            layout.vocabularies().stream().map(v -> v.field() + " " + v.size()).toList());
        ClientSet clients =
            ClientSet.of(
                LongStream.range(0, corpus.size()).map(i -> corpus.clientId((int) i)).toArray());
        compare(input, clients, corpus, layout, seconds);
      }
    }
  }

  private Path shop(int clients, RunContext context) {
    Path log = folder.resolve("shop");
    var unused = ShopGenerator.generate(ShopSettings.of(clients, 60, 7), log, context);
    return log;
  }

  private TokenLayout layout(Histories input, RunContext context) {
    List<String> fields = new ArrayList<>(List.of("event_type"));
    if (variant.equals("all")) {
      fields.addAll(TokenFields.values(input.schema()));
    } else {
      fields.addFirst("day");
    }
    return new TokenFit(fields, 5000, 126).of(input, id -> true, context);
  }

  private int hidden() {
    return variant.equals("all") ? 512 : 128;
  }

  private int layers() {
    return variant.equals("all") ? 3 : 2;
  }

  private void dump(TokenCorpus corpus, TokenLayout layout) {
    try (NpyWriter lengths = new NpyWriter(folder.resolve("lengths.npy"), ElementType.INT64);
        NpyWriter tokens =
            new NpyWriter(folder.resolve("tokens.npy"), ElementType.INT32, corpus.width());
        Arena arena = Arena.ofConfined()) {
      MemorySegment row = arena.allocate(ValueLayout.JAVA_INT, corpus.width());
      for (int client = 0; client < corpus.size(); client++) {
        lengths.append(corpus.length(client));
        for (int step = 0; step < corpus.length(client); step++) {
          for (int field = 0; field < corpus.width(); field++) {
            row.setAtIndex(ValueLayout.JAVA_INT, field, corpus.token(client, step, field));
          }
          tokens.append(row);
        }
      }
      lengths.finish();
      tokens.finish();
    }
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("sizes", layout.vocabularies().stream().map(TokenVocabulary::size).toList());
    network.put("embedding", variant.equals("all") ? 512 : 64);
    network.put("hidden", hidden());
    network.put("layers", layers());
    network.put("dropout", variant.equals("all") ? 0.1 : 0.5);
    network.put("batch", 256);
    network.put("combine", variant.equals("all") ? "sum" : "concatenate");
    Json.write(folder.resolve("network.json"), network);
  }

  private void compare(
      Histories input, ClientSet clients, TokenCorpus corpus, TokenLayout layout, double seconds)
      throws IOException, InterruptedException {
    double flops = flopsPerStep(layout);
    double limit = limit();
    double[] train = new double[3];
    double[] embed = new double[3];
    for (int threads = 1; threads <= 2; threads++) {
      PeakMemory peak = PeakMemory.start();
      EpochClock clock = new EpochClock();
      Map<String, String> parameters =
          Map.of(
              "variant", variant,
              "epochs", variant.equals("all") ? "2" : "4",
              "patience", "0",
              "validation-share", "0",
              "test-share", "0");
      try (FittedProfileModel fitted =
          ProfileModels.named("gru-ae", parameters)
              .fit(input, clients, 1, context(threads, clock))) {
        double[] epoch = clock.fastestEpoch(clients.size());
        train[threads] = corpus.steps() / epoch[0];
        double trainPeak = peak.stopBytes() / 1e6;
        embed[threads] = embed(fitted, input, clients, corpus.steps(), threads);
        System.out.printf(
            "ours, %d threads: training %,.0f events/s, %,.0f per second of processor time (%.1f GF/s;"
                + " one core's limit %.0f), peak of anonymous memory %,.0f MB; embedding %,.0f"
                + " events/s%n",
            threads,
            train[threads],
            corpus.steps() / epoch[1],
            corpus.steps() / epoch[1] * flops / 1e9,
            limit,
            trainPeak,
            embed[threads]);
        if (threads == 2 && !python.isEmpty()) {
          check(fitted, input, clients);
        }
      }
    }
    if (!python.isEmpty()) {
      rivals("train", Math.max(train[1], train[2]), seconds);
      rivals("embed", Math.max(embed[1], embed[2]), seconds);
    }
  }

  private double embed(
      FittedProfileModel fitted, Histories input, ClientSet clients, long steps, int threads) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      var unused = fitted.embed(input, clients, context(threads, new EpochClock()));
      best = Math.max(best, steps / ((System.nanoTime() - start) / 1e9));
    }
    return best;
  }

  /** PyTorch must compute our vectors from our weights. */
  private void check(FittedProfileModel fitted, Histories input, ClientSet clients)
      throws IOException, InterruptedException {
    Path model = folder.resolve("model-" + System.nanoTime());
    fitted.save(model);
    Profiles profiles = fitted.embed(input, clients, context(2, new EpochClock()));
    try (NpyWriter vectors =
        new NpyWriter(folder.resolve("vectors.npy"), ElementType.FLOAT16, profiles.width())) {
      vectors.append(profiles.halves());
      vectors.finish();
    }
    System.out.println(
        "PyTorch with our weights: "
            + python("check", model.resolve("model.safetensors").toString()));
  }

  private void rivals(String task, double ours, double seconds)
      throws IOException, InterruptedException {
    for (String way : List.of("random", "bucketed")) {
      double best = 0;
      for (String[] setting : new String[][] {{"0", "1"}, {"2", "1"}, {"1", "2"}}) {
        if (task.equals("embed") && setting[1].equals("2")) {
          continue;
        }
        JsonNode found = python(task, way, setting[0], setting[1], Double.toString(seconds));
        double rate = found.get("events_per_second").asDouble();
        best = Math.max(best, rate);
        System.out.printf(
            "PyTorch %s, %s, %s threads, %s processes: %s %,.0f events/s, %,.0f per second of"
                + " processor time; real share %.2f, peak %,.0f MB%n",
            found.get("torch").asText(),
            way,
            found.get("threads"),
            setting[1],
            task,
            rate,
            rate
                * found.get("seconds").asDouble()
                / (found.get("cpu_seconds").asDouble() * Integer.parseInt(setting[1])),
            found.get("real_share").asDouble(),
            found.get("peak_mb").asDouble());
      }
      System.out.printf("%s, against %s batches: %.2f times%n", task, way, ours / best);
    }
  }

  private JsonNode python(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(python);
    command.add(folder.toString());
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed");
    }
    // gloo speaks on standard output too.
    String last = output.lines().filter(line -> line.startsWith("{")).toList().getLast();
    return Json.mapper().readTree(last);
  }

  /** Multiplications and additions of matrix products for one step, forward and backward. */
  private double flopsPerStep(TokenLayout layout) {
    double width = hidden();
    double gru = 2.0 * layers() * 2 * (3 * width * width) * 2;
    double heads = layout.vocabularies().stream().mapToDouble(v -> 2.0 * width * v.size()).sum();
    return 3 * (gru + heads);
  }

  /** GF/s of a large product on one thread. */
  private static double limit() {
    int rows = 1200;
    int depth = 512;
    int columns = 1536;
    Matrix a = Matrix.zeros(rows, depth);
    Matrix c = Matrix.zeros(rows, columns);
    Panels b = new Panels(new float[Panels.elements(depth, columns)], depth, columns);
    double best = 0;
    for (int round = 0; round < 60; round++) {
      long start = System.nanoTime();
      Gemm.product(rows, a.values(), 0, a.stride(), b, c.values(), 0, c.stride(), false);
      best = Math.max(best, 2.0 * rows * depth * columns / (System.nanoTime() - start));
    }
    return best;
  }

  /** Sees epochs end, from what training says of its progress. */
  private static final class EpochClock implements Progress {
    private final List<long[]> seen = new ArrayList<>(); // (clients, nanoseconds, of processors)

    private void see(long clients) {
      seen.add(new long[] {clients, System.nanoTime(), cpuNanos()});
    }

    /** Of the whole process: comparable even where the machine is not idle. */
    private static long cpuNanos() {
      var bean = ManagementFactory.getOperatingSystemMXBean();
      return bean instanceof com.sun.management.OperatingSystemMXBean system
          ? system.getProcessCpuTime()
          : 0;
    }

    @Override
    public Step start(String what, long total, String unit) {
      if (!what.equals("training")) {
        return Step.SILENT;
      }
      see(0);
      return new Step() {
        @Override
        public void advance(long units) {
          see(seen.getLast()[0] + units);
        }

        @Override
        public void say(String detail) {}

        @Override
        public void close() {}
      };
    }

    @Override
    public void note(String message) {
      System.out.println(message);
    }

    /** Seconds and processor seconds of the fastest: the JVM compiles during the first. */
    double[] fastestEpoch(int clients) {
      double[] best = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
      long[] begin = seen.getFirst();
      for (long[] each : seen) {
        if (each[0] > 0 && each[0] % clients == 0) {
          best[0] = Math.min(best[0], (each[1] - begin[1]) / 1e9);
          best[1] = Math.min(best[1], (each[2] - begin[2]) / 1e9);
          begin = each;
        }
      }
      return best;
    }
  }
}
