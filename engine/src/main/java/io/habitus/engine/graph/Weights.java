package io.habitus.engine.graph;

import io.habitus.engine.NativeBlock;
import io.habitus.engine.Precision;
import io.habitus.engine.kernel.ArrayPools;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The fp32 master weights of a network, all in one block of native memory: one pass updates them,
 * one sequence of bytes saves them. Training writes them between steps only; any number of threads
 * may read them meanwhile.
 */
public final class Weights implements AutoCloseable {
  private final List<Weight> weights;
  private final NativeBlock block;
  private final Precision precision;
  private final ArrayPools arrays = new ArrayPools();

  /** Initial values, derived from the seed and each weight's place; products in fp32. */
  public Weights(WeightPlan plan, long seed) {
    this(plan, seed, Precision.FP32);
  }

  /**
   * Initial values, derived from the seed and each weight's place.
   *
   * @param precision of the products that layers compute with them
   */
  public Weights(WeightPlan plan, long seed, Precision precision) {
    this.precision = precision;
    weights = plan.weights();
    block = new NativeBlock(plan.size() * Float.BYTES);
    for (int i = 0; i < weights.size(); i++) {
      initialise(weights.get(i), new SplittableRandom(seed * 0x9E3779B97F4A7C15L + i));
    }
  }

  private void initialise(Weight weight, SplittableRandom random) {
    MemorySegment values = values(weight);
    long size = weight.size();
    for (long i = 0; i < size; i++) {
      float value =
          switch (weight.start()) {
            case Weight.Initial.Constant(float same) -> same;
            case Weight.Initial.Uniform(double bound) ->
                (float) ((2 * random.nextDouble() - 1) * bound);
            case Weight.Initial.Normal(double deviation) ->
                (float) (random.nextGaussian() * deviation);
          };
      values.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
    }
  }

  /** In which products with them are computed; they are fp32 themselves. */
  public Precision precision() {
    return precision;
  }

  /** What graphs over these weights compute in, shared by all replicas. */
  ArrayPools arrays() {
    return arrays;
  }

  /** In the order of declaration. */
  public List<Weight> all() {
    return weights;
  }

  /**
   * The weight of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Weight named(String name) {
    return weights.stream()
        .filter(weight -> weight.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no weight " + name));
  }

  /** The whole block, alignment included; fp32. */
  public MemorySegment block() {
    return block.memory();
  }

  /** One weight's values; fp32, row-major. Writing them changes the weight. */
  public MemorySegment values(Weight weight) {
    return slice(block.memory(), weight);
  }

  /** A weight's part of a block that is laid out as this one, such as its gradients. */
  static MemorySegment slice(MemorySegment block, Weight weight) {
    return block.asSlice(weight.offset() * Float.BYTES, weight.size() * Float.BYTES);
  }

  /** Number of learned values, alignment not counted. */
  public long count() {
    return weights.stream().mapToLong(Weight::size).sum();
  }

  @Override
  public void close() {
    block.close();
  }
}
