package io.habitus.engine;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** AdamW with the widest vectors of the CPU. Bound by memory, not by arithmetic. */
final class VectorAdamWKernel implements AdamWKernel {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  @Override
  public void apply(
      Step step,
      MemorySegment weight,
      MemorySegment gradient,
      MemorySegment mean,
      MemorySegment square) {
    long vectorBytes = LANES.vectorByteSize();
    long end = weight.byteSize() / vectorBytes * vectorBytes;
    for (long at = 0; at < end; at += vectorBytes) {
      FloatVector g = FloatVector.fromMemorySegment(LANES, gradient, at, ORDER).mul(step.scale());
      FloatVector m = FloatVector.fromMemorySegment(LANES, mean, at, ORDER);
      FloatVector v = FloatVector.fromMemorySegment(LANES, square, at, ORDER);
      FloatVector w = FloatVector.fromMemorySegment(LANES, weight, at, ORDER);
      m = m.add(g.sub(m).mul(step.meanRate()));
      v = v.mul(step.squareDecay()).add(g.mul(g).mul(step.squareRate()));
      FloatVector root = v.sqrt().mul(step.rootScale()).add(step.epsilon());
      w = w.mul(step.decay()).sub(m.div(root).mul(step.size()));
      m.intoMemorySegment(mean, at, ORDER);
      v.intoMemorySegment(square, at, ORDER);
      w.intoMemorySegment(weight, at, ORDER);
    }
    PlainAdamWKernel.apply(step, weight, gradient, mean, square, end);
  }
}
