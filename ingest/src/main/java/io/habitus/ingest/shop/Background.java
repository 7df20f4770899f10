package io.habitus.ingest.shop;

/**
 * Per day, level of price sensitivity and label: the chance that a considered item is one that the
 * client came upon by exploring, has the label, and is added to the cart. The same for all clients
 * of a level; the column after the last label is for any item at all.
 */
final class Background {
  private final double[][][] chance;
  private final int fromDay;

  Background(World world, ShopLabels labels, Windows windows) {
    fromDay = windows.trainDay();
    int days = windows.lastDay() - fromDay + 1;
    chance = new double[days][Behaviour.SENSITIVITY_LEVELS][];
    for (int d = 0; d < days; d++) {
      for (int level = 0; level < Behaviour.SENSITIVITY_LEVELS; level++) {
        chance[d][level] = chances(world, labels, fromDay + d, level);
      }
    }
  }

  /** (labels + 1). */
  double[] of(int day, int level) {
    return chance[day - fromDay][level];
  }

  private static double[] chances(World world, ShopLabels labels, int day, int level) {
    double[] sums = new double[labels.width() + 1];
    float[] add = world.assortment().add[level];
    double total = 0;
    for (int item = 0; item < add.length; item++) {
      double popularity = world.popularity(item, day);
      total += popularity;
      addTo(sums, labels, item, popularity * add[item]);
    }
    for (int label = 0; label < sums.length; label++) {
      sums[label] *= Behaviour.EXPLORATION / total;
    }
    return sums;
  }

  /** Adds an item's part to its labels and to the last column. */
  static void addTo(double[] sums, ShopLabels labels, int item, double part) {
    for (int[] ofItem : labels.ofItem()) {
      if (ofItem[item] >= 0) {
        sums[ofItem[item]] += part;
      }
    }
    sums[labels.width()] += part;
  }
}
