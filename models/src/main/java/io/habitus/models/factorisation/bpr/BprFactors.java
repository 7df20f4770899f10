package io.habitus.models.factorisation.bpr;

import io.habitus.models.factorisation.FactorRows;
import io.habitus.models.factorisation.matrix.Mixing;

/**
 * What is learned: x(client, item) = clients[client] · items[item] + biases[item].
 *
 * @param clients (clients, factors)
 * @param items (items, factors)
 * @param biases (items)
 */
@SuppressWarnings("ArrayRecordComponent")
public record BprFactors(FactorRows clients, FactorRows items, float[] biases) {
  private static final long ITEMS = 1;
  private static final long CLIENTS = 2;

  /** Uniform in ±1/(2·factors), as in the published library; an id's row depends on the id. */
  static BprFactors random(long[] clients, int items, int factors, long seed) {
    BprFactors random =
        new BprFactors(
            FactorRows.zeros(clients.length, factors),
            FactorRows.zeros(items, factors),
            new float[items]);
    for (int row = 0; row < clients.length; row++) {
      random.clients.randomise(row, clientSeed(seed), clients[row], -0.5f / factors, 1f / factors);
    }
    long itemSeed = Mixing.seed(seed, ITEMS);
    for (int item = 0; item < items; item++) {
      random.items.randomise(item, itemSeed, item, -0.5f / factors, 1f / factors);
    }
    return random;
  }

  /** Seed of clients' first vectors. */
  static long clientSeed(long seed) {
    return Mixing.seed(seed, CLIENTS);
  }
}
