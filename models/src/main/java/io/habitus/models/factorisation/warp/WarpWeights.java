package io.habitus.models.factorisation.warp;

import io.habitus.engine.kernel.FactorKernel;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Parameters and Adagrad's sums of squares. x(u, i) = (f_u·A)·(f_i·B) + f_i·b; the clients' own
 * bias would cancel in every comparison and is left out.
 *
 * @param clients A: (client features, width)
 * @param items B: (item features, width)
 * @param biases b: (item features)
 * @param clientSquares as A
 * @param itemSquares as B
 * @param biasSquares as b
 */
@SuppressWarnings("ArrayRecordComponent")
public record WarpWeights(
    float[] clients,
    float[] items,
    float[] biases,
    float[] clientSquares,
    float[] itemSquares,
    float[] biasSquares) {

  /** Uniform in ±1/(2·components), squares 1, as in the published library. */
  static WarpWeights random(int clientWidth, int itemWidth, int components, long seed) {
    int width = FactorKernel.width(components);
    WarpWeights weights = zeros(clientWidth, itemWidth, width);
    float range = 1f / components;
    for (int f = 0; f < clientWidth; f++) {
      Mixing.fill(seed, f, components, -range / 2, range, weights.clients, f * width);
    }
    for (int f = 0; f < itemWidth; f++) {
      Mixing.fill(seed, -1L - f, components, -range / 2, range, weights.items, f * width);
    }
    Arrays.fill(weights.clientSquares, 1);
    Arrays.fill(weights.itemSquares, 1);
    Arrays.fill(weights.biasSquares, 1);
    return weights;
  }

  private static WarpWeights zeros(int clientWidth, int itemWidth, int width) {
    return new WarpWeights(
        new float[clientWidth * width],
        new float[itemWidth * width],
        new float[itemWidth],
        new float[clientWidth * width],
        new float[itemWidth * width],
        new float[itemWidth]);
  }

  private float[][] all() {
    return new float[][] {clients, items, biases, clientSquares, itemSquares, biasSquares};
  }

  /** By the names that a checkpoint has for them. */
  Map<String, float[]> named() {
    return Map.of(
        "clients",
        clients,
        "items",
        items,
        "biases",
        biases,
        "client-squares",
        clientSquares,
        "item-squares",
        itemSquares,
        "bias-squares",
        biasSquares);
  }

  WarpWeights copy() {
    return new WarpWeights(
        clients.clone(),
        items.clone(),
        biases.clone(),
        clientSquares.clone(),
        itemSquares.clone(),
        biasSquares.clone());
  }

  /** Takes over the numbers of another one. */
  void set(WarpWeights from) {
    float[][] into = all();
    float[][] values = from.all();
    for (int i = 0; i < into.length; i++) {
      System.arraycopy(values[i], 0, into[i], 0, into[i].length);
    }
  }

  /** Becomes the mean of others, summed in their order. */
  void setMean(List<WarpWeights> others) {
    float[][] into = all();
    for (int array = 0; array < into.length; array++) {
      for (int i = 0; i < into[array].length; i++) {
        double sum = 0;
        for (WarpWeights other : others) {
          sum += other.all()[array][i];
        }
        into[array][i] = (float) (sum / others.size());
      }
    }
  }
}
