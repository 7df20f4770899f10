package io.habitus.engine.network;

import io.habitus.engine.kernel.CausalAttention;
import io.habitus.engine.kernel.DropoutMask;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.RowKernel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One layer over one shard. Its names: x is what it reads, a the attention's input, y what lies
 * between its two halves, b the feed-forward network's input, z what it gives; all (rows, width).
 */
final class LayerPass {
  private static final RowKernel ROWS = RowKernel.get();

  private final PassRoom room;
  private final TransformerShape shape;
  private final Sequences sequences;
  private final int number;
  private final int width;
  private final NormPass first;
  private final NormPass second;
  private final ProjectionPass query;
  private final ProjectionPass keyValue;
  private final ProjectionPass out;
  private final ProjectionPass wide;
  private final ProjectionPass narrow;
  private @Nullable Saved saved;

  /** What the backward pass needs. */
  private record Saved(
      Matrix x,
      Matrix a,
      Matrix queries,
      Matrix keysAndValues,
      CausalAttention attention,
      Matrix mixed,
      @Nullable DropoutMask attended,
      Matrix b,
      Matrix inner, // before the activation
      Matrix active,
      @Nullable DropoutMask innerMask,
      @Nullable DropoutMask output) {}

  LayerPass(
      PassRoom room,
      TransformerShape shape,
      LayerWeights weights,
      Sequences sequences,
      int number) {
    this.room = room;
    this.shape = shape;
    this.sequences = sequences;
    this.number = number;
    width = shape.width();
    first = new NormPass(room, weights.first(), shape.epsilon());
    second = new NormPass(room, weights.second(), shape.epsilon());
    query = new ProjectionPass(room, weights.query());
    keyValue = new ProjectionPass(room, weights.keyValue());
    out = new ProjectionPass(room, weights.out());
    wide = new ProjectionPass(room, weights.wide());
    narrow = new ProjectionPass(room, weights.narrow());
  }

  private boolean isNormAfter() {
    return shape.norm() == TransformerShape.Norm.AFTER;
  }

  private Matrix room(String use, int rows, int columns) {
    return room.matrix(use, rows, columns);
  }

  /** All rows. */
  Matrix forward(Matrix x) {
    return forward(x, false);
  }

  /** The last row of each sequence. */
  Matrix last(Matrix x) {
    return forward(x, true);
  }

  private Matrix forward(Matrix x, boolean lastOnly) {
    Matrix a = isNormAfter() ? x : normalised(first, x, "a");
    Matrix keysAndValues = room("keysAndValues", x.rows(), 2 * width);
    boolean normalisedKeys = shape.norm() != TransformerShape.Norm.QUERY;
    keyValue.forward(normalisedKeys ? a : x, null, keysAndValues);
    Matrix from = lastOnly ? lastRows(a, "last.a") : a;
    Matrix base =
        switch (shape.norm()) {
          case BEFORE -> lastOnly ? lastRows(x, "last.x") : x;
          case AFTER, QUERY -> from;
        };
    int rows = from.rows();
    Matrix queries = room("queries", rows, width);
    query.forward(from, null, queries);
    Matrix mixed = room("mixed", rows, width);
    CausalAttention attention =
        new CausalAttention(
            sequences.offsets(),
            shape.heads(),
            queries,
            keysAndValues,
            mixed,
            room.graph().array(rows * shape.heads()),
            room.mask(shape.dropout().weights()),
            lastOnly);
    attention.forward();
    DropoutMask attended = room.mask(shape.dropout().attended());
    Matrix y = added(out, mixed, base, attended, "y");
    if (isNormAfter()) {
      y = normalised(first, y, "y.normalised");
    }
    Matrix b = isNormAfter() ? y : normalised(second, y, "b");
    Matrix inner = room("inner", rows, wide.outputs());
    wide.forward(b, null, inner);
    Matrix active = room("active", rows, wide.outputs());
    DropoutMask innerMask = room.mask(shape.dropout().inner());
    activate(inner, active, innerMask);
    DropoutMask output = room.mask(shape.dropout().output());
    Matrix second0 = shape.norm() == TransformerShape.Norm.BEFORE ? y : b;
    // Two of them, since the next layer still reads this one while it writes its own.
    Matrix z = added(narrow, active, second0, output, "z" + number % 2);
    if (room.graph().isTraining()) {
      saved =
          new Saved(
              x,
              a,
              queries,
              keysAndValues,
              attention,
              mixed,
              attended,
              b,
              inner,
              active,
              innerMask,
              output);
    }
    return isNormAfter() ? normalised(second, z, "z.normalised" + number % 2) : z;
  }

  private Matrix normalised(NormPass norm, Matrix x, String use) {
    Matrix y = room(use, x.rows(), width);
    norm.forward(x, y);
    return y;
  }

