package io.habitus.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL in the middle of training, again and again, in a process of its own. */
class KilledTrainingTest {
  private static final int KILLS = 2;

  @TempDir Path dir;

  @Test
  void aKilledRunEndsWithTheBitsOfOneThatWasNot() throws Exception {
    Path folder = dir.resolve("run");
    Random random = new Random();
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = TrainingProcess.start(folder, 1 + 2 * kill);
      awaitCheckpoint(process, folder);
      Thread.sleep(random.nextInt(50));
      process.destroyForcibly();
      assertThat(process.waitFor()).as(log()).isEqualTo(137);
      assertThat(folder.resolve("weights.safetensors")).doesNotExist();
    }
    Process last = TrainingProcess.start(folder, 2);
    assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).as(log()).isZero();

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

  /** Returns when this process has written another checkpoint than the one before it. */
  private void awaitCheckpoint(Process process, Path folder) throws Exception {
    Path checkpoint = folder.resolve(TrainerFolder.CHECKPOINT);
    FileTime before = time(checkpoint);
    for (int i = 0; i < 3000 && time(checkpoint).equals(before); i++) {
      assertThat(process.isAlive()).as(log()).isTrue();
      Thread.sleep(10);
    }
  }

  private static FileTime time(Path file) throws Exception {
    return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
  }

  private String log() throws Exception {
    return Files.readString(dir.resolve("run.log"));
  }
}
