package io.habitus.engine.graph;

import io.habitus.engine.kernel.ArrayPool;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.jspecify.annotations.Nullable;

/**
 * One forward and backward pass over one shard of a batch. Owns everything that is computed in it:
 * closing the graph frees it. libtorch differentiates its own operations; an operation of our own
 * is a {@link #custom} one, and the backward pass goes from one to the next in reverse order.
 *
 * <p>For one thread, and one graph at a time on it.
 */
public final class Graph implements AutoCloseable {
  private final PointerScope scope = new PointerScope();
  private final Replica replica;
  private final @Nullable StepRandom random;
  private final List<Runnable> customBackward = new ArrayList<>();
  private final ArrayPool arrays;
  private final List<float[]> borrowed = new ArrayList<>();
  private int dropouts;

  private Graph(Replica replica, @Nullable StepRandom random) {
    this.replica = replica;
    this.random = random;
    this.arrays = replica.arrays().take();
  }

  /**
   * A pass with gradients and dropout.
   *
   * @param random of this step and shard: what dropout draws from
   */
  public static Graph training(Replica replica, StepRandom random) {
    if (!replica.isTraining()) {
      throw new IllegalArgumentException("expected a replica with gradients");
    }
    return new Graph(replica, random);
  }

  /** A forward pass: no gradients, no dropout. */
  public static Graph inference(Replica replica) {
    if (replica.isTraining()) {
      throw new IllegalArgumentException("expected a replica for inference");
    }
    return new Graph(replica, null);
  }

  /** Whether dropout is active. */
  public boolean isTraining() {
    return random != null;
  }

  /** A weight of the network. */
  public Variable weight(Weight weight) {
    return new Variable(this, replica.tensor(weight));
  }

  /** fp32 input over native memory, row-major; not copied, so it must outlive the graph. */
  public Variable input(MemorySegment floats, long... shape) {
    return variable(RawTensors.over(floats, shape));
  }

  /** Indices, int64, over native memory; not copied. */
  public Variable indices(MemorySegment longs, long... shape) {
    return variable(RawTensors.overLongs(longs, shape));
  }

  Variable variable(Tensor raw) {
    return new Variable(this, raw);
  }

  /**
   * The generator of the next dropout of this pass; one after the other, so that each is its own.
   */
  public StepRandom nextDropout() {
    if (random == null) {
      throw new IllegalStateException("no dropout outside training");
    }
    return random.stream(dropouts++);
  }

  /** Values of a weight, for operations of our own; fp32, row-major. */
  public MemorySegment values(Weight weight) {
    return replica.values(weight);
  }

  /** Where an operation of our own adds a weight's gradient; fp32, row-major. */
  public MemorySegment gradient(Weight weight) {
    return replica.gradient(weight);
  }

  /** The products of layers, in the weights' precision. */
  public Products products() {
    return replica.products();
  }

  /** A weight (rows, columns), ready for products {@code x · W} or {@code x · Wᵀ}. */
  public Products.Right right(Weight weight, boolean transposed) {
    return replica.right(weight, transposed);
  }

  /**
   * A weight (rows, columns) in panels of fp32, whatever the precision, for kernels of our own that
   * compute {@code x · W} or {@code x · Wᵀ}.
   */
  public Panels packed(Weight weight, boolean transposed) {
    return replica.packed(weight, transposed);
  }

  /** A heap array of at least this size until the graph is closed; its content is not defined. */
  public float[] array(int size) {
    float[] array = arrays.borrow(size);
    borrowed.add(array);
    return array;
  }

  /** A heap matrix until the graph is closed; its content is not defined. */
  public Matrix matrix(int rows, int columns) {
    return new Matrix(array(Matrix.elements(rows, columns)), rows, columns, Matrix.stride(columns));
  }

  /** Gives a matrix of this graph back before the graph is closed: its array is used again. */
  public void release(Matrix matrix) {
    for (int i = borrowed.size() - 1; i >= 0; i--) {
      if (borrowed.get(i) == matrix.values()) {
        arrays.giveBack(borrowed.remove(i));
        return;
      }
    }
    throw new IllegalArgumentException("not a matrix of this graph, or given back before");
  }

