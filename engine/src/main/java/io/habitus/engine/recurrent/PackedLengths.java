package io.habitus.engine.recurrent;

/**
 * How sequences of different lengths lie in one matrix without padding: the first step of all
 * sequences, then the second step of those that have one, and so on. Sequences are ordered longest
 * first, so the sequences that are active at a step are the first ones, and row i of a step
 * continues row i of the step before.
 */
public final class PackedLengths {
  private final int[] lengths;
  private final int[] active;
  private final int[] offsets;

  private PackedLengths(int[] lengths) {
    this.lengths = lengths;
    int steps = lengths[0];
    active = new int[steps];
    offsets = new int[steps + 1];
    int still = lengths.length;
    for (int step = 0; step < steps; step++) {
      while (lengths[still - 1] <= step) {
        still--;
      }
      active[step] = still;
      offsets[step + 1] = Math.addExact(offsets[step], still);
    }
  }

  /**
   * The layout of sequences of these lengths.
   *
   * @param lengths longest first, each at least 1
   */
  public static PackedLengths of(int... lengths) {
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] < 1 || i > 0 && lengths[i] > lengths[i - 1]) {
        throw new IllegalArgumentException(
            "sequence %d of length %d: expected lengths of at least 1, longest first"
                .formatted(i, lengths[i]));
      }
    }
    if (lengths.length == 0) {
      throw new IllegalArgumentException("expected at least one sequence");
    }
    return new PackedLengths(lengths.clone());
  }

  /** Number of sequences. */
  public int sequences() {
    return lengths.length;
  }

  /** Steps of one sequence. */
  public int length(int sequence) {
    return lengths[sequence];
  }

  /** Steps of the longest sequence. */
  public int steps() {
    return active.length;
  }

  /** How many sequences, the first ones, have this step. */
  public int active(int step) {
    return active[step];
  }

  /** Row of the first sequence's step; {@code offset(steps())} is the number of rows. */
  public int offset(int step) {
    return offsets[step];
  }

  /** Rows of the packed matrix. */
  public int rows() {
    return offsets[active.length];
  }

  /** Row of a sequence's step. */
  public int row(int sequence, int step) {
    return offsets[step] + sequence;
  }

  /** Row of a sequence's last step. */
  public int lastRow(int sequence) {
    return row(sequence, lengths[sequence] - 1);
  }
}
