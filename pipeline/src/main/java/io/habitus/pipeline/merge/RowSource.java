package io.habitus.pipeline.merge;

import io.habitus.core.profile.Profiles;

/** Rows of floats by number: profiles as they are, or mapped. */
interface RowSource {
  /** Columns of a row. */
  int width();

  /** A row that the caller may keep and change. */
  float[] row(int row);

  static RowSource of(Profiles profiles) {
    return new RowSource() {
      @Override
      public int width() {
        return profiles.width();
      }

      @Override
      public float[] row(int row) {
        float[] values = new float[profiles.width()];
        profiles.read(row, values, 0);
        return values;
      }
    };
  }

  /** These rows, mapped when they are read. */
  default RowSource mapped(RowMap map) {
    RowSource source = this;
    return new RowSource() {
      @Override
      public int width() {
        return map.width();
      }

      @Override
      public float[] row(int row) {
        return map.apply(source.row(row));
      }
    };
  }
}
