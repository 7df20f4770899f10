package io.habitus.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.array.ElementType;
import io.habitus.core.array.NpyWriter;
import io.habitus.core.json.Json;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.engine.NativeRuntime;
import io.habitus.recommend.Recommendation;
import io.habitus.recommend.Recommending;
import io.habitus.recommend.data.Cases;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.data.SequenceFile;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.ItemVectors;
import io.habitus.recommend.sequential.SequentialModel;
import io.habitus.recommend.sequential.Settings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The ten best unseen items of every user by SASRec, beside the same network in plain PyTorch
 * ({@code benchmarks/python/recommend.py}), which loads our weights. Before anything is timed, both
 * must give the same lists.
 *
 * <p>Arguments: folder; a file of lines "user item item …"; Python; script. Without the last two
 * ours runs alone.
 */
public final class RecommendBenchmark {
  private static final int MOST = 50;
  private static final int REPEATS = 3;

  private RecommendBenchmark() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Interactions data = SequenceFile.read(Path.of(args[1]));
    System.out.println(NativeRuntime.get().cpu() + "; " + NativeRuntime.get().description());
    System.out.printf("%,d users, %,d items%n", data.size(), data.items().size());
    List<String> python = List.of(args).subList(2, args.length);
    // Weights of one epoch: scores need only be as different as those of a fitted model.
    Settings settings = Settings.of(Map.of("epochs", "1", "patience", "0", "max-items", "" + MOST));
    try (FittedSequential model =
        new SequentialModel(settings, new ItemVectors.Random()).fit(all(data), 1, context(2))) {
      double[] wall = {0, 0, 0};
      double[] cpu = {0, 0, 0};
      for (int threads = 1; threads <= 2; threads++) {
        for (int repeat = 0; repeat < REPEATS; repeat++) {
          long processor = processor();
          long started = System.nanoTime();
          List<List<Recommendation>> lists = lists(model, data, threads);
          double seconds = (System.nanoTime() - started) / 1e9;
          wall[threads] = Math.max(wall[threads], lists.size() / seconds);
          cpu[threads] = Math.max(cpu[threads], lists.size() / ((processor() - processor) / 1e9));
        }
        System.out.printf(
            "ours, %d threads: %,.0f users/s, %,.0f per second of processor time%n",
            threads, wall[threads], cpu[threads]);
      }
      if (python.size() == 2) {
        dump(folder, model, data);
        for (String way : List.of("random", "bucketed")) {
          for (int threads = 1; threads <= 2; threads++) {
            JsonNode found = run(python, folder, way, threads);
            double rate = found.get("users_per_second").asDouble();
            double processor = found.get("users_per_cpu_second").asDouble();
            System.out.printf(
                "PyTorch %s, %s, %d threads: %,.0f users/s, %,.0f per second of processor time;"
                    + " %.4f of lists equal; ours %.2f times by wall time, %.2f by processor"
                    + " time%n",
                found.get("torch").asText(),
                way,
                threads,
                rate,
                processor,
                found.get("equal").asDouble(),
                wall[threads] / rate,
                cpu[threads] / processor);
          }
        }
      }
    }
  }

  /** Everything is learned from, so that every item has a vector. */
  private static Partition all(Interactions data) {
    int[] until = IntStream.range(0, data.size()).map(data::length).toArray();
    Cases none = new Cases(new int[0], new int[0]);
    return new Partition(data, new Split.LastForValidation(), until, new BitSet(), none, none);
  }

  private static RunContext context(int threads) {
    Resources machine = Resources.ofThisMachine();
    return new RunContext(
        new Resources(threads, machine.memoryBytes(), machine.tempDir()), Progress.SILENT);
  }

  private static long processor() {
    var bean =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return bean.getProcessCpuTime();
  }

  private static List<List<Recommendation>> lists(
      FittedSequential model, Interactions data, int threads) {
    List<List<Recommendation>> lists = new ArrayList<>();
    new Recommending(model, Recommending.Rules.best(10))
        .forEach(
            data,
            IntStream.range(0, data.size()).toArray(),
            context(threads),
            (list, place) -> lists.add(list));
    return lists;
  }

  private static void dump(Path folder, FittedSequential model, Interactions data)
      throws IOException {
    if (Files.notExists(folder.resolve("model"))) {
      model.save(folder.resolve("model"));
    }
    List<List<Recommendation>> lists = lists(model, data, 2);
    try (NpyWriter lengths = new NpyWriter(folder.resolve("lengths.npy"), ElementType.INT64);
        NpyWriter items = new NpyWriter(folder.resolve("items.npy"), ElementType.INT64);
        NpyWriter ours = new NpyWriter(folder.resolve("lists.npy"), ElementType.INT64)) {
      for (int user = 0; user < data.size(); user++) {
        lengths.append(data.length(user));
        for (int item : data.history(user, data.length(user))) {
          items.append(item);
        }
        for (Recommendation each : lists.get(user)) {
          ours.append(model.items().find(each.item()));
        }
      }
      lengths.finish();
      items.finish();
      ours.finish();
    }
    Json.write(
        folder.resolve("network.json"),
        Map.of(
            "kind", "sasrec",
            "tokens", data.items().size(),
            "width", 64,
            "layers", 2,
            "heads", 2,
            "steps", MOST,
            "dropout", 0.1,
            "batch", 256,
            "negatives", 0));
  }

  private static JsonNode run(List<String> python, Path folder, String way, int threads)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(python);
    command.addAll(List.of(folder.toString(), way, Integer.toString(threads)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException("PyTorch's lists are others, or it failed");
    }
    return Json.mapper().readTree(output);
  }
}
