package io.habitus.engine.recurrent;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Products;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.kernel.GateKernel;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One layer over one shard, forward and backward through time. Per step only the product with the
 * state is left to do one after the other; products with inputs and the gradients of weights run
 * over many rows at once. For a row, 4 · width values are kept for the backward pass, which
 * overwrites them with the gradients of the gates.
 */
final class GruPass {
  /** Rows whose products with the input are computed together. */
  private static final int ROWS_AT_ONCE = 120;

  /** The same in training, where many rows at once are faster. */
  private static final int TRAINING_ROWS_AT_ONCE = 600;

  private static final GateKernel GATES = GateKernel.get();

  private final Graph graph;
  private final GruLayer layer;
  private final PackedLengths lengths;
  private final Matrix input; // (rows, inputs), or (sequences, inputs) where the same at every step
  private final boolean same;
  private final Matrix start; // (sequences, width)
  private final int width;
  private final int saveStride;
  private final Matrix states; // (rows, width)
  private final Matrix last; // (sequences, width)
  private final float[] saved; // (rows, 4 · width), then the gradients of r, z, n and h_n
  private final Products products;

  GruPass(
      Graph graph,
      GruLayer layer,
      PackedLengths lengths,
      Matrix input,
      boolean same,
      @Nullable Matrix start) {
    this.graph = graph;
    this.layer = layer;
    this.lengths = lengths;
    this.input = input;
    this.same = same;
    this.width = layer.width();
    this.products = graph.products();
    this.start = start == null ? zeros(lengths.sequences(), width) : start;
    saveStride = 4 * width;
    states = graph.matrix(lengths.rows(), width);
    last = graph.matrix(lengths.sequences(), width);
    saved =
        graph.isTraining()
            ? graph.array(Math.multiplyExact(lengths.rows() + 1, saveStride))
            : graph.array(saveStride);
  }

  private Matrix zeros(int rows, int columns) {
    Matrix matrix = graph.matrix(rows, columns);
    Arrays.fill(matrix.values(), 0, (rows + 1) * matrix.stride(), 0);
    return matrix;
  }

  /** The state after every step. */
  Matrix states() {
    return states;
  }

  /** The state after each sequence's last step. */
  Matrix last() {
    return last;
  }

  void forward() {
    Products.Right inputWeight = graph.right(layer.inputWeight, true); // (inputs, 3 · width)
    int many = graph.isTraining() ? TRAINING_ROWS_AT_ONCE : ROWS_AT_ONCE;
    int atOnce = same ? lengths.sequences() : Math.max(lengths.active(0), many);
    Matrix inputProducts = graph.matrix(atOnce, 3 * width);
    if (same) {
      product(inputProducts, 0, lengths.sequences(), inputWeight);
    }
    int ready = 0;
    int base = 0;
    for (int step = 0; step < lengths.steps(); step++) {
      if (!same && step == ready) {
        base = lengths.offset(step);
        while (ready < lengths.steps() && lengths.offset(ready + 1) - base <= atOnce) {
          ready++;
        }
        product(inputProducts, base, lengths.offset(ready) - base, inputWeight);
      }
      step(step, inputProducts, same ? 0 : lengths.offset(step) - base);
    }
    for (int i = 0; i < lengths.sequences(); i++) {
      int from = states.at(lengths.lastRow(i), 0);
      System.arraycopy(states.values(), from, last.values(), last.at(i, 0), width);
    }
  }

  private void product(Matrix into, int from, int rows, Products.Right inputWeight) {
    products.product(
        rows,
        input.values(),
        input.at(from, 0),
        input.stride(),
        inputWeight,
        into.values(),
        0,
        into.stride(),
        false);
  }

  private void step(int step, Matrix inputProducts, int firstRow) {
    int active = lengths.active(step);
    Matrix before = step == 0 ? start : states;
    int beforeAt = step == 0 ? 0 : states.at(lengths.offset(step - 1), 0);
    Matrix ofStates = stateProducts();
    products.product(
        active,
        before.values(),
        beforeAt,
        before.stride(),
        graph.right(layer.stateWeight, true),
        ofStates.values(),
        0,
        ofStates.stride(),
        false);
    float[] inputBias = bias(layer.inputBias);
    float[] stateBias = bias(layer.stateBias);
    for (int i = 0; i < active; i++) {
      int row = lengths.row(i, step);
      GATES.forward(
          width,
          inputProducts.values(),
          inputProducts.at(firstRow + i, 0),
          inputBias,
          ofStates.values(),
          ofStates.at(i, 0),
          stateBias,
          before.values(),
          beforeAt + i * before.stride(),
          states.values(),
          states.at(row, 0),
          saved,
          graph.isTraining() ? row * saveStride : 0);
    }
  }

  private @Nullable Matrix stateProducts;
  private final float[][] biases = new float[2][];

  private Matrix stateProducts() {
    if (stateProducts == null) {
      stateProducts = graph.matrix(lengths.sequences(), 3 * width);
    }
    return stateProducts;
  }

  private float[] bias(Weight weight) {
    int index = weight == layer.inputBias ? 0 : 1;
    if (biases[index] == null) {
      biases[index] = graph.values(weight).toArray(ValueLayout.JAVA_FLOAT);
    }
    return biases[index];
  }

