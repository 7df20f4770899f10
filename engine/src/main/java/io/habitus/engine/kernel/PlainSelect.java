package io.habitus.engine.kernel;

/** The readable twin of {@link VectorSelect}; used where the JVM has no Vector API. */
final class PlainSelect implements SelectKernel {

  @Override
  public int above(
      int count, float[] values, int at, float threshold, int[] places, float[] found) {
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (values[at + i] > threshold) {
        places[size] = i;
        found[size++] = values[at + i];
      }
    }
    return size;
  }

  @Override
  public int countAbove(int count, float[] values, float threshold) {
    return countAbove(0, count, values, threshold);
  }

  static int countAbove(int from, int to, float[] values, float threshold) {
    int size = 0;
    for (int i = from; i < to; i++) {
      size += values[i] > threshold ? 1 : 0;
    }
    return size;
  }
}
