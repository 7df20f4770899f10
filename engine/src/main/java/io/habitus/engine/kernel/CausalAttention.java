package io.habitus.engine.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Causal self-attention (Vaswani et al. 2017) over sequences that lie one after another in a
 * matrix, without padding: softmax(q·kᵀ/√d)·v, where a row sees the rows of its own sequence up to
 * itself. Some rows of logits exist at a time; the backward pass computes them again from the
 * logarithm of each row's sum (Dao et al. 2022).
 *
 * <p>Short sequences are taken together, as many as fit into one block of rows; what lies between
 * them is set to 0, so that a row has the same bits whatever lies beside its sequence. For one
 * thread.
 */
public final class CausalAttention {
  /** Rows of logits that exist at a time. */
  private static final int BLOCK = 4 * TileKernel.ROWS;

  private static final RowKernel ROWS = RowKernel.get();

  private final int[] offsets;
  private final int heads;
  private final int width;
  private final int headWidth;
  private final float scale;
  private final Matrix queries;
  private final Matrix keysAndValues;
  private final Matrix out;
  private final float[] logSums;
  private final @Nullable DropoutMask mask;
  private final boolean lastOnly;

  private final float[] keys; // (headWidth, rows of a group), packed
  private final float[] values; // (rows of a group, headWidth), packed
  private final Matrix logits; // (block, rows of a group), then weights
  private final Matrix mixed; // (block, headWidth)
  private final int[] from; // of each query of a group: the first key that it sees
  private final int[] until;

  /**
   * One pass over a layer.
   *
   * @param offsets of sequences: sequence i has the rows from offsets[i] to offsets[i + 1]
   * @param queries (rows, width), head after head; or (sequences, width) with {@code lastOnly}
   * @param keysAndValues (rows, 2 · width): keys of all heads, then values
   * @param out receives the result, as wide and long as the queries
   * @param logSums receives what the backward pass needs: (queries, heads)
   * @param mask of the softmax's weights, or null
   * @param lastOnly whether there is a query for the last row of each sequence alone
   */
  public CausalAttention(
      int[] offsets,
      int heads,
      Matrix queries,
      Matrix keysAndValues,
      Matrix out,
      float[] logSums,
      @Nullable DropoutMask mask,
      boolean lastOnly) {
    this.offsets = offsets;
    this.heads = heads;
    this.width = queries.columns();
    this.headWidth = width / heads;
    this.scale = (float) (1 / Math.sqrt(headWidth));
    this.queries = queries;
    this.keysAndValues = keysAndValues;
    this.out = out;
    this.logSums = logSums;
    this.mask = mask;
    this.lastOnly = lastOnly;
    int most = BLOCK;
    for (int i = 1; i < offsets.length; i++) {
      most = Math.max(most, offsets[i] - offsets[i - 1]);
    }
    keys = new float[Panels.elements(headWidth, most)];
    values = new float[Panels.elements(most, headWidth)];
    logits = Matrix.zeros(BLOCK, most);
    mixed = Matrix.zeros(BLOCK, headWidth);
    from = new int[most];
    until = new int[most];
  }

  /** Computes the result. */
  public void forward() {
    forEachGroup(this::forward);
  }

  private interface Group {
    /** Rows {@code [first, first + size)}, whose {@code queries} begin at {@code query}. */
    void run(int first, int size, int query, int queries);
  }

  private void forEachGroup(Group group) {
    int sequences = offsets.length - 1;
    for (int begin = 0; begin < sequences; ) {
      int end = begin + 1;
      while (end < sequences && offsets[end + 1] - offsets[begin] <= BLOCK) {
        end++;
      }
      int first = offsets[begin];
      int size = offsets[end] - first;
      for (int sequence = begin; sequence < end; sequence++) {
        see(sequence, begin, first);
      }
      group.run(first, size, lastOnly ? begin : first, lastOnly ? end - begin : size);
      begin = end;
    }
  }

