package io.habitus.engine.kernel;

/** Looks for the few large values of a row: the inner loops of a selection of the k largest. */
public sealed interface SelectKernel permits PlainSelect, VectorSelect {
  /** The kernel of this JVM. */
  static SelectKernel get() {
    return Kernels.SELECT;
  }

  /**
   * Gathers {@code values[at … at + count)} above a threshold, in their order.
   *
   * @param places receives where they are, counted from {@code at}; at least {@code count} long
   * @param found receives the values; at least {@code count} long
   * @return how many
   */
  int above(int count, float[] values, int at, float threshold, int[] places, float[] found);

  /** How many of the first {@code count} values are above a threshold. */
  int countAbove(int count, float[] values, float threshold);
}
