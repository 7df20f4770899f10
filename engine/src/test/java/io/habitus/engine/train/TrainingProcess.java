package io.habitus.engine.train;

import io.habitus.core.run.RunContext;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.safetensors.SafetensorsWriter;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Training in a process of its own, slowly enough to be killed in the middle. */
final class TrainingProcess {
  private static final long PAUSE_MILLIS = 15;

  private TrainingProcess() {}

  static Process start(Path folder, int threads) throws Exception {
    return java(TrainingProcess.class, "-Xmx256m", folder.toString(), Integer.toString(threads));
  }

  /** Another JVM with this one's class path. */
  static Process java(Class<?> main, String heap, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(heap);
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File(arguments[0] + ".log"))
        .start();
  }

  static TrainingData<Perceptron.Rows> data(long pauseMillis) {
    return TrainingData.<Perceptron.Rows>of(
            new Perceptron.Points(300, 20, 1, number -> sleep(pauseMillis)))
        .validatedOn(new Perceptron.Points(60, 20, 2, number -> sleep(pauseMillis)));
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static final TrainerSettings SETTINGS = Perceptron.settings(5, 4);

  /** Arguments: folder, threads. The weights appear in the folder when all is done. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    Perceptron network = new Perceptron(24);
    try (Weights weights = network.weights(5)) {
      Trainer.train(
          network,
          weights,
          data(PAUSE_MILLIS),
          SETTINGS,
          TrainerFolder.of(folder, "points").checkpointedEvery(Duration.ofDays(1), 3),
          RunContext.silent().withThreads(Integer.parseInt(arguments[1])));
      SafetensorsWriter.write(folder.resolve("weights.safetensors"), weights, Map.of());
    }
  }
}
