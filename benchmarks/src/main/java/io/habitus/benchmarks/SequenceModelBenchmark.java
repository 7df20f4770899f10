package io.habitus.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyWriter;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.AdamWSettings;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.train.Schedule;
import io.habitus.engine.train.Trainer;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.engine.train.TrainerSettings;
import io.habitus.engine.train.TrainingData;
import io.habitus.engine.train.TrainingResult;
import io.habitus.features.event.BatchPart;
import io.habitus.features.event.BatchSettings;
import io.habitus.features.event.BatchStream;
import io.habitus.features.event.EventFeatures;
import io.habitus.features.event.SequenceBatches;
import io.habitus.features.event.SequenceSettings;
import io.habitus.ingest.shop.ShopGenerator;
import io.habitus.ingest.shop.ShopSettings;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.sequence.Cut;
import io.habitus.models.sequence.PackedRows;
import io.habitus.models.sequence.ShardedBatches;
import io.habitus.models.sra.SraNetwork;
import io.habitus.models.sra.SraShard;
import io.habitus.models.sra.SraShards;
import io.habitus.pipeline.data.DataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SRA beside the same network in plain PyTorch ({@code benchmarks/python/sra.py}): training and
 * embedding, in real events per second, on the lengths of a real log. Before anything is timed, the
 * loss of the same weights on the same clients must agree.
 *
 * <p>Arguments: a challenge directory or store, or {@code shop:CLIENTS:DAYS}; Python interpreter;
 * script; further arguments of the script.
 */
public final class SequenceModelBenchmark {
  private static final int BATCH = 128;
  private static final int CHECKED = 64;
  private static final int HIDDEN = 256;
  private static final int LATENT = 128;
  private static final int TIMES = 3;

  private final Path folder;
  private final RunContext context;

  private SequenceModelBenchmark(Path folder) {
    this.folder = folder;
    this.context =
        new RunContext(
            new Resources(Runtime.getRuntime().availableProcessors(), 6L << 30, folder),
            Progress.SILENT);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    SequenceModelBenchmark benchmark =
        new SequenceModelBenchmark(Files.createTempDirectory("sequence-models"));
    benchmark.run(benchmark.data(args[0]), List.of(args).subList(1, args.length));
  }

  private Path data(String name) {
    if (!name.startsWith("shop:")) {
      return Path.of(name);
    }
    String[] size = name.split(":");
    Path shop = folder.resolve("shop");
    var unused =
        ShopGenerator.generate(
            ShopSettings.of(Integer.parseInt(size[1]), Integer.parseInt(size[2]), 7),
            shop,
            context);
    return shop;
  }

  private void run(Path data, List<String> rival) throws IOException, InterruptedException {
    try (DataSource source = DataSource.open(data, context)) {
      Histories histories = source.store().histories();
      EventFeatures features = EventFeatures.fit(histories, SequenceSettings.sra(), context);
      List<Long> lengths = dump(histories, features);
      long rows = lengths.stream().mapToLong(Long::longValue).sum();
      System.out.printf("%,d clients, %,d rows of %d%n", lengths.size(), rows, features.width());
      double loss = checkedLoss(features.width());
      List<String> command = new ArrayList<>(rival);
      command.add(2, folder.toString());
      requireSameLoss(loss, command);
      train(histories, features, lengths.size());
      embed(histories, rows);
      follow(command, line -> System.out.println("theirs: " + line));
    }
  }

  /** Writes every client's rows as the network reads them; returns their numbers. */
  private List<Long> dump(Histories histories, EventFeatures features) {
    List<Long> lengths = new ArrayList<>();
    try (BatchStream stream =
            SequenceBatches.of(histories, features, BatchSettings.embedding(BATCH)).open(0);
        NpyWriter writer =
            new NpyWriter(folder.resolve("rows.npy"), ElementType.FLOAT32, features.width())) {
      while (stream.next()) {
        BatchPart part = stream.batch().input();
        long stride = 4L * part.width();
        for (int i = 0; i < stream.batch().size(); i++) {
          long from = stride * i * part.steps();
          writer.append(part.values().asSlice(from, stride * part.length(i)));
          lengths.add((long) part.length(i));
        }
      }
      writer.finish();
    }
    Npy.write(folder.resolve("lengths.npy"), lengths.stream().mapToLong(Long::longValue).toArray());
    return lengths;
  }