  private Matrix lastRows(Matrix x, String use) {
    Matrix rows = room(use, sequences.size(), width);
    for (int i = 0; i < sequences.size(); i++) {
      System.arraycopy(x.values(), x.at(sequences.last(i), 0), rows.values(), rows.at(i, 0), width);
    }
    return rows;
  }

  /** base + dropout(projection of x). */
  private Matrix added(
      ProjectionPass projection, Matrix x, Matrix base, @Nullable DropoutMask mask, String use) {
    Matrix sum = room(use, x.rows(), width);
    if (mask == null) {
      projection.forward(x, base, sum);
      return sum;
    }
    projection.forward(x, null, sum);
    masked(sum, mask);
    add(base, sum);
    return sum;
  }

  private static void masked(Matrix x, @Nullable DropoutMask mask) {
    if (mask == null) {
      return;
    }
    for (int row = 0; row < x.rows(); row++) {
      ROWS.mask(x.columns(), x.values(), x.at(row, 0), mask, row * x.columns());
    }
  }

  private static void add(Matrix from, Matrix into) {
    float[] source = from.values();
    float[] sums = into.values();
    int end = into.rows() * into.stride();
    for (int i = 0; i < end; i++) {
      sums[i] += source[i];
    }
  }

  private void activate(Matrix inner, Matrix active, @Nullable DropoutMask mask) {
    int count = inner.rows() * inner.stride();
    switch (shape.activation()) {
      case GELU -> ROWS.gelu(count, inner.values(), 0, active.values(), 0);
      case RELU -> relu(count, inner.values(), active.values());
    }
    masked(active, mask);
  }

  private static void relu(int count, float[] x, float[] y) {
    for (int i = 0; i < count; i++) {
      y[i] = Math.max(x[i], 0);
    }
  }

  /** The gradient of z → that of x; overwrites it. */
  Matrix backward(Matrix gradient) {
    Saved kept = Objects.requireNonNull(saved);
    if (isNormAfter()) {
      second.backward(gradient);
    }
    Matrix toB = throughFeedForward(kept, gradient); // without the residual
    Matrix toY =
        switch (shape.norm()) {
          case BEFORE -> {
            second.backward(toB);
            add(gradient, toB);
            yield toB;
          }
          case QUERY -> {
            add(gradient, toB);
            second.backward(toB);
            yield toB;
          }
          case AFTER -> {
            add(gradient, toB);
            first.backward(toB);
            yield toB;
          }
        };
    return throughAttention(kept, toY);
  }

  private Matrix throughFeedForward(Saved kept, Matrix gradient) {
    Matrix toOutput = maskedCopy(gradient, kept.output);
    Matrix toInner = room.reused("toInner", gradient.rows(), wide.outputs());
    narrow.backward(toOutput, kept.active, toInner, false);
    masked(toInner, kept.innerMask);
    int count = toInner.rows() * toInner.stride();
    switch (shape.activation()) {
      case GELU -> ROWS.geluBackward(count, kept.inner.values(), 0, toInner.values(), 0);
      case RELU -> reluBackward(count, kept.inner.values(), toInner.values());
    }
    Matrix toB = room.reused("toB", gradient.rows(), width);
    wide.backward(toInner, kept.b, toB, false);
    return toB;
  }

  private static void reluBackward(int count, float[] x, float[] gradient) {
    for (int i = 0; i < count; i++) {
      gradient[i] = x[i] > 0 ? gradient[i] : 0;
    }
  }

  private Matrix maskedCopy(Matrix gradient, @Nullable DropoutMask mask) {
    if (mask == null) {
      return gradient;
    }
    Matrix copy = room.reused("masked", gradient.rows(), gradient.columns());
    System.arraycopy(gradient.values(), 0, copy.values(), 0, gradient.rows() * gradient.stride());
    masked(copy, mask);
    return copy;
  }

  private Matrix throughAttention(Saved kept, Matrix toY) {
    Matrix toAttended = maskedCopy(toY, kept.attended);
    Matrix toMixed = room.reused("toMixed", toY.rows(), width);
    out.backward(toAttended, kept.mixed, toMixed, false);
    Matrix toQueries = room.reused("toQueries", toY.rows(), width);
    Matrix toBoth = room.reused("toBoth", toY.rows(), 2 * width);
    kept.attention.backward(toMixed, toQueries, toBoth);
    Matrix toA = room.reused("toA" + number % 2, toY.rows(), width);
    query.backward(toQueries, kept.a, toA, false);
    switch (shape.norm()) {
      case BEFORE -> {
        keyValue.backward(toBoth, kept.a, toA, true);
        first.backward(toA);
        add(toY, toA);
      }
      case QUERY -> {
        add(toY, toA);
        first.backward(toA);
        keyValue.backward(toBoth, kept.x, toA, true);
      }
      case AFTER -> {
        keyValue.backward(toBoth, kept.x, toA, true);
        add(toY, toA);
      }
    }
    return toA;
  }
}
