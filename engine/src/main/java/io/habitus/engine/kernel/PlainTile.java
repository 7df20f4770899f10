package io.habitus.engine.kernel;

/** The tile in plain Java. */
final class PlainTile implements TileKernel {
  private static final int WIDTH = 16;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public void apply(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int cAt,
      int cStride,
      boolean accumulate) {
    float[] sums = new float[WIDTH];
    for (int row = 0; row < rows; row++) {
      int at = cAt + row * cStride;
      for (int j = 0; j < WIDTH; j++) {
        sums[j] = accumulate ? c[at + j] : 0;
      }
      for (int k = 0; k < depth; k++) {
        float factor = a[aAt + row * aStride + k];
        int from = panelAt + k * WIDTH;
        for (int j = 0; j < WIDTH; j++) {
          sums[j] = Math.fma(factor, panel[from + j], sums[j]);
        }
      }
      System.arraycopy(sums, 0, c, at, WIDTH);
    }
  }

  @Override
  public void addTransposed(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int cAt,
      int cStride) {
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < WIDTH; j++) {
        float sum = c[cAt + row * cStride + j];
        for (int k = 0; k < depth; k++) {
          sum = Math.fma(a[aAt + k * aStride + row], panel[panelAt + k * WIDTH + j], sum);
        }
        c[cAt + row * cStride + j] = sum;
      }
    }
  }
}
