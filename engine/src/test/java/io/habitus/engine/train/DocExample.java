package io.habitus.engine.train;

import io.habitus.core.run.RunContext;
import io.habitus.engine.AdamWSettings;
import io.habitus.engine.NativeBlock;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.network.Linear;
import io.habitus.engine.recurrent.Gru;
import io.habitus.engine.recurrent.PackedLengths;
import io.habitus.engine.safetensors.SafetensorsWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The network of docs/engine.md, which {@link EngineDocTest} holds to this. */
final class DocExample {
  private DocExample() {}

  // network begins
  /** Some clients of a batch: event rows in packed order, and whether each client buys. */
  record Shard(PackedLengths lengths, MemorySegment rows, MemorySegment labels, int batchSize) {}

  static final class BuyerNetwork implements Network<Shard> {
    private final WeightPlan plan = new WeightPlan();
    private final Gru gru = new Gru(plan, "gru.", 8, 16, 2);
    private final Linear head = new Linear(plan, "head", 16, 1);

    Variable logits(Graph graph, Shard shard) {
      Variable rows = graph.input(shard.rows, shard.lengths.rows(), 8);
      var states = gru.forward(graph, shard.lengths, new Gru.Input.Rows(rows), null, 0.1);
      Variable profile = states.last().getLast(); // (clients, 16)
      return head.forward(graph, profile.dropout(0.1)); // (clients, 1)
    }

    @Override
    public Variable loss(Graph graph, Shard shard) {
      Variable labels = graph.input(shard.labels, shard.lengths.sequences(), 1);
      Variable sum = logits(graph, shard).binaryCrossEntropySum(labels);
      return sum.times(1.0 / shard.batchSize); // the shards' losses add up to the batch's mean
    }
  }

  // network ends

  static TrainingResult train(
      BatchSource<Shard> clients, BatchSource<Shard> heldOut, Path out, RunContext run) {
    // training begins
    BuyerNetwork network = new BuyerNetwork();
    TrainerSettings settings =
        new TrainerSettings(
            6, // epochs at most
            2, // epochs without a better validation loss
            AdamWSettings.pytorchDefaults(0.01),
            new Schedule.Warmup(10),
            1, // largest norm of a gradient
            7); // seed
    try (Weights weights = new Weights(network.plan, settings.seed())) {
      TrainingResult result =
          Trainer.train(
              network,
              weights,
              TrainingData.of(clients).validatedOn(heldOut),
              settings,
              TrainerFolder.of(out, "hash of the data and of what cuts it into batches"),
              run);
      SafetensorsWriter.write(out.resolve("model.safetensors"), weights, Map.of("model", "buyers"));
      return result;
    }
    // training ends
  }

  /** Batches of 16 clients in two shards: a client buys who has more of the first value. */
  static FixedBatches<Shard> clients(NativeBlock memory, int batches, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] at = {0};
    return new FixedBatches<>(
        java.util.stream.IntStream.range(0, batches)
            .mapToObj(batch ->
                new Batch<>(
                    List.of(shard(memory, at, random), shard(memory, at, random)),
                    new long[16],
                    2 * 30))
            .toList());
  }

  private static Shard shard(NativeBlock memory, long[] at, SplittableRandom random) {
    PackedLengths lengths = PackedLengths.of(8, 6, 5, 4, 3, 2, 1, 1); // 30 rows
    MemorySegment rows = take(memory, at, lengths.rows() * 8);
    MemorySegment labels = take(memory, at, 8);
    for (int client = 0; client < 8; client++) {
      double sum = 0;
      for (int step = 0; step < lengths.length(client); step++) {
        for (int i = 0; i < 8; i++) {
          double value = random.nextGaussian();
          rows.setAtIndex(
              ValueLayout.JAVA_FLOAT, lengths.row(client, step) * 8L + i, (float) value);
          sum += i == 0 ? value : 0;
        }
      }
      labels.setAtIndex(ValueLayout.JAVA_FLOAT, client, sum > 0 ? 1 : 0);
    }
    return new Shard(lengths, rows, labels, 16);
  }

  private static MemorySegment take(NativeBlock memory, long[] at, int floats) {
    MemorySegment part = memory.memory().asSlice(at[0], floats * 4L);
    at[0] += floats * 4L;
    return part;
  }

  /** The logits of one client with the rows (t, i) ↦ (t − i)/8, t below 5. */
  static float logit(Weights weights, BuyerNetwork network) {
    PackedLengths lengths = PackedLengths.of(5);
    try (NativeBlock memory = new NativeBlock(41 * 4);
        Replica replica = Replica.forInference(weights);
        Graph graph = Graph.inference(replica)) {
      for (int i = 0; i < 40; i++) {
        memory.memory().setAtIndex(ValueLayout.JAVA_FLOAT, i, (i / 8 - i % 8) / 8f);
      }
      Shard shard = new Shard(lengths, memory.memory(), memory.memory().asSlice(160), 1);
      return network.logits(graph, shard).toFloats()[0];
    }
  }

  static WeightPlan plan(BuyerNetwork network) {
    return network.plan;
  }
}
