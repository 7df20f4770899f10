package io.habitus.models.factorisation;

import io.habitus.models.factorisation.matrix.ClientItems;
import io.habitus.models.factorisation.matrix.ItemNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A matrix whose truth is known: clients and items have hidden vectors, and a client's items are
 * drawn with probability ∝ exp(product). A fifth of each client's items are held out.
 *
 * @param train the matrix to learn from
 * @param heldOut (clients) items that were held out
 */
public record Planted(ClientItems train, List<BitSet> heldOut) {

  /** Draws one. */
  public static Planted draw(int clients, int items, int perClient, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] hiddenClients = hidden(clients, random);
    double[][] hiddenItems = hidden(items, random);
    List<BitSet> heldOut = new ArrayList<>();
    int[] starts = new int[clients + 1];
    List<Integer> cells = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      BitSet drawn = items(hiddenClients[client], hiddenItems, perClient, random);
      BitSet held = new BitSet();
      for (int item = drawn.nextSetBit(0); item >= 0; item = drawn.nextSetBit(item + 1)) {
        if (random.nextInt(5) == 0) {
          held.set(item);
        } else {
          cells.add(item);
        }
      }
      heldOut.add(held);
      starts[client + 1] = cells.size();
    }
    float[] values = new float[cells.size()];
    Arrays.fill(values, 1);
    ClientItems train =
        new ClientItems(
            IntStream.range(0, clients).mapToLong(i -> 10L * i).toArray(),
            starts,
            cells.stream().mapToInt(Integer::intValue).toArray(),
            values,
            new ItemNames(IntStream.range(0, items).mapToObj(Integer::toString).toList()));
    return new Planted(train, heldOut);
  }

  private static double[][] hidden(int count, SplittableRandom random) {
    double[][] hidden = new double[count][6];
    for (double[] row : hidden) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    return hidden;
  }

  private static BitSet items(
      double[] client, double[][] items, int count, SplittableRandom random) {
    double[] until = new double[items.length];
    double sum = 0;
    for (int item = 0; item < items.length; item++) {
      double product = 0;
      for (int k = 0; k < client.length; k++) {
        product += client[k] * items[item][k];
      }
      sum += Math.exp(product);
      until[item] = sum;
    }
    BitSet drawn = new BitSet();
    for (int i = 0; i < count; i++) {
      int place = Arrays.binarySearch(until, random.nextDouble() * sum);
      drawn.set(Math.min(items.length - 1, place < 0 ? -place - 1 : place));
    }
    return drawn;
  }

  /** Scores of an item for a row. */
  public interface Scores {
    double of(int row, int item);
  }

  /** Mean over clients of the share of (held out, never drawn) pairs in order. */
  public double auc(Scores scores) {
    double sum = 0;
    int clients = 0;
    for (int row = 0; row < heldOut.size(); row++) {
      BitSet held = heldOut.get(row);
      long right = 0;
      long pairs = 0;
      for (int item = held.nextSetBit(0); item >= 0; item = held.nextSetBit(item + 1)) {
        double score = scores.of(row, item);
        for (int other = 0; other < train.itemCount(); other++) {
          if (!held.get(other) && train.find(row, other) < 0) {
            pairs++;
            right += score > scores.of(row, other) ? 1 : 0;
          }
        }
      }
      if (pairs > 0) {
        sum += (double) right / pairs;
        clients++;
      }
    }
    return sum / clients;
  }

  /** The same matrix with other values. */
  public ClientItems withValues(float[] values) {
    return new ClientItems(train.clients(), train.starts(), train.items(), values, train.names());
  }
}
