package io.habitus.models.factorisation.warp;

import io.habitus.core.hash.SplitMix64;
import io.habitus.engine.kernel.FactorKernel;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.Arrays;

/**
 * Descends the WARP loss positive by positive (Weston et al. 2011), on weights of its own: looks
 * for an item that ranks too high, and moves by the logarithm of the rank that the search suggests.
 * For one thread.
 */
final class WarpLane {
  private static final float MARGIN = 1;

  /** Larger steps are cut, as in the published library. */
  private static final double MOST_LOSS = 10;

  private final WarpData data;
  private final WarpSettings settings;
  private final int width;
  private final WarpWeights weights;
  private final FactorKernel kernel = FactorKernel.get();
  private final float[] client;
  private final float[] positive;
  private final float[] negative;
  private final float[] gradient;

  WarpLane(WarpData data, WarpSettings settings, WarpWeights weights) {
    this.data = data;
    this.settings = settings;
    this.weights = weights;
    width = FactorKernel.width(settings.components());
    client = new float[width];
    positive = new float[width];
    negative = new float[width];
    gradient = new float[width];
  }

  WarpWeights weights() {
    return weights;
  }

  /**
   * One positive.
   *
   * @param row of the client
   * @param cell of the positive
   * @param seed of the draws
   * @return whether an item ranked too high
   */
  boolean learn(int row, int cell, long seed) {
    int item = data.matrix().items()[cell];
    represent(data.clients(), row, data.clientWidth(), weights.clients(), client);
    float score = score(item, positive);
    long state = seed;
    for (int tried = 1; tried <= settings.tries(); tried++) {
      state = Mixing.next(state);
      int other = data.named()[Mixing.below(SplitMix64.mix(state), data.named().length)];
      if (score(other, negative) > score - MARGIN && data.matrix().find(row, other) < 0) {
        double rank = Math.max(1, (data.named().length - 1) / tried);
        double loss = data.matrix().values()[cell] * Math.log(rank);
        move(row, item, other, (float) Math.min(MOST_LOSS, loss));
        return true;
      }
    }
    return false;
  }

  private float score(int item, float[] into) {
    represent(data.items(), item, data.itemWidth(), weights.items(), into);
    float bias = 0;
    for (int f = 0; f < data.itemWidth(); f++) {
      bias = Math.fma(data.items()[item * data.itemWidth() + f], weights.biases()[f], bias);
    }
    return kernel.dot(width, client, 0, into, 0) + bias;
  }

  /** Σ feature · row of the feature. */
  private void represent(float[] features, int of, int count, float[] rows, float[] into) {
    Arrays.fill(into, 0);
    for (int f = 0; f < count; f++) {
      kernel.add(width, features[of * count + f], rows, f * width, into, 0);
    }
  }

  /** A step of loss · (x(negative) − x(positive)) downhill. */
  private void move(int row, int item, int other, float loss) {
    for (int k = 0; k < width; k++) {
      gradient[k] = loss * (negative[k] - positive[k]);
      client[k] *= loss; // of the negative's representation; the positive's is minus that
    }
    step(data.items(), item, data.itemWidth(), -1, client, weights.items(), weights.itemSquares());
    step(data.items(), other, data.itemWidth(), 1, client, weights.items(), weights.itemSquares());
    step(
        data.clients(),
        row,
        data.clientWidth(),
        1,
        gradient,
        weights.clients(),
        weights.clientSquares());
    bias(item, -loss);
    bias(other, loss);
  }

  private void step(
      float[] features,
      int of,
      int count,
      float sign,
      float[] slope,
      float[] rows,
      float[] squares) {
    for (int f = 0; f < count; f++) {
      float factor = sign * features[of * count + f];
      int at = f * width;
      kernel.adagrad(width, (float) settings.rate(), factor, slope, 0, rows, at, squares, at);
    }
  }

  private void bias(int item, float slope) {
    float[] biases = weights.biases();
    float[] squares = weights.biasSquares();
    for (int f = 0; f < data.itemWidth(); f++) {
      float g = slope * data.items()[item * data.itemWidth() + f];
      biases[f] -= (float) settings.rate() * g / (float) Math.sqrt(squares[f]);
      squares[f] = Math.fma(g, g, squares[f]);
    }
  }
}
