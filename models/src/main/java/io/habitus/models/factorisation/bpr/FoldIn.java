package io.habitus.models.factorisation.bpr;

import io.habitus.core.hash.SplitMix64;
import io.habitus.engine.kernel.FactorKernel;
import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.matrix.Mixing;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The vector of a client that was not learned from: the fit's own passes over the client's cells,
 * with negatives drawn from all items by frequency, but with items that stay as they are. Begins
 * where the fit would have begun, ends after as many passes; its random numbers depend on the seed
 * and on the client's id. For one thread.
 */
final class FoldIn {
  private static final long DRAWS = 4;

  private final BprSettings settings;
  private final long seed;
  private final FactorRows items;
  private final float[] biases;
  private final float scale;
  private final FrequencySampler sampler;
  private final FactorKernel kernel = FactorKernel.get();
  private final FactorKernel.Step step;

  /**
   * Of a fit.
   *
   * @param sampler of all items
   * @param scale of the fit's {@link CellWeights}
   */
  FoldIn(
      BprSettings settings,
      long seed,
      FactorRows items,
      float[] biases,
      FrequencySampler sampler,
      float scale) {
    this.settings = settings;
    this.seed = seed;
    this.items = items;
    this.biases = biases;
    this.sampler = sampler;
    this.scale = scale;
    step = FactorKernel.Step.of(settings.rate(), settings.regularisation());
  }

  /** Draws from all items. */
  static FrequencySampler sampler(int[] frequency) {
    return new FrequencySampler(IntStream.range(0, frequency.length).toArray(), frequency);
  }

  /**
   * Writes the vector of a client with cells.
   *
   * @param cells items of the cells, ascending
   * @param values of the cells
   * @param size number of cells
   * @param into at least {@code items.width()} long
   */
  void solve(long client, int[] cells, float[] values, int size, float[] into) {
    Arrays.fill(into, 0);
    float range = 1f / settings.factors();
    Mixing.fill(
        BprFactors.clientSeed(seed), client, settings.factors(), -range / 2, range, into, 0);
    CellWeights weights = CellWeights.of(values, scale, settings.weighted());
    long state = Mixing.seed(Mixing.seed(seed, DRAWS), client);
    for (int pass = 0; pass < settings.iterations(); pass++) {
      for (int cell = 0; cell < size; cell++) {
        state = Mixing.next(state);
        pair(cells, size, weights, cell, sampler.draw(SplitMix64.mix(state)), into);
      }
    }
  }

  private void pair(int[] cells, int size, CellWeights weights, int cell, int other, float[] into) {
    int sign = weights.sign(cell);
    int held = Arrays.binarySearch(cells, 0, size, other);
    int otherSign = held < 0 ? 0 : weights.sign(held);
    if (sign == 0 || sign == otherSign) {
      return;
    }
    int item = cells[cell];
    int higher = sign > otherSign ? item : other;
    int lower = sign > otherSign ? other : item;
    kernel.clientStep(
        items.width(),
        into,
        0,
        items.array(higher),
        items.at(higher),
        items.array(lower),
        items.at(lower),
        biases[higher] - biases[lower],
        weights.weight(cell),
        step);
  }
}
