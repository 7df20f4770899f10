package io.habitus.engine.graph;

import io.habitus.engine.NativeBlock;
import io.habitus.engine.kernel.ArrayPool;
import io.habitus.engine.kernel.ArrayPools;
import io.habitus.engine.kernel.Panels;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The weights as one logical shard sees them: the master values, and a block of gradients of its
 * own. Two shards may therefore run on two threads. Used by one thread at a time.
 */
public final class Replica implements AutoCloseable {
  private final Weights weights;
  private final @Nullable NativeBlock gradients;
  private final Map<Weight, Leaf> leaves = new LinkedHashMap<>();
  private final List<Tensor> held = new ArrayList<>();

  private final Products products;
  private final Map<PackedKey, Panels> packed = new HashMap<>();
  private final Map<PackedKey, Products.Right> rights = new HashMap<>();

  private record PackedKey(Weight weight, boolean transposed) {}

  private record Leaf(Tensor value, MemorySegment values, @Nullable MemorySegment gradient) {}

  private Replica(Weights weights, boolean training) {
    this.weights = weights;
    this.gradients = training ? new NativeBlock(weights.block().byteSize()) : null;
    this.products = Products.of(weights.precision(), training);
    for (Weight weight : weights.all()) {
      leaves.put(weight, leaf(weight));
    }
  }

  /** With gradients. */
  public static Replica forTraining(Weights weights) {
    return new Replica(weights, true);
  }

  /** Without gradients: nothing is kept for a backward pass. */
  public static Replica forInference(Weights weights) {
    return new Replica(weights, false);
  }

  private Leaf leaf(Weight weight) {
    MemorySegment values = weights.values(weight);
    Tensor value = hold(RawTensors.over(values, weight.shape()));
    if (gradients == null) {
      return new Leaf(value, values, null);
    }
    MemorySegment gradient = Weights.slice(gradients.memory(), weight);
    value.set_requires_grad(true);
    try (Tensor slot = value.mutable_grad();
        Tensor view = RawTensors.over(gradient, weight.shape())) {
      slot.put(view);
    }
    return new Leaf(value, values, gradient);
  }

  private Tensor hold(Tensor tensor) {
    held.add(tensor);
    return tensor;
  }

  /** Whether gradients are wanted. */
  public boolean isTraining() {
    return gradients != null;
  }

  Tensor tensor(Weight weight) {
    return find(weight).value();
  }

  /** Values of a weight, for kernels of our own. */
  MemorySegment values(Weight weight) {
    return find(weight).values();
  }

  ArrayPools arrays() {
    return weights.arrays();
  }

  /** In training the weights will have changed before the next graph. */
  void endGraph(ArrayPool arrays) {
    arrays().giveBack(arrays);
    if (isTraining()) {
      packed.clear();
      rights.clear();
    }
  }

  Products products() {
    return products;
  }

  /** A matrix (rows, columns), ready for products {@code x · W} or {@code x · Wᵀ}. */
  Products.Right right(Weight weight, boolean transposed) {
    return rights.computeIfAbsent(
        new PackedKey(weight, transposed),
        key -> products.right(values(weight), rows(weight), columns(weight), transposed));
  }

  /** The same in fp32, whatever the precision, for our own kernels. */
  Panels packed(Weight weight, boolean transposed) {
    return packed.computeIfAbsent(
        new PackedKey(weight, transposed),
        key -> Fp32Products.pack(values(weight), rows(weight), columns(weight), transposed));
  }

  private static int rows(Weight weight) {
    return Math.toIntExact(weight.shape()[0]);
  }

  private static int columns(Weight weight) {
    return Math.toIntExact(weight.shape()[1]);
  }

  /** Where a kernel of our own adds a weight's gradient. */
  MemorySegment gradient(Weight weight) {
    MemorySegment gradient = find(weight).gradient();
    if (gradient == null) {
      throw new IllegalStateException("no gradients: this replica is for inference");
    }
    return gradient;
  }

  private Leaf find(Weight weight) {
    Leaf leaf = leaves.get(weight);
    if (leaf == null) {
      throw new IllegalArgumentException(weight + " belongs to another network");
    }
    return leaf;
  }

  /** Gradients of all weights, laid out as the weights are; fp32. */
  public MemorySegment gradients() {
    if (gradients == null) {
      throw new IllegalStateException("no gradients: this replica is for inference");
    }
    return gradients.memory();
  }

  /** Sets all gradients to 0. */
  public void clearGradients() {
    gradients().fill((byte) 0);
  }

  @Override
  public void close() {
    held.forEach(Tensor::close);
    arrays().clear();
    if (gradients != null) {
      gradients.close();
    }
  }
}
