package io.habitus.evaluation.metric;

import io.habitus.core.target.Labels;

/** The labels of many clients, a bit each: 1 M clients × 100 labels take 12.5 MB. */
public final class Truth {
  private final int clients;
  private final long[][] bits; // (labels)(clients / 64)

  private Truth(int clients, long[][] bits) {
    this.clients = clients;
    this.bits = bits;
  }

  /** The truth about clients, in their order. A label above zero is positive. */
  public static Truth of(Labels labels, long[] clientIds) {
    long[][] bits = new long[labels.width()][Math.ceilDiv(clientIds.length, 64)];
    float[] row = new float[labels.width()];
    for (int i = 0; i < clientIds.length; i++) {
      labels.fill(clientIds[i], row, 0);
      for (int label = 0; label < row.length; label++) {
        if (row[label] > 0) {
          bits[label][i >> 6] |= 1L << i;
        }
      }
    }
    return new Truth(clientIds.length, bits);
  }

  public int clients() {
    return clients;
  }

  public int labels() {
    return bits.length;
  }

  public boolean positive(int label, int row) {
    return (bits[label][row >> 6] >>> row & 1) != 0;
  }

  public int positives(int label) {
    int count = 0;
    for (long word : bits[label]) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** Whether some client has the label and some has not. */
  public boolean hasBothClasses(int label) {
    int positives = positives(label);
    return positives > 0 && positives < clients;
  }

  /** Writes one label of all clients. */
  public void fill(int label, boolean[] into) {
    for (int row = 0; row < clients; row++) {
      into[row] = positive(label, row);
    }
  }
}
