package io.habitus.ingest.shop;

/** Draws an index with probability proportional to its weight: cumulative sums, binary search. */
final class Choice {
  private double[] cumulative;
  private int size;

  Choice(int capacity) {
    cumulative = new double[capacity];
  }

  /** Sets the weights of 0 … count − 1; at least one is positive. */
  void set(float[] weights, int count) {
    begin(count);
    for (int i = 0; i < count; i++) {
      add(weights[i]);
    }
  }

  /** Forgets the weights and makes room for {@code count} new ones. */
  void begin(int count) {
    if (cumulative.length < count) {
      cumulative = new double[Math.max(count, 2 * cumulative.length)];
    }
    size = 0;
  }

  /** The next index's weight, not negative. */
  void add(double weight) {
    cumulative[size] = weight + (size == 0 ? 0 : cumulative[size - 1]);
    size++;
  }

  double total() {
    return cumulative[size - 1];
  }

  int draw(Draws draws) {
    double at = draws.unit() * total();
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > at) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
