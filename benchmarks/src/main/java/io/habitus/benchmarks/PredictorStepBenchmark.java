package io.habitus.benchmarks;

import io.habitus.engine.AdamW;
import io.habitus.engine.AdamWSettings;
import io.habitus.engine.NativeRuntime;
import io.habitus.engine.Operations;
import io.habitus.engine.Precision;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import io.habitus.engine.TorchRandom;
import io.habitus.engine.layer.Linear;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the time of a predictor step goes: one residual block (2048 → 4096 → 2048, batch 128), a
 * third of a step, in one and in more Java threads. Run it with {@code
 * -Dorg.bytedeco.openblas.load=mkl_rt} and MKL on the class path to compare the BLAS.
 *
 * <p>Arguments: most threads, repetitions.
 */
public final class PredictorStepBenchmark implements AutoCloseable {
  private static final int BATCH = 128;
  private static final int WIDTH = 2048;
  private static final int EXPANSION = 4096;
  private static final List<String> PHASES =
      List.of("forward", "gelu", "gelu'", "backward", "gradient + AdamW");

  private final TensorOwner owner = new TensorOwner();
  private final Linear expand = new Linear(owner, WIDTH, EXPANSION, Precision.FP32);
  private final Linear contract = new Linear(owner, EXPANSION, WIDTH, Precision.FP32);
  private final AdamW optimiser = new AdamW(AdamWSettings.pytorchDefaults(1e-3));
  private final Tensor x = owner.zeros(BATCH, WIDTH);
  private final Tensor wide = owner.zeros(BATCH, EXPANSION);
  private final Tensor activated = owner.zeros(BATCH, EXPANSION);
  private final Tensor y = owner.zeros(BATCH, WIDTH);
  private final Tensor gradientWide = owner.zeros(BATCH, EXPANSION);
  private final Tensor gradientX = owner.zeros(BATCH, WIDTH);

  private PredictorStepBenchmark() {
    try (TorchRandom random = new TorchRandom(1)) {
      expand.initialise(random);
      contract.initialise(random);
      random.uniform(x, -1, 1);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    int most = Integer.parseInt(args[0]);
    int repetitions = Integer.parseInt(args[1]);
    System.out.println(
        NativeRuntime.get().cpu()
            + ", "
            + NativeRuntime.get().description()
            + "; median ms of CPU time per thread");
    System.out.println("threads  " + String.join("  ", PHASES) + "  block");
    for (int threads = 1; threads <= most; threads++) {
      System.out.println(threads + "  " + row(threads, repetitions));
    }
  }

  private static String row(int threads, int repetitions) throws InterruptedException {
    List<double[]> medians = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(
          Thread.ofPlatform()
              .start(() -> {
                try (var benchmark = new PredictorStepBenchmark()) {
                  double[] mine = benchmark.medians(repetitions);
                  synchronized (medians) {
                    medians.add(mine);
                  }
                }
              }));
    }
    for (Thread thread : running) {
      thread.join();
    }
    StringBuilder row = new StringBuilder();
    for (int phase = 0; phase <= PHASES.size(); phase++) {
      int at = phase;
      row.append(
          "%.1f  "
              .formatted(medians.stream().mapToDouble(each -> each[at]).average().orElseThrow()));
    }
    return row.toString();
  }

  /** Milliseconds of each phase and of the whole block. */
  private double[] medians(int repetitions) {
    double[][] times = new double[PHASES.size() + 1][repetitions];
    for (int i = -3; i < repetitions; i++) {
      double[] one = step();
      for (int phase = 0; i >= 0 && phase < one.length; phase++) {
        times[phase][i] = one[phase];
      }
    }
    return Arrays.stream(times)
        .mapToDouble(all -> Arrays.stream(all).sorted().skip(repetitions / 2).findFirst().orElse(0))
        .toArray();
  }

  private double[] step() {
    optimiser.beginStep();
    double forward = time(() -> expand.forward(wide, x));
    double gelu = time(() -> Operations.gelu(activated, wide));
    forward += time(() -> contract.forward(y, activated));
    double backward = time(() -> contract.backward(gradientWide, y));
    double update = time(() -> contract.update(optimiser, activated, y));
    double slope = time(() -> Operations.geluBackward(gradientWide, gradientWide, wide));
    backward += time(() -> expand.backward(gradientX, gradientWide));
    update += time(() -> expand.update(optimiser, x, gradientWide));
    double block = forward + gelu + slope + backward + update;
    return new double[] {forward, gelu, slope, backward, update, block};
  }

  /** CPU time of this thread: other load disturbs it less than wall time. */
  private static double time(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long started = threads.getCurrentThreadCpuTime();
    work.run();
    return (threads.getCurrentThreadCpuTime() - started) / 1e6;
  }

  @Override
  public void close() {
    owner.close();
  }
}
