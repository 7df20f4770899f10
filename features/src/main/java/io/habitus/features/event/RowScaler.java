package io.habitus.features.event;

import java.util.Arrays;
import java.util.List;

/** Scales rows into a float array: head, block, −1 up to the width, all times the row's weight. */
final class RowScaler implements RowSink {
  private static final int TABLE = 1024;

  private final int width;
  private final int headWidth;
  private final Scaler[] head;
  private final Scaler[][] blocks;
  private final double[][][] powers; // (blocks, columns) Yeo-Johnson of 0 … TABLE − 1, else empty;
  // NaN where it was not needed yet
  private final double[][] last; // (blocks, columns) what was scaled last: a client's rows agree
  private final double[][] lastScaled; // (blocks, columns)
  private float[] into = new float[0];
  private int offset;
  private int firstRow;

  RowScaler(SequenceLayout layout, Scalers scalers) {
    this.width = layout.width();
    this.headWidth = layout.head().size();
    this.head = scalers.head().toArray(Scaler[]::new);
    this.blocks = new Scaler[scalers.blocks().size()][];
    this.powers = new double[blocks.length][][];
    this.last = new double[blocks.length][];
    this.lastScaled = new double[blocks.length][];
    for (int b = 0; b < blocks.length; b++) {
      List<Scaler> columns = scalers.blocks().get(b);
      blocks[b] = columns.toArray(Scaler[]::new);
      powers[b] = columns.stream().map(RowScaler::powers).toArray(double[][]::new);
      last[b] = new double[columns.size()];
      lastScaled[b] = new double[columns.size()];
      Arrays.fill(last[b], Double.NaN);
    }
  }

  private static double[] powers(Scaler scaler) {
    double[] table = new double[scaler.transform() == Scaler.Transform.YEO_JOHNSON ? TABLE : 0];
    Arrays.fill(table, Double.NaN);
    return table;
  }

  /** Row {@code firstRow} goes to {@code offset}, the next ones behind it. */
  void target(float[] newInto, int newOffset, int newFirstRow) {
    into = newInto;
    offset = newOffset;
    firstRow = newFirstRow;
  }

  @Override
  public void row(int row, int block, double[] values, double weight) {
    int at = offset + (row - firstRow) * width;
    for (int c = 0; c < headWidth; c++) {
      into[at + c] = (float) (weight * head[c].apply(values[c]));
    }
    int from = at + headWidth;
    Scaler[] scalers = blocks[block];
    for (int c = 0; c < scalers.length; c++) {
      into[from + c] = (float) (weight * scaled(block, c, values[headWidth + c]));
    }
    Arrays.fill(into, from + scalers.length, at + width, (float) -weight);
  }

  /** Logarithms and powers cost more than all the rest: none is taken twice in a row. */
  private double scaled(int block, int c, double value) {
    Scaler scaler = blocks[block][c];
    return switch (scaler.transform()) {
      case NONE, MIN_MAX -> scaler.apply(value);
      case LOG1P -> {
        if (value != last[block][c]) {
          last[block][c] = value;
          lastScaled[block][c] = scaler.apply(value);
        }
        yield lastScaled[block][c];
      }
      case YEO_JOHNSON -> {
        double[] table = powers[block][c];
        if (!(value < table.length)) {
          yield scaler.apply(value);
        }
        int count = (int) value;
        if (Double.isNaN(table[count])) {
          table[count] = scaler.apply(count);
        }
        yield table[count];
      }
    };
  }
}