  /** Notes which keys a sequence's queries see, counted from the group's first row. */
  private void see(int sequence, int begin, int first) {
    int start = offsets[sequence] - first;
    int stop = offsets[sequence + 1] - first;
    if (lastOnly) {
      from[sequence - begin] = start;
      until[sequence - begin] = stop;
      return;
    }
    for (int row = start; row < stop; row++) {
      from[row] = start;
      until[row] = row + 1;
    }
  }

  private void forward(int first, int size, int query, int count) {
    for (int head = 0; head < heads; head++) {
      int column = head * headWidth;
      packTransposed(first, size, column, keys);
      pack(first, size, width + column, values);
      Panels packedValues = new Panels(values, size, headWidth);
      for (int at = 0; at < count; at += BLOCK) {
        int rows = Math.min(BLOCK, count - at);
        int seen = until[at + rows - 1];
        product(rows, queries, query + at, column, new Panels(keys, headWidth, seen), logits);
        for (int i = 0; i < rows; i++) {
          softmax(i, at + i, seen, query + at + i, head);
        }
        Gemm.product(
            rows,
            logits.values(),
            0,
            logits.stride(),
            packedValues,
            0,
            seen,
            mixed.values(),
            0,
            mixed.stride(),
            false);
        for (int i = 0; i < rows; i++) {
          int to = out.at(query + at + i, column);
          System.arraycopy(mixed.values(), mixed.at(i, 0), out.values(), to, headWidth);
        }
      }
    }
  }

  private static void product(int rows, Matrix a, int row, int column, Panels b, Matrix into) {
    Gemm.product(
        rows, a.values(), a.at(row, column), a.stride(), b, into.values(), 0, into.stride(), false);
  }

  /** Turns a row of logits into weights; 0 where nothing is seen. */
  private void softmax(int row, int place, int seen, int query, int head) {
    float[] row0 = logits.values();
    int begin = logits.at(row, from[place]);
    int count = until[place] - from[place];
    float shift = ROWS.largest(count, row0, begin) * scale;
    ROWS.exponentials(count, row0, begin, scale, shift);
    float sum = ROWS.sum(count, row0, begin);
    float share = 1 / sum;
    for (int i = begin; i < begin + count; i++) {
      row0[i] *= share;
    }
    logSums[query * heads + head] = shift + (float) Math.log(sum);
    if (mask != null) {
      ROWS.mask(count, row0, begin, mask.stream(query * heads + head), 0);
    }
    clear(logits, row, place, seen);
  }

  private void clear(Matrix matrix, int row, int place, int seen) {
    int at = matrix.at(row, 0);
    Arrays.fill(matrix.values(), at, at + from[place], 0);
    Arrays.fill(matrix.values(), at + until[place], at + seen, 0);
  }

  /** Packs columns of keys and values, transposed: (headWidth, size). */
  private void packTransposed(int first, int size, int column, float[] packed) {
    Panels.packTransposed(keysAndValues, first, size, column, headWidth, packed);
  }

  private void pack(int first, int size, int column, float[] packed) {
    Panels.pack(
        keysAndValues.values(),
        keysAndValues.at(first, column),
        keysAndValues.stride(),
        size,
        headWidth,
        packed);
  }

  /**
   * The gradients, after {@link #forward}; not with {@code lastOnly}.
   *
   * @param gradient of the result (rows, width)
   * @param toQueries receives (rows, width)
   * @param toKeysAndValues receives (rows, 2 · width)
   */
  public void backward(Matrix gradient, Matrix toQueries, Matrix toKeysAndValues) {
    if (lastOnly) {
      throw new IllegalStateException("last rows alone have no backward pass");
    }
    Backward backward = new Backward(gradient, toQueries, toKeysAndValues);
    forEachGroup((first, size, query, count) -> backward.run(first, size));
  }

  private final class Backward {
    private final Matrix gradient;
    private final Matrix toQueries;
    private final Matrix toBoth;
    private final float[] valuesTransposed; // (headWidth, rows of a group), packed
    private final float[] keysPlain; // (rows of a group, headWidth), packed
    private final Matrix toLogits; // (block, rows of a group)
    private final Matrix toKeys; // (rows of a group, headWidth)
    private final Matrix toValues;
    private final Gemm.Scratch scratch = new Gemm.Scratch();

