package io.habitus.explain.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.run.RunContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training that does not get to its end at once ends with the bits of one that does. */
class ResumedSaeTest {
  private static final int WIDTH = 8;
  private static final int VECTORS = 3000;
  private static final int EPOCHS = 5;

  /** Passes over the vectors before the first epoch: scales, and the mean. */
  private static final int BEFORE = 2;

  /** Features die and are revived, and the threshold moves: all of that must be kept too. */
  private static final SaeSettings SETTINGS =
      new SaeSettings(32, new Sparsity.BatchTopK(2), 1 / 32.0, 600, 256, EPOCHS, 1e-2, 1000, 3);

  @TempDir Path dir;

  private static float[] vectors() {
    SplittableRandom random = new SplittableRandom(4);
    float[] all = new float[VECTORS * WIDTH];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) (random.nextGaussian() + (i % WIDTH == i / WIDTH % WIDTH ? 3 : 0));
    }
    return all;
  }

  /** Says before each reading how often the vectors have been opened. */
  private static Activations watched(IntConsumer passes) {
    Activations all = MatrixActivations.of(vectors(), WIDTH);
    int[] opened = {0};
    return () -> {
      Activations.Reader reader = all.open();
      int pass = ++opened[0];
      int[] reads = {0};
      return new Activations.Reader() {
        @Override
        public int width() {
          return reader.width();
        }

        @Override
        public int read(float[] into, int most) {
          if (reads[0]++ == 1) { // neither the first part of a pass nor its last
            passes.accept(pass);
          }
          return reader.read(into, most);
        }

        @Override
        public void close() {
          reader.close();
        }
      };
    };
  }

  private static SaeTraining.Trained train(Activations activations, RunContext context) {
    return SaeTraining.train(activations, Scaling.Kind.NORM, SETTINGS, "test", context);
  }

  private RunContext context(int threads) {
    return RunContext.silent().withThreads(threads).withWorkFolder(dir.resolve("work"));
  }

  private byte[] bytes(SaeTraining.Trained trained, String name) throws Exception {
    Path folder = Files.createDirectories(dir.resolve(name));
    trained.autoencoder().save(folder);
    return Files.readAllBytes(folder.resolve(SparseAutoencoder.FILE));
  }

  private byte[] whole() throws Exception {
    return bytes(
        train(MatrixActivations.of(vectors(), WIDTH), RunContext.silent().withThreads(1)), "whole");
  }

  /** Stops when an epoch opens, or after its first steps. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, EPOCHS})
  void aStoppedTrainingGoesOnAndEndsWithTheSameBits(int epoch) throws Exception {
    RunContext stopped = context(2);
    Activations stopping =
        watched(pass -> {
          if (pass == BEFORE + epoch) {
            stopped.stop();
          }
        });
    assertThatThrownBy(() -> train(stopping, stopped)).isInstanceOf(InterruptedRunException.class);
    SaeTraining.Trained resumed = train(MatrixActivations.of(vectors(), WIDTH), context(1));
    assertThat(bytes(resumed, "resumed")).isEqualTo(whole());
    assertThat(resumed.training().losses()).hasSize(EPOCHS);
  }

  /** What dies leaves its last checkpoint, which is older than what it had reached. */
  @Test
  void aTrainingThatDiedTwoEpochsAfterItsCheckpointEndsWithTheSameBits() throws Exception {
    RunContext stopped = context(1);
    Activations stopping =
        watched(pass -> {
          if (pass == BEFORE + 2) {
            stopped.stop();
          }
        });
    assertThatThrownBy(() -> train(stopping, stopped)).isInstanceOf(InterruptedRunException.class);
    // Its passes: scales, mean, the rest of epoch 2, epoch 3, then epoch 4.
    Activations dying =
        watched(pass -> {
          if (pass == BEFORE + 3) {
            throw new IllegalStateException("died");
          }
        });
    assertThatThrownBy(() -> train(dying, context(2))).hasMessageContaining("died");
    SaeTraining.Trained resumed = train(MatrixActivations.of(vectors(), WIDTH), context(3));
    assertThat(bytes(resumed, "resumed")).isEqualTo(whole());
  }
}
