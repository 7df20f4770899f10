package io.habitus.engine.train;

import io.habitus.core.run.RunContext;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.testkit.run.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Training in a process of its own, slowly enough to be killed in the middle. */
final class TrainingProcess {
  private static final long PAUSE_MILLIS = 15;

  private TrainingProcess() {}

  static ChildJvm start(Path folder, int threads) throws Exception {
    return ChildJvm.start(Path.of(folder + ".log"), TrainingProcess.class, folder, threads);
  }

  static TrainingData<Perceptron.Rows> data(long pauseMillis) {
    return TrainingData.<Perceptron.Rows>of(
            new Perceptron.Points(300, 20, 1, number -> ChildJvm.sleep(pauseMillis)))
        .validatedOn(new Perceptron.Points(60, 20, 2, number -> ChildJvm.sleep(pauseMillis)));
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