    Backward(Matrix gradient, Matrix toQueries, Matrix toBoth) {
      this.gradient = gradient;
      this.toQueries = toQueries;
      this.toBoth = toBoth;
      valuesTransposed = new float[keys.length];
      keysPlain = new float[values.length];
      toLogits = Matrix.zeros(BLOCK, logits.columns());
      toKeys = Matrix.zeros(logits.columns(), headWidth);
      toValues = Matrix.zeros(logits.columns(), headWidth);
    }

    void run(int first, int size) {
      for (int head = 0; head < heads; head++) {
        int column = head * headWidth;
        packTransposed(first, size, column, keys);
        packTransposed(first, size, width + column, valuesTransposed);
        pack(first, size, column, keysPlain);
        Arrays.fill(toKeys.values(), 0, toKeys.at(size, 0), 0);
        Arrays.fill(toValues.values(), 0, toValues.at(size, 0), 0);
        for (int at = 0; at < size; at += BLOCK) {
          block(first, at, Math.min(BLOCK, size - at), head, size);
        }
        for (int i = 0; i < size; i++) {
          copy(toKeys, i, toBoth, first + i, column);
          copy(toValues, i, toBoth, first + i, width + column);
        }
      }
    }

    private void copy(Matrix source, int row, Matrix into, int intoRow, int column) {
      System.arraycopy(
          source.values(), source.at(row, 0), into.values(), into.at(intoRow, column), headWidth);
    }

    private void block(int first, int at, int rows, int head, int size) {
      int column = head * headWidth;
      int seen = until[at + rows - 1];
      product(rows, queries, first + at, column, new Panels(keys, headWidth, seen), logits);
      product(
          rows,
          gradient,
          first + at,
          column,
          new Panels(valuesTransposed, headWidth, seen),
          toLogits);
      for (int i = 0; i < rows; i++) {
        row(i, at + i, seen, first + at + i, head);
      }
      Gemm.product(
          rows,
          toLogits.values(),
          0,
          toLogits.stride(),
          new Panels(keysPlain, size, headWidth),
          0,
          seen,
          mixed.values(),
          0,
          mixed.stride(),
          false);
      for (int i = 0; i < rows; i++) {
        copy(mixed, i, toQueries, first + at + i, column);
      }
      addTransposed(rows, logits, seen, gradient, first + at, column, toValues);
      addTransposed(rows, toLogits, seen, queries, first + at, column, toKeys);
    }

    private void addTransposed(
        int rows, Matrix a, int seen, Matrix b, int row, int column, Matrix into) {
      Gemm.addTransposedProduct(
          rows,
          a.values(),
          0,
          a.stride(),
          seen,
          b.values(),
          b.at(row, column),
          b.stride(),
          headWidth,
          into,
          0,
          scratch);
    }

    /** Turns logits into weights with their mask, and the weights' gradient into the logits'. */
    private void row(int row, int place, int seen, int query, int head) {
      float[] p = logits.values();
      float[] g = toLogits.values();
      int begin = logits.at(row, from[place]);
      int count = until[place] - from[place];
      ROWS.exponentials(count, p, begin, scale, logSums[query * heads + head]);
      DropoutMask drawn = mask == null ? null : mask.stream(query * heads + head);
      if (drawn != null) {
        ROWS.mask(count, g, begin, drawn, 0);
      }
      float inner =
          ROWS.dot(
              headWidth,
              gradient.values(),
              gradient.at(query, head * headWidth),
              out.values(),
              out.at(query, head * headWidth));
      for (int i = begin; i < begin + count; i++) {
        g[i] = p[i] * (g[i] - inner) * scale;
      }
      if (drawn != null) {
        ROWS.mask(count, p, begin, drawn, 0);
      }
      clear(logits, row, place, seen);
      clear(toLogits, row, place, seen);
    }
  }
}
