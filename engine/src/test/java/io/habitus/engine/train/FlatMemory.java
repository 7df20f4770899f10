package io.habitus.engine.train;

import io.habitus.core.run.RunContext;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 10,000 steps over a mapped file that is larger than JavaCPP would let a small heap have. */
final class FlatMemory {
  static final int STEPS = 10_000;
  private static final int WIDTH = 32;
  private static final int ROWS = 128;

  private FlatMemory() {}

  /**
   * Arguments: the file. Prints kilobytes of anonymous memory after a fifth of the steps and after
   * all of them, then of all resident memory.
   */
  public static void main(String[] arguments) throws Exception {
    WeightPlan plan = new WeightPlan();
    Weight weight = plan.add("weight", new Weight.Initial.Uniform(0.1), WIDTH, WIDTH);
    Network<MemorySegment> network =
        (graph, rows) -> {
          Variable x = graph.input(rows, ROWS, WIDTH);
          Variable y = x.linear(graph.weight(weight)).gelu().dropout(0.1);
          return y.linear(graph.weight(weight)).minus(x).square().sum().times(1e-4);
        };
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(Path.of(arguments[0]));
        Weights weights = new Weights(plan, 1)) {
      MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      Trainer.train(
          network,
          weights,
          TrainingData.of(new Mapped(mapped)),
          Perceptron.settings(1, 0),
          TrainerFolder.none(),
          RunContext.silent().withThreads(2));
      System.out.println("end " + kilobytes("RssAnon:") + " " + kilobytes("VmRSS:"));
    }
  }

  /** Two shards of a batch lie anywhere in the file. */
  private record Mapped(MemorySegment file) implements BatchSource<MemorySegment> {
    @Override
    public Stream<MemorySegment> open(long epoch) {
      return new Stream<>() {
        private int step;

        @Override
        public @Nullable Batch<MemorySegment> next() {
          if (step == STEPS / 5) {
            System.out.println("begin " + kilobytes("RssAnon:"));
          }
          return step == STEPS
              ? null
              : new Batch<>(List.of(rows(2 * step), rows(2 * step++ + 1)), new long[2], 2);
        }

        @Override
        public void close() {}
      };
    }

    private MemorySegment rows(long number) {
      long bytes = ROWS * WIDTH * 4L;
      return file.asSlice(number * bytes % (file.byteSize() - bytes), bytes);
    }

    @Override
    public long clients() {
      return -1;
    }
  }

  private static long kilobytes(String key) {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
