package io.habitus.benchmarks;

import io.habitus.engine.NativeBlock;
import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Replica;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * How far a training is from what the machine can multiply, and where its time goes instead: the
 * limit is measured (large products by the engine's BLAS, one thread per core), the time is sampled
 * by the JVM's own recorder.
 */
final class Roofline implements AutoCloseable {
  private static final int SIZE = 768;
  private static final double SECONDS = 3;

  private final double limit;
  private final Recording recording = new Recording();

  private Roofline(double limit) {
    this.limit = limit;
  }

  /** Measures the limit, then begins to sample. */
  static Roofline begin(int threads) throws InterruptedException {
    Roofline roofline = new Roofline(Math.max(products(threads), products(threads)));
    roofline.recording.enable("jdk.ExecutionSample").with("period", "10 ms");
    roofline.recording.enable("jdk.NativeMethodSample").with("period", "10 ms");
    roofline.recording.start();
    return roofline;
  }

  /** Floating-point operations per second of square fp32 products on so many threads. */
  private static double products(int threads) throws InterruptedException {
    LongAdder done = new LongAdder();
    long end = System.nanoTime() + (long) (SECONDS * 1e9);
    Thread[] workers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = Thread.ofPlatform().start(() -> done.add(productsUntil(end)));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return done.sum() * 2.0 * SIZE * SIZE * SIZE / SECONDS;
  }

  private static long productsUntil(long end) {
    long count = 0;
    WeightPlan none = new WeightPlan();
    try (Weights weights = new Weights(none, 1);
        Replica replica = Replica.forInference(weights);
        NativeBlock block = new NativeBlock(4L * SIZE * SIZE)) {
      while (System.nanoTime() < end) {
        try (Graph graph = Graph.inference(replica)) {
          Variable matrix = graph.input(block.memory(), SIZE, SIZE);
          for (int i = 0; i < 8; i++) {
            Variable unused = matrix.matmul(matrix);
            count++;
          }
        }
      }
    }
    return count;
  }

  /**
   * Ends the sampling and says what was found.
   *
   * @param flops of the network's products per second of the training
   */
  String report(double flops) throws IOException {
    recording.stop();
    Path file = Files.createTempFile("roofline", ".jfr");
    recording.dump(file);
    Map<String, Integer> parts = new LinkedHashMap<>();
    int samples = 0;
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        String part = part(events.readEvent());
        if (!part.isEmpty()) {
          parts.merge(part, 1, Integer::sum);
          samples++;
        }
      }
    }
    Files.delete(file);
    StringBuilder text = new StringBuilder();
    text.append(
        "roofline: %.1f of %.1f GF/s that the machine multiplies, %.0f %%; samples:"
            .formatted(flops / 1e9, limit / 1e9, 100 * flops / limit));
    int all = Math.max(samples, 1);
    parts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(part ->
            text.append(" %s %.0f %%,".formatted(part.getKey(), 100.0 * part.getValue() / all)));
    return text.deleteCharAt(text.length() - 1).toString();
  }

  /** The part of a step that a sample lies in; empty outside the workers. */
  private static String part(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return "";
    }
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      String part = part(type, frame.getMethod().getName());
      if (!part.isEmpty()) {
        return part;
      }
    }
    return "";
  }

  private static String part(String type, String method) {
    if (type.startsWith("org.bytedeco")) {
      return "libtorch";
    }
    if (type.startsWith("io.habitus.features") || type.startsWith("io.habitus.core")) {
      return "reading and features";
    }
    if (type.contains("AdamW") || type.contains("BlockOptimiser") || type.contains("Gradient")) {
      return "optimiser";
    }
    if (!type.startsWith("io.habitus.engine") && !type.startsWith("io.habitus.models")) {
      return "";
    }
    if (type.endsWith("Tile")) {
      return "tile of the products";
    }
    if (type.endsWith("graph.Blas")) {
      return "large products";
    }
    if (type.endsWith("Panels") || method.equals("transpose")) {
      return "packing";
    }
    return type.endsWith("Gates") || type.endsWith("VectorMath") ? "gates" : "the rest";
  }

  @Override
  public void close() {
    recording.close();
  }
}
