package io.habitus.explain.interpret;

import io.habitus.explain.sae.SparseCodes;

/** Columns by number: features, raw columns, or random directions. */
interface Columns {
  int count();

  Column get(int number);

  /** Features of codes. */
  static Columns of(SparseCodes codes, int features) {
    SparseCodes.ByFeature by = codes.byFeature(features);
    return new Columns() {
      @Override
      public int count() {
        return features;
      }

      @Override
      public Column get(int number) {
        return Column.of(
            by.rows(), by.values(), by.offsets()[number], by.offsets()[number + 1], codes.rows());
      }
    };
  }

  /**
   * Projections of vectors on directions.
   *
   * @param vectors (rows, width) row-major
   * @param directions (count, width) row-major
   */
  static Columns projections(float[] vectors, int width, float[] directions) {
    int rows = vectors.length / width;
    int[] all = new int[rows];
    for (int row = 0; row < rows; row++) {
      all[row] = row;
    }
    return new Columns() {
      @Override
      public int count() {
        return directions.length / width;
      }

      @Override
      public Column get(int number) {
        float[] values = new float[rows];
        for (int row = 0; row < rows; row++) {
          float sum = 0;
          for (int c = 0; c < width; c++) {
            sum = Math.fma(vectors[row * width + c], directions[number * width + c], sum);
          }
          values[row] = sum;
        }
        return Column.of(all, values, 0, rows, rows);
      }
    };
  }
}
