package io.habitus.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.array.ElementType;
import io.habitus.core.array.NpyWriter;
import io.habitus.core.json.Json;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.engine.AdamWSettings;
import io.habitus.engine.NativeRuntime;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.network.Sequences;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.engine.train.Batch;
import io.habitus.engine.train.BatchSource;
import io.habitus.engine.train.Schedule;
import io.habitus.engine.train.Trainer;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.engine.train.TrainerSettings;
import io.habitus.engine.train.TrainingData;
import io.habitus.features.batch.LengthBatches;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A causal transformer that predicts the next item, beside the same network in plain PyTorch
 * ({@code benchmarks/python/transformer.py}): training with Adam, and the state after the last
 * step. Before anything is timed, PyTorch loads our weights and must compute our states.
 *
 * <p>Arguments: folder; {@code sasrec} (width 64, 2 layers, newest 50, all items compared) or
 * {@code gpt2} (width 192, 6 layers, newest 256, 10,000 negatives); a file of lines "user item item
 * …", or a number of sequences to invent; seconds of each run; Python; script. Without the last two
 * ours runs alone. Processor time is printed beside wall time, since it is comparable on a machine
 * that is not idle.
 */
public final class TransformerBenchmark {
  private final Path folder;
  private final NextItem.Kind kind;
  private final double seconds;
  private final List<String> python;
  private final int[][] items; // (sequences) newest items, oldest first, numbered from 1
  private final int vocabulary;

  private TransformerBenchmark(
      Path folder, NextItem.Kind kind, int[][] items, double seconds, List<String> python) {
    this.folder = folder;
    this.kind = kind;
    this.items = items;
    this.seconds = seconds;
    this.python = python;
    vocabulary = 1 + Arrays.stream(items).flatMapToInt(Arrays::stream).max().orElseThrow();
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    NextItem.Kind kind = NextItem.Kind.valueOf(args[1].toUpperCase(Locale.ROOT));
    int[][] items =
        args[2].matches("\\d+")
            ? invented(Integer.parseInt(args[2]), kind)
            : read(Path.of(args[2]), kind);
    List<String> python = List.of(args).subList(Math.min(4, args.length), args.length);
    Path folder = Files.createDirectories(Path.of(args[0]));
    new TransformerBenchmark(folder, kind, items, Double.parseDouble(args[3]), python).run();
  }