  /** The loss of untrained weights, which are written too, on the first clients. */
  private double checkedLoss(int width) throws IOException {
    WeightPlan plan = new WeightPlan();
    SraNetwork network = new SraNetwork(plan, width, HIDDEN, LATENT, width);
    Path written = Files.createDirectories(folder.resolve("weights"));
    try (Arena arena = Arena.ofConfined();
        Weights weights = new Weights(plan, 5);
        Replica replica = Replica.forInference(weights);
        Graph graph = Graph.inference(replica)) {
      for (Weight weight : weights.all()) {
        Path file = written.resolve(weight.name() + ".npy");
        Npy.write(file, ElementType.FLOAT32, weight.shape(), weights.values(weight));
      }
      PackedRows rows = new PackedRows(arena);
      rows.fill(checkedRows(width), width);
      return network.loss(graph, new SraShard(rows, rows.lengths().rows())).item();
    }
  }

  private List<float[]> checkedRows(int width) {
    MemorySegment all = Npy.read(folder.resolve("rows.npy")).data();
    var lengths = Npy.read(folder.resolve("lengths.npy"));
    List<float[]> rows = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < Math.min(CHECKED, lengths.size()); i++) {
      long bytes = 4 * lengths.getLong(i) * width;
      rows.add(all.asSlice(at, bytes).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED));
      at += bytes;
    }
    rows.sort((a, b) -> Integer.compare(b.length, a.length));
    return rows;
  }

  private static void requireSameLoss(double ours, List<String> command)
      throws IOException, InterruptedException {
    List<String> check = new ArrayList<>(command.subList(0, 3));
    check.add("--check");
    check.add(Integer.toString(CHECKED));
    List<String> lines = new ArrayList<>();
    follow(check, lines::add);
    double theirs = new ObjectMapper().readTree(lines.getLast()).get("loss").asDouble();
    if (Math.abs(ours - theirs) > 1e-4 * theirs) {
      throw new IllegalStateException("loss: ours " + ours + ", theirs " + theirs);
    }
    System.out.printf("loss of the same weights: ours %.6f, theirs %.6f%n", ours, theirs);
  }

  private void train(Histories histories, EventFeatures features, int clients)
      throws IOException, InterruptedException {
    WeightPlan plan = new WeightPlan();
    SraNetwork network = new SraNetwork(plan, features.width(), HIDDEN, LATENT, features.width());
    SequenceBatches batches =
        SequenceBatches.of(histories, features, BatchSettings.training(BATCH, 1));
    ShardedBatches<SraShard> source =
        new ShardedBatches<>(batches, clients, new Cut(4), SraShards::new);
    AdamWSettings adam = new AdamWSettings(1e-3, 0.9, 0.999, 1e-8, 0);
    TrainerSettings settings = new TrainerSettings(1, 0, adam, new Schedule.Constant(), 1, 1);
    for (int time = 0; time < TIMES; time++) {
      try (Weights weights = new Weights(plan, 5);
          Roofline roofline = Roofline.begin(context.resources().threads())) {
        TrainingResult result =
            Trainer.train(
                network, weights, TrainingData.of(source), settings, TrainerFolder.none(), context);
        System.out.printf(
            "ours: training, epoch %d: %,.0f events/s (%d steps in %.1f s, loss %.4f)%n",
            time + 1,
            result.eventsPerSecond(),
            result.steps(),
            result.seconds(),
            result.losses().getLast().training());
        System.out.println(
            roofline.report(result.eventsPerSecond() * productsPerEvent(features.width())));
      }
    }
  }

  /**
   * Floating-point operations per event of a training step's products: forward once, backward twice
   * but for the gradient of the input. What is done once per client is left out.
   */
  private static double productsPerEvent(int width) {
    double input = 2.0 * 3 * HIDDEN * width;
    double inside = 2.0 * (2 * 3 * HIDDEN * HIDDEN + HIDDEN * width);
    return 2 * input + 3 * inside;
  }

  /** From the store to the vectors: event features included, which the rival finds ready. */
  private void embed(Histories histories, long rows) {
    ProfileModel model = ProfileModels.named("sra", Map.of("epochs", "0"));
    ClientSet everyone = everyone(histories);
    try (FittedProfileModel fitted = model.fit(histories, everyone, 1, context)) {
      for (int time = 0; time < TIMES; time++) {
        long start = System.nanoTime();
        Profiles profiles = fitted.embed(histories, everyone, context);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "ours: embedding, time %d: %,.0f events/s, %,.0f clients/s%n",
            time + 1, rows / seconds, profiles.size() / seconds);
      }
    }
  }

  private static ClientSet everyone(Histories histories) {
    List<Long> ids = new ArrayList<>();
    for (int shard = 0; shard < histories.shardCount(); shard++) {
      try (Histories.Cursor cursor = histories.open(shard)) {
        while (cursor.next()) {
          ids.add(cursor.events().clientId());
        }
      }
    }
    return ClientSet.of(ids.stream().mapToLong(Long::longValue).toArray());
  }

  private interface Lines {
    void accept(String line) throws IOException;
  }

  private static void follow(List<String> command, Lines lines)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode unused = new ObjectMapper().readTree(line);
        lines.accept(line);
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed");
    }
  }
}
