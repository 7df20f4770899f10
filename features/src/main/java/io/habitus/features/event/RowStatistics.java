package io.habitus.features.event;

import java.util.List;

/** Minima, maxima and histograms of all columns, gathered from rows. */
final class RowStatistics implements RowSink {

  /** One column. */
  static final class ColumnStatistics {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    final ValueHistogram histogram = new ValueHistogram();
  }

  private final SequenceLayout layout;
  private final int head;
  private final ColumnStatistics[][] columns; // (blocks + 1, columns); the head comes last
  private final boolean[][] counted; // whether a histogram is kept

  RowStatistics(SequenceLayout layout) {
    this.layout = layout;
    this.head = layout.head().size();
    int blocks = layout.blocks().size();
    this.columns = new ColumnStatistics[blocks + 1][];
    this.counted = new boolean[blocks + 1][];
    for (int b = 0; b < blocks; b++) {
      prepare(b, layout.blocks().get(b).columns());
    }
    prepare(blocks, layout.head());
  }

  private void prepare(int block, List<Column> described) {
    columns[block] = new ColumnStatistics[described.size()];
    counted[block] = new boolean[described.size()];
    for (int c = 0; c < described.size(); c++) {
      columns[block][c] = new ColumnStatistics();
      counted[block][c] = isCounted(layout, described.get(c).kind());
    }
  }

  /** Whether a kind of column is scaled by Yeo-Johnson, which needs a histogram. */
  static boolean isCounted(SequenceLayout layout, ColumnKind kind) {
    return switch (kind) {
      case WEEKLY -> true;
      case COUNT -> layout.settings().countScaling() == CountScaling.YEO_JOHNSON;
      case FLAG, TIME, RATE, PRICE, DURATION, ENTROPY, GAP, CODE -> false;
    };
  }

  @Override
  public void row(int row, int block, double[] values, double weight) {
    add(columns.length - 1, values, 0);
    add(block, values, head);
  }

  private void add(int block, double[] values, int offset) {
    ColumnStatistics[] mine = columns[block];
    for (int c = 0; c < mine.length; c++) {
      double value = values[offset + c];
      ColumnStatistics column = mine[c];
      if (counted[block][c]) {
        column.histogram.add((int) value, 1);
      } else {
        column.min = value < column.min ? value : column.min;
        column.max = value > column.max ? value : column.max;
      }
    }
  }

  void merge(RowStatistics other) {
    for (int b = 0; b < columns.length; b++) {
      for (int c = 0; c < columns[b].length; c++) {
        columns[b][c].min = Math.min(columns[b][c].min, other.columns[b][c].min);
        columns[b][c].max = Math.max(columns[b][c].max, other.columns[b][c].max);
        columns[b][c].histogram.add(other.columns[b][c].histogram);
      }
    }
  }

  ColumnStatistics block(int block, int column) {
    return columns[block][column];
  }

  ColumnStatistics head(int column) {
    return columns[columns.length - 1][column];
  }
}