  private static int[][] read(Path file, NextItem.Kind kind) throws IOException {
    List<int[]> all = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      int[] words = Arrays.stream(line.strip().split(" ")).mapToInt(Integer::parseInt).toArray();
      int count = Math.min(words.length - 1, kind.steps);
      if (count > 1) {
        all.add(Arrays.copyOfRange(words, words.length - count, words.length));
      }
    }
    return all.toArray(int[][]::new);
  }

  /** Log-normal lengths around 40, items by Zipf's law. */
  private static int[][] invented(int sequences, NextItem.Kind kind) {
    Random random = new Random(5);
    int most = 20_000;
    int[][] all = new int[sequences][];
    for (int i = 0; i < sequences; i++) {
      int length = (int) Math.exp(3.7 + random.nextGaussian());
      all[i] = new int[Math.clamp(length, 2, kind.steps)];
      Arrays.setAll(all[i], step -> (int) Math.pow(most, random.nextDouble()));
    }
    return all;
  }

  private void run() throws IOException, InterruptedException {
    long steps = Arrays.stream(items).mapToLong(each -> each.length).sum();
    System.out.println(NativeRuntime.get().cpu() + "; " + NativeRuntime.get().description());
    System.out.printf(
        "%s: %,d sequences, %,d steps, %.1f on average, %,d items%n",
        kind, items.length, steps, (double) steps / items.length, vocabulary);
    NextItem network = new NextItem(kind, vocabulary);
    double[] train = new double[2]; // steps per second of wall time and of processor time
    double[] last = new double[2];
    try (Weights weights = new Weights(network.plan(), 1)) {
      if (!python.isEmpty()) {
        dump();
        SafetensorsWriter.write(folder.resolve("weights.safetensors"), weights, Map.of());
        writeStates(network, weights);
        System.out.println("PyTorch with our weights: " + python("check"));
      }
      for (int threads = 1; threads <= 2; threads++) {
        double[] trained = train(network, weights, threads);
        System.out.printf(
            "ours, %d threads: training %,.0f steps/s, %,.0f per second of processor time%n",
            threads, trained[0], trained[1]);
        train[0] = Math.max(train[0], trained[0]);
        train[1] = Math.max(train[1], trained[1]);
      }
      last = last(network, weights);
      System.out.printf(
          "ours, 1 thread: last states %,.0f steps/s, %,.0f per second of processor time%n",
          last[0], last[1]);
    }
    if (!python.isEmpty()) {
      rivals("train", train);
      rivals("embed", last);
    }
  }

  private void rivals(String task, double[] ours) throws IOException, InterruptedException {
    for (String way : List.of("random", "bucketed")) {
      for (String threads : List.of("1", "2")) {
        JsonNode found = python(task, way, threads, Double.toString(seconds));
        double rate = found.get("steps_per_second").asDouble();
        double cpu = found.get("steps_per_cpu_second").asDouble();
        System.out.printf(
            "PyTorch %s, %s, %s threads: %s %,.0f steps/s, %,.0f per second of processor time; real"
                + " share %.2f, peak %,.0f MB; ours %.2f times by wall time, %.2f by processor time%n",
            found.get("torch").asText(),
            way,
            threads,
            task,
            rate,
            cpu,
            found.get("real_share").asDouble(),
            found.get("peak_mb").asDouble(),
            ours[0] / rate,
            ours[1] / cpu);
      }
    }
  }

  private void dump() throws IOException {
    try (NpyWriter lengths = new NpyWriter(folder.resolve("lengths.npy"), ElementType.INT64);
        NpyWriter tokens = new NpyWriter(folder.resolve("items.npy"), ElementType.INT64)) {
      for (int[] sequence : items) {
        lengths.append(sequence.length);
        for (int item : sequence) {
          tokens.append(item);
        }
      }
      lengths.finish();
      tokens.finish();
    }
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("kind", kind.name().toLowerCase(Locale.ROOT));
    options.put("tokens", vocabulary);
    options.put("width", kind.width);
    options.put("layers", kind.layers);
    options.put("heads", kind.heads);
    options.put("steps", kind.steps);
    options.put("dropout", kind.dropout);
    options.put("batch", kind.batch);
    options.put("negatives", kind.negatives);
    Json.write(folder.resolve("network.json"), options);
  }

  private void writeStates(NextItem network, Weights weights) {
    try (NpyWriter file =
            new NpyWriter(folder.resolve("states.npy"), ElementType.FLOAT32, kind.width);
        Replica replica = Replica.forInference(weights)) {
      for (int from = 0; from < Math.min(400, items.length); from += 100) {
        NextItem.Shard shard = shard(members(from, Math.min(from + 100, items.length)), 1);
        try (Graph graph = Graph.inference(replica)) {
          file.append(network.last(graph, shard).memory());
        }
      }
      file.finish();
    }
  }

  private static int[] members(int from, int until) {
    int[] members = new int[until - from];
    Arrays.setAll(members, i -> from + i);
    return members;
  }

  private NextItem.Shard shard(int[] members, long targets) {
    int[] lengths = Arrays.stream(members).map(i -> items[i].length).toArray();
    Sequences sequences = Sequences.ofLengths(lengths);
    int[] tokens = new int[sequences.rows()];
    for (int i = 0; i < members.length; i++) {
      System.arraycopy(items[members[i]], 0, tokens, sequences.first(i), lengths[i]);
    }
    return new NextItem.Shard(sequences, tokens, targets);
  }

  /** Steps per second of wall time, and of processor time, of whole optimiser steps. */
  private double[] train(NextItem network, Weights weights, int threads) {
    Clock clock = new Clock();
    RunContext context = new RunContext(new Resources(threads, 3L << 30, folder), clock);
    Timed source = new Timed();
    TrainerSettings settings =
        new TrainerSettings(
            1_000_000,
            0,
            new AdamWSettings(1e-3, 0.9, 0.999, 1e-8, 0),
            new Schedule.Constant(),
            0,
            1);
    source.warmUntil = System.nanoTime() + (long) (seconds * 0.6e9);
    try {
      var unused =
          Trainer.train(
              network, weights, TrainingData.of(source), settings, TrainerFolder.none(), context);
    } catch (Enough e) {
      return new double[] {
        e.steps / ((System.nanoTime() - source.started) / 1e9),
        e.steps / ((Clock.cpuNanos() - source.startedCpu) / 1e9)
      };
    }
    throw new IllegalStateException("training ended by itself");
  }

  /** Ends a run in its midst. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;
    final long steps;

    Enough(long steps) {
      super("enough");
      this.steps = steps;
    }
  }

  /** Batches of similar lengths, until there is no time left. */
  private final class Timed implements BatchSource<NextItem.Shard> {
    private long warmUntil;
    private long started;
    private long startedCpu;
    private long counted;

    @Override
    public long clients() {
      return items.length;
    }

    @Override
    public Stream<NextItem.Shard> open(long epoch) {
      List<int[]> batches =
          new LengthBatches(kind.batch, 1.05)
              .of(items.length, i -> items[i].length, new SplittableRandom(epoch));
      return new Stream<>() {
        private int next;
        private long given;

        @Override
        public @Nullable Batch<NextItem.Shard> next() {
          long now = System.nanoTime();
          if (started != 0) {
            counted += given;
            if (now - started > seconds * 1e9) {
              throw new Enough(counted);
            }
          } else if (now > warmUntil) {
            started = now;
            startedCpu = Clock.cpuNanos();
          }
          if (next == batches.size()) {
            given = 0;
            return null;
          }
          Batch<NextItem.Shard> batch = cut(batches.get(next++));
          given = batch.events();
          return batch;
        }

        @Override
        public void close() {}
      };
    }
  }

  private Batch<NextItem.Shard> cut(int[] members) {
    int count = Math.min(4, members.length);
    long steps = Arrays.stream(members).mapToLong(i -> items[i].length).sum();
    List<NextItem.Shard> shards = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      int[] mine = new int[(members.length - shard + count - 1) / count];
      for (int i = 0; i < mine.length; i++) {
        mine[i] = members[shard + i * count];
      }
      shards.add(shard(mine, steps - members.length));
    }
    return new Batch<>(shards, Arrays.stream(members).asLongStream().toArray(), steps);
  }

  private double[] last(NextItem network, Weights weights) {
    long steps = 0;
    long started = 0;
    long startedCpu = 0;
    long warmUntil = System.nanoTime() + (long) (seconds * 0.5e9);
    try (Replica replica = Replica.forInference(weights)) {
      while (true) {
        for (int from = 0; from < items.length; from += 100) {
          NextItem.Shard shard = shard(members(from, Math.min(from + 100, items.length)), 1);
          try (Graph graph = Graph.inference(replica)) {
            var unused = network.last(graph, shard).memory();
          }
          long now = System.nanoTime();
          if (started != 0) {
            steps += shard.tokens().length;
            if (now - started > seconds * 1e9) {
              return new double[] {
                steps / ((now - started) / 1e9), steps / ((Clock.cpuNanos() - startedCpu) / 1e9)
              };
            }
          } else if (now > warmUntil) {
            started = now;
            startedCpu = Clock.cpuNanos();
          }
        }
      }
    }
  }

  private JsonNode python(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(python);
    command.add(folder.toString());
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed");
    }
    return Json.mapper().readTree(output.lines().toList().getLast());
  }

  /** Processor time of the whole process. */
  private static final class Clock implements Progress {
    static long cpuNanos() {
      var bean = ManagementFactory.getOperatingSystemMXBean();
      return bean instanceof com.sun.management.OperatingSystemMXBean system
          ? system.getProcessCpuTime()
          : 0;
    }

    @Override
    public Step start(String what, long total, String unit) {
      return Step.SILENT;
    }

    @Override
    public void note(String message) {
      System.out.println(message);
    }
  }
}
