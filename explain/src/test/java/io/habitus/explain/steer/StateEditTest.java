package io.habitus.explain.steer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.run.RunContext;
import io.habitus.explain.sae.MatrixActivations;
import io.habitus.explain.sae.SaeSettings;
import io.habitus.explain.sae.SaeTraining;
import io.habitus.explain.sae.Scaling;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.sae.SparseCodes;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** States move along the directions of the features that were set, and in no other way. */
class StateEditTest {
  private static final int WIDTH = 6;
  private static final int ROWS = 400;

  private final float[] states = states();
  private final SparseAutoencoder autoencoder =
      SaeTraining.train(
              MatrixActivations.of(states, WIDTH),
              Scaling.Kind.COLUMNS,
              SaeSettings.topK(20, 3, 3, 5).withBatch(64),
              "test",
              RunContext.silent().withThreads(1))
          .autoencoder();

  private static float[] states() {
    SplittableRandom random = new SplittableRandom(3);
    float[] all = new float[ROWS * WIDTH];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) (random.nextGaussian() * (1 + i % WIDTH));
    }
    return all;
  }

  @Test
  void aStateMovesByWhatTheFeatureLacks() {
    SparseCodes codes = autoencoder.encode(states, ROWS);
    float[] edited = states.clone();
    StateEdit.of(autoencoder, List.of(FeatureChange.set(4, 2.5), FeatureChange.add(7, -1)))
        .apply(edited, ROWS);
    float[] four = autoencoder.direction(4);
    float[] seven = autoencoder.direction(7);
    for (int row = 0; row < ROWS; row++) {
      for (int c = 0; c < WIDTH; c++) {
        double expected = states[row * WIDTH + c] + (2.5 - codes.get(row, 4)) * four[c] - seven[c];
        assertThat((double) edited[row * WIDTH + c]).isCloseTo(expected, within(1e-4));
      }
    }
  }

  @Test
  void settingAFeatureToWhatItIsChangesNothing() {
    float[] one = java.util.Arrays.copyOf(states, WIDTH);
    SparseCodes codes = autoencoder.encode(one, 1);
    int feature = codes.features()[0];
    float[] edited = one.clone();
    StateEdit.of(autoencoder, List.of(FeatureChange.set(feature, codes.values()[0])))
        .apply(edited, 1);
    assertThat(edited).containsExactly(one, within(1e-5f));
    StateEdit.of(autoencoder, List.of(FeatureChange.remove(feature))).apply(edited, 1);
    assertThat(edited).isNotEqualTo(one);
  }

  @Test
  void reconstructionIsWhatTheAutoencoderMakes() {
    float[] edited = states.clone();
    StateEdit.reconstruction(autoencoder).apply(edited, ROWS);
    float[] decoded = new float[states.length];
    autoencoder.decode(autoencoder.encode(states, ROWS), decoded);
    assertThat(edited).isEqualTo(decoded);
  }

  @Test
  void afeatureThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> StateEdit.of(autoencoder, List.of(FeatureChange.remove(20))))
        .hasMessageContaining("[0, 20)");
  }
}
