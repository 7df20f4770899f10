package io.habitus.explain.steer;

import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.sae.SparseCodes;
import java.util.List;

/** Something that is done to hidden states before items are scored with them. */
@FunctionalInterface
public interface StateEdit {
  /**
   * Changes states in place.
   *
   * @param states (count, width) row-major
   */
  void apply(float[] states, int count);

  /** Each state becomes what the autoencoder makes of it: what its errors cost. */
  static StateEdit reconstruction(SparseAutoencoder autoencoder) {
    return (states, count) -> autoencoder.decode(autoencoder.encode(states, count), states);
  }

  /**
   * Features are changed along their directions: {@code h + (a − z_j)·W_d[:, j]} for each. What the
   * autoencoder does not explain stays as it is.
   *
   * @throws IllegalArgumentException if there is no such feature
   */
  static StateEdit of(SparseAutoencoder autoencoder, List<FeatureChange> changes) {
    float[][] directions = new float[changes.size()][];
    for (int n = 0; n < directions.length; n++) {
      int feature = changes.get(n).feature();
      if (feature < 0 || feature >= autoencoder.features()) {
        throw new IllegalArgumentException(
            "expected a feature in [0, %d), found %d".formatted(autoencoder.features(), feature));
      }
      directions[n] = autoencoder.direction(feature);
    }
    int width = autoencoder.width();
    return (states, count) -> {
      SparseCodes codes = autoencoder.encode(states, count);
      for (int row = 0; row < count; row++) {
        for (int n = 0; n < directions.length; n++) {
          float by = changes.get(n).by(codes.get(row, changes.get(n).feature()));
          for (int c = 0; c < width; c++) {
            states[row * width + c] += by * directions[n][c];
          }
        }
      }
    };
  }
}
