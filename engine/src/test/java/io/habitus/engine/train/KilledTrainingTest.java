package io.habitus.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.testkit.run.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL in the middle of training, again and again, in a process of its own. */
class KilledTrainingTest {
  private static final int KILLS = 2;

  @TempDir Path dir;

  @Test
  void aKilledRunEndsWithTheBitsOfOneThatWasNot() throws Exception {
    Path folder = dir.resolve("run");
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm training = TrainingProcess.start(folder, 1 + 2 * kill)) {
        training.awaitWritten(folder.resolve(TrainerFolder.CHECKPOINT));
        training.kill();
      }
      assertThat(folder.resolve("weights.safetensors")).doesNotExist();
    }
    try (ChildJvm last = TrainingProcess.start(folder, 2)) {
      last.awaitSuccess();
    }

    Perceptron network = new Perceptron(24);
    try (Weights whole = network.weights(5);
        Weights resumed = network.weights(6);
        SafetensorsFile file = SafetensorsFile.open(folder.resolve("weights.safetensors"))) {
      Trainer.train(
          network,
          whole,
          TrainingProcess.data(0),
          TrainingProcess.SETTINGS,
          TrainerFolder.none(),
          RunContext.silent().withThreads(1));
      file.readInto(resumed);
      assertThat(resumed.block().mismatch(whole.block())).isEqualTo(-1);
    }
  }
}
