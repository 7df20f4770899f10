package io.habitus.ingest.shop;

import io.habitus.core.target.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * The label lists of the four propensity tasks, derived by the protocol's rule, side by side: the
 * labels of all tasks are numbered through.
 *
 * @param lists one per task that has labels
 * @param ofItem {@code ofItem[t][item]} the number of the item's label in task t, or −1
 * @param width labels of all tasks
 */
@SuppressWarnings("ArrayRecordComponent")
record ShopLabels(List<LabelsOfTask> lists, int[][] ofItem, int width) {
  private static final int MOST_LABELS = 100;

  /**
   * One task's labels.
   *
   * @param task its name
   * @param ids in order of frequency
   * @param popularity share of all train target buys
   * @param from number of the first
   */
  record LabelsOfTask(String task, long[] ids, double[] popularity, int from) {}

  static ShopLabels of(Assortment assortment, Tally tally) {
    List<LabelsOfTask> lists = new ArrayList<>();
    List<int[]> ofItem = new ArrayList<>();
    IntPredicate any = item -> true;
    add(Task.CATEGORY, assortment, tally, item -> assortment.category[item], any, lists, ofItem);
    add(Task.SKU, assortment, tally, assortment::sku, any, lists, ofItem);
    IntPredicate isNew = item -> !tally.boughtInInput(item);
    add(Task.NEW_SKU, assortment, tally, assortment::sku, isNew, lists, ofItem);
    add(Task.PRICE, assortment, tally, item -> assortment.price[item], any, lists, ofItem);
    return new ShopLabels(lists, ofItem.toArray(int[][]::new), end(lists));
  }

  private static int end(List<LabelsOfTask> lists) {
    return lists.isEmpty() ? 0 : lists.getLast().from() + lists.getLast().ids().length;
  }

  private static void add(
      String task,
      Assortment assortment,
      Tally tally,
      IntToLongFunction idOfItem,
      IntPredicate eligible,
      List<LabelsOfTask> lists,
      List<int[]> ofItem) {
    long[] all = IntStream.range(0, assortment.items).mapToLong(idOfItem).toArray();
    long[] known = Arrays.stream(all).sorted().distinct().toArray();
    long[] buys = new long[known.length];
    long total = 0;
    for (int item = 0; item < all.length; item++) {
      total += tally.trainBuys(item);
      if (eligible.test(item)) {
        buys[Arrays.binarySearch(known, all[item])] += tally.trainBuys(item);
      }
    }
    int[] chosen = mostBought(buys);
    if (chosen.length == 0) {
      return;
    }
    int from = end(lists);
    int[] numberOf = new int[known.length];
    Arrays.fill(numberOf, -1);
    double[] popularity = new double[chosen.length];
    for (int rank = 0; rank < chosen.length; rank++) {
      numberOf[chosen[rank]] = from + rank;
      popularity[rank] = buys[chosen[rank]] / (double) total;
    }
    long[] ids = Arrays.stream(chosen).mapToLong(at -> known[at]).toArray();
    lists.add(new LabelsOfTask(task, ids, popularity, from));
    ofItem.add(
        IntStream.range(0, all.length)
            .map(item -> numberOf[Arrays.binarySearch(known, all[item])])
            .toArray());
  }

  /** Positions of the most bought, of equals the smaller id first; what nobody bought is none. */
  private static int[] mostBought(long[] buys) {
    return IntStream.range(0, buys.length)
        .filter(at -> buys[at] > 0)
        .boxed()
        .sorted(Comparator.comparingLong((Integer at) -> -buys[at]).thenComparing(at -> at))
        .limit(MOST_LABELS)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