  /**
   * Backward through time; adds to the gradients of the weights.
   *
   * @param toStates gradient of {@link #states}, contiguous, or null
   * @param toLast gradient of {@link #last}, contiguous, or null
   * @return the gradient of the state before the first step (sequences, width)
   */
  Matrix backward(@Nullable MemorySegment toStates, @Nullable MemorySegment toLast) {
    Matrix carry = zeros(lengths.sequences(), width);
    float[] row = new float[width];
    Products.Right stateWeight = graph.right(layer.stateWeight, false); // (3 · width, width)
    for (int step = lengths.steps() - 1; step >= 0; step--) {
      int active = lengths.active(step);
      Matrix before = step == 0 ? start : states;
      int beforeAt = step == 0 ? 0 : states.at(lengths.offset(step - 1), 0);
      for (int i = 0; i < active; i++) {
        if (toStates != null) {
          add(toStates, lengths.row(i, step), row, carry, i);
        }
        if (toLast != null && lengths.length(i) == step + 1) {
          add(toLast, i, row, carry, i);
        }
        GATES.backward(
            width,
            carry.values(),
            carry.at(i, 0),
            saved,
            lengths.row(i, step) * saveStride,
            before.values(),
            beforeAt + i * before.stride());
      }
      throughState(carry, step, stateWeight);
    }
    addWeightGradients();
    return carry;
  }

  private void add(MemorySegment from, int fromRow, float[] row, Matrix into, int intoRow) {
    MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, 4L * fromRow * width, row, 0, width);
    int at = into.at(intoRow, 0);
    float[] values = into.values();
    for (int i = 0; i < width; i++) {
      values[at + i] += row[i];
    }
  }

  /** Adds what reaches the state before a step through the products with it. */
  private void throughState(Matrix carry, int step, Products.Right stateWeight) {
    int active = lengths.active(step);
    int at = lengths.offset(step) * saveStride;
    int both = 2 * width;
    products.product(
        active,
        saved,
        at,
        saveStride,
        stateWeight,
        0,
        both,
        carry.values(),
        0,
        carry.stride(),
        true);
    products.product(
        active,
        saved,
        at + 3 * width,
        saveStride,
        stateWeight,
        both,
        width,
        carry.values(),
        0,
        carry.stride(),
        true);
    // Tiles may have written one row too many: that of a sequence that is not active yet.
    Arrays.fill(carry.values(), carry.at(active, 0), carry.at(active + 1, 0), 0);
  }

  private void addWeightGradients() {
    Matrix before = statesBefore();
    int rows = lengths.rows();
    Matrix toState = read(layer.stateWeight, width);
    transposed(rows, 0, 2 * width, before, toState, 0);
    transposed(rows, 3 * width, width, before, toState, 2 * width);
    toState.write(graph.gradient(layer.stateWeight));
    graph.release(before);
    graph.release(toState);
    Matrix toInput = read(layer.inputWeight, layer.inputs());
    if (same) {
      Matrix sums = gateSums();
      products.addTransposedProduct(sums, input, toInput);
      graph.release(sums);
    } else {
      transposed(rows, 0, 3 * width, input, toInput, 0);
    }
    toInput.write(graph.gradient(layer.inputWeight));
    graph.release(toInput);
    addBiasGradients();
  }

  private Matrix read(Weight weight, int columns) {
    Matrix matrix = graph.matrix(3 * width, columns);
    matrix.read(graph.gradient(weight));
    return matrix;
  }

  private void transposed(
      int rows, int column, int columns, Matrix right, Matrix into, int intoRow) {
    products.addTransposedProduct(
        rows,
        saved,
        column,
        saveStride,
        columns,
        right.values(),
        0,
        right.stride(),
        right.columns(),
        into,
        intoRow);
  }

  /** For every row, the state that its step began with. */
  private Matrix statesBefore() {
    Matrix before = graph.matrix(lengths.rows(), width);
    int stride = before.stride();
    System.arraycopy(start.values(), 0, before.values(), 0, lengths.active(0) * stride);
    for (int step = 1; step < lengths.steps(); step++) {
      System.arraycopy(
          states.values(),
          states.at(lengths.offset(step - 1), 0),
          before.values(),
          before.at(lengths.offset(step), 0),
          lengths.active(step) * stride);
    }
    return before;
  }

  /** Sums over a sequence's steps of the gradients of r, z and n: (sequences, 3 · width). */
  private Matrix gateSums() {
    Matrix sums = zeros(lengths.sequences(), 3 * width);
    for (int step = 0; step < lengths.steps(); step++) {
      for (int i = 0; i < lengths.active(step); i++) {
        addRow(saved, lengths.row(i, step) * saveStride, sums.values(), sums.at(i, 0), 3 * width);
      }
    }
    return sums;
  }

  private void addBiasGradients() {
    float[] sums = new float[saveStride];
    for (int row = 0; row < lengths.rows(); row++) {
      addRow(saved, row * saveStride, sums, 0, saveStride);
    }
    MemorySegment toInput = graph.gradient(layer.inputBias);
    MemorySegment toState = graph.gradient(layer.stateBias);
    for (int i = 0; i < 3 * width; i++) {
      add(toInput, i, sums[i]);
      add(toState, i, sums[i < 2 * width ? i : i + width]);
    }
  }

  private static void addRow(float[] from, int fromAt, float[] into, int intoAt, int count) {
    for (int i = 0; i < count; i++) {
      into[intoAt + i] += from[fromAt + i];
    }
  }

  private static void add(MemorySegment into, int index, float value) {
    float sum = into.getAtIndex(ValueLayout.JAVA_FLOAT, index) + value;
    into.setAtIndex(ValueLayout.JAVA_FLOAT, index, sum);
  }

  /** After {@link #backward}: the gradient of the input, shaped as the input is. */
  Matrix toInput() {
    Matrix gates = same ? gateSums() : null;
    int rows = input.rows();
    Matrix gradient = graph.matrix(rows, layer.inputs());
    products.product(
        rows,
        gates == null ? saved : gates.values(),
        0,
        gates == null ? saveStride : gates.stride(),
        graph.right(layer.inputWeight, false),
        gradient.values(),
        0,
        gradient.stride(),
        false);
    return gradient;
  }
}
