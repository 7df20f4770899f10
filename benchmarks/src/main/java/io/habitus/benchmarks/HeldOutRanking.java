package io.habitus.benchmarks;

import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.models.factorisation.matrix.ClientItems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How held-out items rank among all items that the client has no cell with, by the product of
 * factors.
 *
 * @param auc (judged) share of those that score lower
 * @param ndcg (judged) 1/log2(rank + 1) where the rank is 10 or better
 */
@SuppressWarnings("ArrayRecordComponent")
record HeldOutRanking(double[] auc, double[] ndcg) {
  /** Clients whose held-out item is ranked. */
  private static final int JUDGED = 20_000;

  /** By factors in files. */
  static HeldOutRanking of(ClientItems matrix, long[] held, Path clientFile, Path itemFile) {
    NpyArray clients = Npy.read(clientFile);
    float[] items = Npy.read(itemFile).toFloats();
    int columns = (int) clients.shape()[1];
    int[] all = IntStream.range(0, held.length).filter(row -> held[row] >= 0).toArray();
    int every = Math.max(1, all.length / JUDGED);
    int[] judged = IntStream.range(0, all.length / every).map(i -> all[i * every]).toArray();
    HeldOutRanking ranking =
        new HeldOutRanking(new double[judged.length], new double[judged.length]);
    IntStream.range(0, judged.length)
        .parallel()
        .forEach(i -> {
          int row = judged[i];
          float[] client = new float[columns];
          for (int k = 0; k < columns; k++) {
            client[k] = (float) clients.getDouble((long) row * columns + k);
          }
          long above = rank(client, items, (int) held[row], matrix, row);
          int cells = matrix.starts()[row + 1] - matrix.starts()[row];
          ranking.auc[i] = 1 - (double) above / (matrix.itemCount() - 1 - cells);
          ranking.ndcg[i] = above < 10 ? Math.log(2) / Math.log(above + 2) : 0;
        });
    return ranking;
  }

  double meanAuc() {
    return Arrays.stream(auc).average().orElseThrow();
  }

  double meanNdcg() {
    return Arrays.stream(ndcg).average().orElseThrow();
  }

  /** Mean of this NDCG minus another's, over the same clients. */
  double ndcgAbove(HeldOutRanking other) {
    return meanNdcg() - other.meanNdcg();
  }

  /** Standard error of {@link #ndcgAbove}, paired by client. */
  double ndcgError(HeldOutRanking other) {
    double mean = ndcgAbove(other);
    double sum =
        IntStream.range(0, ndcg.length)
            .mapToDouble(i -> ndcg[i] - other.ndcg[i] - mean)
            .map(difference -> difference * difference)
            .sum();
    return Math.sqrt(sum) / ndcg.length;
  }

  /** Items without a cell that score as high or higher. */
  private static long rank(float[] client, float[] items, int held, ClientItems matrix, int row) {
    float own = score(client, items, held);
    long above = 0;
    for (int item = 0; item < matrix.itemCount(); item++) {
      if (item != held && score(client, items, item) >= own && matrix.find(row, item) < 0) {
        above++;
      }
    }
    return above;
  }

  private static float score(float[] client, float[] items, int item) {
    int at = item * client.length;
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int k = 0;
    for (; k + 4 <= client.length; k += 4) {
      s0 += client[k] * items[at + k];
      s1 += client[k + 1] * items[at + k + 1];
      s2 += client[k + 2] * items[at + k + 2];
      s3 += client[k + 3] * items[at + k + 3];
    }
    for (; k < client.length; k++) {
      s0 += client[k] * items[at + k];
    }
    return s0 + s1 + s2 + s3;
  }
}