  /** The elements of a variable (rows, columns) as a heap matrix. */
  public Matrix matrix(Variable x) {
    int rows = Math.toIntExact(x.size(0));
    Matrix copy = matrix(rows, Math.toIntExact(x.raw.numel() / rows));
    copy.read(RawTensors.memory(x.raw.contiguous()));
    return copy;
  }

  /** Backward pass of an operation of our own. */
  @FunctionalInterface
  public interface Backward {
    /**
     * Calls {@link Graph#send} for each input and adds to the gradients of weights.
     *
     * @param gradients of each result, contiguous fp32, or null where nothing depends on a result
     */
    void run(@Nullable MemorySegment[] gradients);
  }

  /**
   * The results of an operation of our own. Its backward pass runs if anything depends on one of
   * them, after everything that does.
   */
  public List<Variable> custom(List<Matrix> results, Backward backward) {
    List<Tensor> outs = new ArrayList<>();
    for (Matrix result : results) {
      Tensor out = RawTensors.empty(result.rows(), result.columns());
      result.write(RawTensors.memory(out));
      outs.add(out);
    }
    return customTensors(outs, backward);
  }

  /** The same with one result. */
  public Variable custom(Matrix result, Backward backward) {
    return custom(List.of(result), backward).getFirst();
  }

  /** A scalar result. */
  public Variable custom(double result, Backward backward) {
    Tensor out = RawTensors.empty();
    RawTensors.memory(out).set(ValueLayout.JAVA_FLOAT, 0, (float) result);
    return customTensors(List.of(out), backward).getFirst();
  }

  private List<Variable> customTensors(List<Tensor> outs, Backward backward) {
    if (replica.isTraining()) {
      outs.forEach(out -> out.set_requires_grad(true));
      customBackward.add(() -> runBackward(outs, backward));
    }
    return outs.stream().map(this::variable).toList();
  }

  private static void runBackward(List<Tensor> outs, Backward backward) {
    @Nullable MemorySegment[] gradients = new MemorySegment[outs.size()];
    boolean any = false;
    for (int i = 0; i < gradients.length; i++) {
      Tensor gradient = outs.get(i).grad();
      if (gradient.defined()) {
        gradients[i] = RawTensors.memory(gradient.contiguous());
        any = true;
      }
    }
    if (any) {
      backward.run(gradients);
    }
  }

  /**
   * A point that gradients are gathered at before they go on: for a value that several operations
   * of ours read, so that what lies before it is differentiated once.
   */
  public Variable gather(Variable x) {
    if (!wantsGradient(x)) {
      return x;
    }
    Tensor copy = x.raw.detach();
    return customTensors(List.of(copy), gradients -> propagate(x, copy.grad())).getFirst();
  }

  /** Whether {@link #send} to this input does anything. */
  public boolean wantsGradient(Variable input) {
    return replica.isTraining() && input.raw.requires_grad();
  }

  /** Passes a gradient on to an input of an operation of our own. */
  public void send(Variable input, Matrix gradient) {
    if (wantsGradient(input)) {
      Tensor copy = RawTensors.empty(input.shape());
      gradient.write(RawTensors.memory(copy));
      propagate(input, copy);
    }
  }

  /** What is saved for the pass is kept: another gradient may come through the same part. */
  private static void propagate(Variable from, Tensor gradient) {
    from.raw.backward(gradient, new BoolOptional(true), false, new TensorArrayRefOptional());
  }

  /** Adds the gradients of a scalar to the replica's. Call it once. */
  public void backward(Variable loss) {
    if (customBackward.isEmpty()) {
      loss.raw.backward();
      return;
    }
    propagate(loss, new Tensor());
    for (Runnable step : customBackward.reversed()) {
      step.run();
    }
    customBackward.clear();
  }

  @Override
  public void close() {
    borrowed.forEach(arrays::giveBack);
    borrowed.clear();
    replica.endGraph(arrays);
    scope.close();
  }
}
