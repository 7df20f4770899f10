package io.habitus.engine.kernel;

import static io.habitus.engine.kernel.PlainMath.C1;
import static io.habitus.engine.kernel.PlainMath.C2;
import static io.habitus.engine.kernel.PlainMath.C3;
import static io.habitus.engine.kernel.PlainMath.C4;
import static io.habitus.engine.kernel.PlainMath.C5;
import static io.habitus.engine.kernel.PlainMath.C6;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** exp, σ and tanh in vector registers: {@link PlainMath}, operation by operation. */
final class VectorMath {
  static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

  private VectorMath() {}

  private static FloatVector all(float value) {
    return FloatVector.broadcast(LANES, value);
  }

  static FloatVector exp(FloatVector value) {
    FloatVector x = value.max(PlainMath.LOWEST).min(PlainMath.HIGHEST);
    FloatVector shifted = x.fma(all(PlainMath.LOG2E), all(PlainMath.ROUNDER));
    FloatVector whole = shifted.sub(PlainMath.ROUNDER);
    FloatVector r = whole.fma(all(-PlainMath.LN2_HIGH), x);
    r = whole.fma(all(-PlainMath.LN2_LOW), r);
    FloatVector p = r.fma(all(C6), all(C5));
    p = p.fma(r, all(C4));
    p = p.fma(r, all(C3));
    p = p.fma(r, all(C2));
    p = p.fma(r, all(C1));
    p = p.fma(r.mul(r), r).add(1);
    IntVector power =
        shifted
            .reinterpretAsInts()
            .sub(PlainMath.ROUNDER_BITS)
            .lanewise(VectorOperators.LSHL, 23)
            .add(PlainMath.ONE_BITS);
    return p.mul(power.reinterpretAsFloats());
  }

  static FloatVector sigmoid(FloatVector x) {
    return all(1).div(exp(x.neg()).add(1));
  }

  static FloatVector tanh(FloatVector x) {
    return all(1).sub(all(2).div(exp(x.mul(2)).add(1)));
  }

  /** Replaces values by exp(value − most), as many as fill vectors; returns how many. */
  static int exponentials(float[] values, int at, int count, float most) {
    int end = LANES.loopBound(count);
    for (int i = at; i < at + end; i += LANES.length()) {
      exp(FloatVector.fromArray(LANES, values, i).sub(most)).intoArray(values, i);
    }
    return end;
  }
}
