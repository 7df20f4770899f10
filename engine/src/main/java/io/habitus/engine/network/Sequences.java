package io.habitus.engine.network;

/**
 * Sequences that lie one after another in the rows of a matrix, without padding: oldest step first,
 * sequence i in the rows from offsets[i] to offsets[i + 1].
 *
 * @param offsets of the sequences, then the number of rows; the first is 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record Sequences(int[] offsets) {
  public Sequences {
    if (offsets.length < 2 || offsets[0] != 0) {
      throw new IllegalArgumentException("expected at least one sequence, the first from row 0");
    }
    for (int i = 1; i < offsets.length; i++) {
      if (offsets[i] <= offsets[i - 1]) {
        throw new IllegalArgumentException(
            "sequence %d: expected at least one row, found rows %d to %d"
                .formatted(i - 1, offsets[i - 1], offsets[i]));
      }
    }
  }

  /** Sequences of these lengths, in this order; each at least 1. */
  public static Sequences ofLengths(int... lengths) {
    int[] offsets = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      offsets[i + 1] = Math.addExact(offsets[i], lengths[i]);
    }
    return new Sequences(offsets);
  }

  /** Number of sequences. */
  public int size() {
    return offsets.length - 1;
  }

  /** Rows of all sequences. */
  public int rows() {
    return offsets[size()];
  }

  public int length(int sequence) {
    return offsets[sequence + 1] - offsets[sequence];
  }

  /** First row of a sequence. */
  public int first(int sequence) {
    return offsets[sequence];
  }

  /** Last row of a sequence. */
  public int last(int sequence) {
    return offsets[sequence + 1] - 1;
  }

  /** Rows of the longest sequence. */
  public int longest() {
    int most = 0;
    for (int i = 0; i < size(); i++) {
      most = Math.max(most, length(i));
    }
    return most;
  }

  /** Place of each row in its sequence: 0, 1, … */
  public int[] fromStart() {
    int[] places = new int[rows()];
    for (int i = 0; i < size(); i++) {
      for (int row = first(i); row <= last(i); row++) {
        places[row] = row - first(i);
      }
    }
    return places;
  }

  /** Distance of each row from its sequence's end: 0 for the newest step. */
  public int[] fromEnd() {
    int[] places = new int[rows()];
    for (int i = 0; i < size(); i++) {
      for (int row = first(i); row <= last(i); row++) {
        places[row] = last(i) - row;
      }
    }
    return places;
  }
}
