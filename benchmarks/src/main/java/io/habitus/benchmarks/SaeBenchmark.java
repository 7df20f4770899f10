package io.habitus.benchmarks;

import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.explain.sae.Activations;
import io.habitus.explain.sae.Fidelity;
import io.habitus.explain.sae.MatrixActivations;
import io.habitus.explain.sae.SaeSettings;
import io.habitus.explain.sae.SaeTraining;
import io.habitus.explain.sae.Scaling;
import io.habitus.explain.sae.Sparsity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Training of a TopK sparse autoencoder beside the same one in plain PyTorch ({@code
 * benchmarks/python/sae.py}), on the same vectors: sums of eight of 512 hidden directions with some
 * noise. Both must explain the same share of the variance, up to two points, before times are
 * printed. Ours also counts its first epoch and keeps account of dead features.
 *
 * <p>Arguments: python, script, then width, features, k, batch, epochs and threads.
 */
public final class SaeBenchmark {
  private static final int VECTORS = 1 << 15;
  private static final int HIDDEN = 512;
  private static final int PARTS = 8;
  private static final double TOLERANCE = 0.02;

  private SaeBenchmark() {}

  private record Seen(double perSecond, double cpuPerMillion, double explained) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int width = Integer.parseInt(args[2]);
    float[] vectors = vectors(width);
    Path file = Files.createTempFile("sae", ".f32");
    try {
      ByteBuffer bytes = ByteBuffer.allocate(4 * vectors.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vectors);
      Files.write(file, bytes.array());
      ours(vectors, args, 2); // warms the JVM up
      Seen ours = ours(vectors, args, Integer.parseInt(args[6]));
      Seen theirs = theirs(file, args);
      if (Math.abs(ours.explained - theirs.explained) > TOLERANCE) {
        throw new IllegalStateException(
            "explained variance: expected the same, found %s and %s"
                .formatted(ours.explained, theirs.explained));
      }
      print("habitus", ours);
      print("PyTorch", theirs);
      System.out.printf(
          Locale.ROOT,
          "wall %.2f times, CPU %.2f times%n",
          ours.perSecond / theirs.perSecond,
          theirs.cpuPerMillion / ours.cpuPerMillion);
    } finally {
      Files.delete(file);
    }
  }

  private static float[] vectors(int width) {
    SplittableRandom random = new SplittableRandom(7);
    float[] directions = new float[HIDDEN * width];
    for (int i = 0; i < directions.length; i++) {
      directions[i] = (float) random.nextGaussian();
    }
    float[] all = new float[VECTORS * width];
    for (int row = 0; row < VECTORS; row++) {
      for (int n = 0; n < PARTS; n++) {
        int from = random.nextInt(HIDDEN) * width;
        float strength = (float) (0.5 + random.nextDouble());
        for (int c = 0; c < width; c++) {
          all[row * width + c] += strength * directions[from + c];
        }
      }
      for (int c = 0; c < width; c++) {
        all[row * width + c] += (float) (0.1 * random.nextGaussian());
      }
    }
    return all;
  }

  private static Seen ours(float[] vectors, String[] args, int epochs) {
    int threads = Integer.parseInt(args[7]);
    Resources machine = Resources.ofThisMachine();
    RunContext context =
        new RunContext(
            new Resources(threads, machine.memoryBytes(), machine.tempDir()), Progress.SILENT);
    SaeSettings settings =
        new SaeSettings(
            Integer.parseInt(args[3]),
            new Sparsity.TopK(Integer.parseInt(args[4])),
            0,
            1 << 24,
            Integer.parseInt(args[5]),
            epochs,
            1e-3,
            1 << 16,
            1);
    Activations activations = MatrixActivations.of(vectors, Integer.parseInt(args[2]));
    double cpu = cpuSeconds();
    SaeTraining.Trained trained =
        SaeTraining.train(activations, Scaling.Kind.NORM, settings, "benchmark", context);
    double used = cpuSeconds() - cpu;
    double read = (double) epochs * VECTORS;
    return new Seen(
        trained.training().eventsPerSecond(),
        used / read * 1e6,
        Fidelity.of(trained.autoencoder(), activations).explainedVariance());
  }

  private static double cpuSeconds() {
    var bean = ManagementFactory.getOperatingSystemMXBean();
    return bean instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getProcessCpuTime() / 1e9
        : Double.NaN;
  }

  private static Seen theirs(Path file, String[] args) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            args[0],
            args[1],
            file.toString(),
            args[2],
            args[3],
            args[4],
            args[5],
            args[6],
            args[7]);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("failed:\n" + said);
    }
    String[] numbers = said.substring(said.lastIndexOf('\n') + 1).split(" ", -1);
    return new Seen(
        Double.parseDouble(numbers[0]),
        Double.parseDouble(numbers[1]),
        Double.parseDouble(numbers[2]));
  }

  private static void print(String who, Seen seen) {
    System.out.printf(
        Locale.ROOT,
        "%s: %,.0f vectors/s, %.2f CPU seconds per million, %.4f of the variance explained%n",
        who,
        seen.perSecond,
        seen.cpuPerMillion,
        seen.explained);
  }
}
