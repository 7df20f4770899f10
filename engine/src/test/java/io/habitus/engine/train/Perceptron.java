package io.habitus.engine.train;

import io.habitus.engine.AdamWSettings;
import io.habitus.engine.NativeBlock;
import io.habitus.engine.Precision;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A small network with dropout that learns which side of a curve a point lies on. */
final class Perceptron implements Network<Perceptron.Rows> {
  private static final int INPUTS = 6;
  private static final int SHARDS = 4;

  private final WeightPlan plan = new WeightPlan();
  private final Weight first;
  private final Weight firstBias;
  private final Weight second;
  private final Weight secondBias;

  /** Some rows of a batch of {@code total}. */
  record Rows(MemorySegment points, MemorySegment labels, int rows, int total) {}

  Perceptron(int hidden) {
    first = plan.add("0.weight", new Weight.Initial.Uniform(0.4), hidden, INPUTS);
    firstBias = plan.add("0.bias", new Weight.Initial.Uniform(0.4), hidden);
    second = plan.add("3.weight", new Weight.Initial.Uniform(0.2), 1, hidden);
    secondBias = plan.add("3.bias", new Weight.Initial.Constant(0), 1);
  }

  Weights weights(long seed) {
    return weights(seed, Precision.FP32);
  }

  Weights weights(long seed, Precision precision) {
    return new Weights(plan, seed, precision);
  }

  @Override
  public Variable loss(Graph graph, Rows rows) {
    Variable x = graph.input(rows.points, rows.rows, INPUTS);
    Variable hidden = x.linear(graph.weight(first), graph.weight(firstBias)).gelu().dropout(0.2);
    Variable logits = hidden.linear(graph.weight(second), graph.weight(secondBias)); // (rows, 1)
    Variable labels = graph.input(rows.labels, rows.rows, 1);
    return logits.binaryCrossEntropySum(labels).times(1.0 / rows.total);
  }

  static TrainerSettings settings(int epochs, int patience) {
    return new TrainerSettings(
        epochs,
        patience,
        AdamWSettings.pytorchDefaults(0.02),
        new Schedule.Cosine(5, 60, 0.1),
        0.5,
        11);
  }

  /**
   * Points in an order that is shuffled by the epoch; every tenth label is wrong.
   *
   * @param seed of the points
   * @param beforeBatch told the number of each batch of the whole source before it is given
   */
  record Points(long clients, int batchSize, long seed, LongConsumer beforeBatch)
      implements BatchSource<Rows> {
    Points(long clients, int batchSize, long seed) {
      this(clients, batchSize, seed, number -> {});
    }

    @Override
    public Stream<Rows> open(long epoch) {
      return new Reader(this, epoch);
    }

    void fill(long client, MemorySegment point, MemorySegment label) {
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + client);
      double side = -2;
      for (int i = 0; i < INPUTS; i++) {
        double value = random.nextGaussian();
        point.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
        side += i % 2 == 0 ? value : value * value;
      }
      boolean wrong = random.nextInt(10) == 0;
      label.setAtIndex(ValueLayout.JAVA_FLOAT, 0, side > 0 ^ wrong ? 1 : 0);
    }
  }

  private static final class Reader implements BatchSource.Stream<Rows> {
    private final Points source;
    private final long[] order;
    private final NativeBlock memory;
    private int at;

    Reader(Points source, long epoch) {
      this.source = source;
      memory = new NativeBlock(source.batchSize * (INPUTS + 1L) * 4);
      SplittableRandom random = new SplittableRandom(source.seed * 31 + epoch);
      order = new long[Math.toIntExact(source.clients)];
      for (int i = 0; i < order.length; i++) {
        int other = random.nextInt(i + 1);
        order[i] = order[other];
        order[other] = i;
      }
    }

    @Override
    public @Nullable Batch<Rows> next() {
      if (at == order.length) {
        return null;
      }
      source.beforeBatch.accept(at / source.batchSize);
      int size = Math.min(source.batchSize, order.length - at);
      List<Rows> shards = new ArrayList<>();
      long[] ids = new long[size];
      long offset = 0;
      for (int shard = 0; shard < Math.min(SHARDS, size); shard++) {
        int rows = (size - shard + SHARDS - 1) / SHARDS;
        MemorySegment points = memory.memory().asSlice(offset, rows * INPUTS * 4L);
        MemorySegment labels = memory.memory().asSlice(offset + points.byteSize(), rows * 4L);
        for (int row = 0; row < rows; row++) {
          long client = order[at + row * SHARDS + shard];
          ids[row * SHARDS + shard] = client;
          source.fill(
              client, points.asSlice(row * INPUTS * 4L, INPUTS * 4L), labels.asSlice(row * 4L, 4));
        }
        shards.add(new Rows(points, labels, rows, size));
        offset += points.byteSize() + labels.byteSize();
      }
      at += size;
      return new Batch<>(shards, ids, size * 3L);
    }

    /** Without making them: what is passed over is not counted by who counts. */
    @Override
    public void skip(long batches) {
      at = (int) Math.min(order.length, batches * source.batchSize);
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
