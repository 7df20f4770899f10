package io.habitus.engine.train;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Sums with vectors. */
final class VectorGradientKernel implements GradientKernel {
  private static final VectorSpecies<Float> WIDEST = FloatVector.SPECIES_PREFERRED;
  // Of one width on every CPU, so that the order of the sums is too.
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_128;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  @Override
  public void add(MemorySegment into, MemorySegment from) {
    long vectorBytes = WIDEST.vectorByteSize();
    long end = into.byteSize() / vectorBytes * vectorBytes;
    for (long at = 0; at < end; at += vectorBytes) {
      FloatVector.fromMemorySegment(WIDEST, into, at, ORDER)
          .add(FloatVector.fromMemorySegment(WIDEST, from, at, ORDER))
          .intoMemorySegment(into, at, ORDER);
    }
    PlainGradientKernel.add(into, from, end);
  }

  @Override
  public double sumOfSquares(MemorySegment gradient) {
    long blocks = gradient.byteSize() / (LANES * Float.BYTES);
    DoubleVector a = DoubleVector.zero(DOUBLES);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    for (long block = 0; block < blocks; block++) {
      long at = block * LANES * Float.BYTES;
      a = a.add(squares(gradient, at));
      b = b.add(squares(gradient, at + 16));
      c = c.add(squares(gradient, at + 32));
      d = d.add(squares(gradient, at + 48));
    }
    double[] lanes = new double[LANES];
    a.intoArray(lanes, 0);
    b.intoArray(lanes, 4);
    c.intoArray(lanes, 8);
    d.intoArray(lanes, 12);
    PlainGradientKernel.addSquares(lanes, gradient, blocks * LANES);
    return PlainGradientKernel.total(lanes);
  }

  /** Exact: a product of two floats has at most 48 bits. */
  private static DoubleVector squares(MemorySegment gradient, long at) {
    var g =
        (DoubleVector)
            FloatVector.fromMemorySegment(FLOATS, gradient, at, ORDER)
                .convertShape(VectorOperators.F2D, DOUBLES, 0);
    return g.mul(g);
  }
}
