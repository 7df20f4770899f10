package io.habitus.engine.graph;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.jspecify.annotations.Nullable;

/**
 * One forward and backward pass over one shard of a batch. Owns everything that is computed in it:
 * closing the graph frees it. libtorch differentiates its own operations; an operation of ours is a
 * {@link #custom} one, and the backward pass goes from one to the next in reverse order.
 *
 * <p>For one thread, and one graph at a time on it.
 */
public final class Graph implements AutoCloseable {
  private final PointerScope scope = new PointerScope();
  private final Replica replica;
  private final @Nullable StepRandom random;
  private final List<Runnable> customBackward = new ArrayList<>();
  private int dropouts;

  private Graph(Replica replica, @Nullable StepRandom random) {
    this.replica = replica;
    this.random = random;
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

  Replica replica() {
    return replica;
  }

  /** The generator of the next dropout of this pass. */
  StepRandom nextDropout() {
    if (random == null) {
      throw new IllegalStateException("no dropout outside training");
    }
    return random.stream(dropouts++);
  }

  /**
   * The result of an operation of ours.
   *
   * @param out freshly computed, contiguous
   * @param backward given the gradient of {@code out}, calls {@link #send} for each input and adds
   *     to the gradients of weights; not called if nothing depends on {@code out}
   */
  Variable custom(Tensor out, Consumer<Tensor> backward) {
    if (replica.isTraining()) {
      out.set_requires_grad(true);
      customBackward.add(() -> {
        Tensor gradient = out.grad();
        if (gradient.defined()) {
          backward.accept(gradient.contiguous());
        }
      });
    }
    return variable(out);
  }

  /**
   * A point that gradients are gathered at before they go on: for a value that several operations
   * of ours read, so that what lies before it is differentiated once.
   */
  public Variable gather(Variable x) {
    if (!replica.isTraining() || !x.raw.requires_grad()) {
      return x;
    }
    return custom(x.raw.detach(), gradient -> send(x, gradient));
  }

  /** Passes a gradient on to an input of an operation of ours. */
  static void send(Variable input, Tensor gradient) {
    if (input.raw.requires_grad()) {
      propagate(input, gradient);
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
    scope.close();
  }
}
