package io.habitus.explain.interpret;

/**
 * Vectors and the attributes of their units, against which columns are scored. Immutable.
 *
 * @param attributes of the units
 * @param units (vectors) each vector's unit
 * @param positives (attributes) vectors that have each
 */
@SuppressWarnings("ArrayRecordComponent")
record Sample(Attributes attributes, int[] units, long[] positives) {

  static Sample of(Attributes attributes, int[] units) {
    long[] positives = new long[attributes.size()];
    for (int unit : units) {
      for (int n = attributes.offsets()[unit]; n < attributes.offsets()[unit + 1]; n++) {
        positives[attributes.ids()[n]]++;
      }
    }
    return new Sample(attributes, units, positives);
  }

  /**
   * AUROC of a column for every attribute, ties counted half; 0.5 for an attribute that all or none
   * have. One pass over the values that are not 0, whatever the number of attributes.
   */
  double[] auroc(Column column) {
    int rows = units.length;
    int listed = column.order().length;
    double[] ranks = new double[positives.length]; // sum over positives, the lowest value has 1
    long[] seen = new long[positives.length];
    for (int at = 0; at < listed; ) {
      int end = tie(column, at);
      double rank = rows - (at + end - 1) / 2.0;
      for (; at < end; at++) {
        int unit = units[column.order()[at]];
        for (int n = attributes.offsets()[unit]; n < attributes.offsets()[unit + 1]; n++) {
          int a = attributes.ids()[n];
          ranks[a] += rank;
          seen[a]++;
        }
      }
    }
    double unlisted = (rows - listed + 1) / 2.0;
    double[] aurocs = new double[positives.length];
    for (int a = 0; a < aurocs.length; a++) {
      long p = positives[a];
      long q = rows - p;
      double sum = ranks[a] + (p - seen[a]) * unlisted;
      aurocs[a] = p == 0 || q == 0 ? 0.5 : (sum - p * (p + 1) / 2.0) / ((double) p * q);
    }
    return aurocs;
  }

  private static int tie(Column column, int at) {
    int end = at + 1;
    while (end < column.order().length && column.values()[end] == column.values()[at]) {
      end++;
    }
    return end;
  }

  /** The threshold with the largest F1 for an attribute, among those above 0. */
  Detection detection(Column column, int attribute) {
    long p = positives[attribute];
    double prevalence = units.length == 0 ? 0 : p / (double) units.length;
    Detection best =
        new Detection(attribute, auroc(column)[attribute], 0, 0, Double.MAX_VALUE, prevalence);
    long hits = 0;
    for (int at = 0; at < column.order().length; ) {
      int end = tie(column, at);
      float value = column.values()[at];
      for (; at < end; at++) {
        hits += attributes.has(units[column.order()[at]], attribute) ? 1 : 0;
      }
      Detection here =
          new Detection(
              attribute,
              best.auroc(),
              hits / (double) end,
              p == 0 ? 0 : hits / (double) p,
              value,
              prevalence);
      if (here.f1() > best.f1()) {
        best = here;
      }
    }
    return best;
  }

  /** Precision and recall of a given threshold. */
  Detection at(Column column, int attribute, double threshold) {
    long p = positives[attribute];
    long hits = 0;
    int above = 0;
    while (above < column.order().length && column.values()[above] >= threshold) {
      hits += attributes.has(units[column.order()[above]], attribute) ? 1 : 0;
      above++;
    }
    return new Detection(
        attribute,
        auroc(column)[attribute],
        above == 0 ? 0 : hits / (double) above,
        p == 0 ? 0 : hits / (double) p,
        threshold,
        units.length == 0 ? 0 : p / (double) units.length);
  }
}
