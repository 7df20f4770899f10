package io.habitus.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Rows of factors in vector registers: {@link PlainFactors}, operation by operation. */
final class VectorFactors implements FactorKernel {
  // Eight lanes on every CPU, so that the order of the sums is the same.
  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;
  private static final VectorShuffle<Float> BY_4 =
      VectorShuffle.fromValues(EIGHT, 4, 5, 6, 7, 0, 1, 2, 3);
  private static final VectorShuffle<Float> BY_2 =
      VectorShuffle.fromValues(EIGHT, 2, 3, 0, 1, 6, 7, 4, 5);
  private static final VectorShuffle<Float> BY_1 =
      VectorShuffle.fromValues(EIGHT, 1, 0, 3, 2, 5, 4, 7, 6);

  /** Whether this CPU has eight lanes; narrower ones are faster in plain Java. */
  static boolean fits() {
    return FloatVector.SPECIES_PREFERRED.length() >= LANES;
  }

  private static FloatVector at(float[] values, int index) {
    return FloatVector.fromArray(EIGHT, values, index);
  }

  private static float total(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
    FloatVector sum = a.add(b).add(c.add(d));
    sum = sum.add(sum.rearrange(BY_4));
    sum = sum.add(sum.rearrange(BY_2));
    return sum.add(sum.rearrange(BY_1)).lane(0);
  }

  @Override
  public float dot(int width, float[] a, int aAt, float[] b, int bAt) {
    FloatVector s0 = FloatVector.zero(EIGHT);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i + SUMS <= width; i += SUMS) {
      s0 = at(a, aAt + i).fma(at(b, bAt + i), s0);
      s1 = at(a, aAt + i + 8).fma(at(b, bAt + i + 8), s1);
      s2 = at(a, aAt + i + 16).fma(at(b, bAt + i + 16), s2);
      s3 = at(a, aAt + i + 24).fma(at(b, bAt + i + 24), s3);
    }
    if (i < width) {
      s0 = at(a, aAt + i).fma(at(b, bAt + i), s0);
    }
    if (i + 8 < width) {
      s1 = at(a, aAt + i + 8).fma(at(b, bAt + i + 8), s1);
    }
    if (i + 16 < width) {
      s2 = at(a, aAt + i + 16).fma(at(b, bAt + i + 16), s2);
    }
    return total(s0, s1, s2, s3);
  }

  private static float difference(
      int width, float[] p, int pAt, float[] q, int qAt, float[] r, int rAt) {
    FloatVector s0 = FloatVector.zero(EIGHT);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (; i + SUMS <= width; i += SUMS) {
      s0 = at(p, pAt + i).fma(at(q, qAt + i).sub(at(r, rAt + i)), s0);
      s1 = at(p, pAt + i + 8).fma(at(q, qAt + i + 8).sub(at(r, rAt + i + 8)), s1);
      s2 = at(p, pAt + i + 16).fma(at(q, qAt + i + 16).sub(at(r, rAt + i + 16)), s2);
      s3 = at(p, pAt + i + 24).fma(at(q, qAt + i + 24).sub(at(r, rAt + i + 24)), s3);
    }
    if (i < width) {
      s0 = at(p, pAt + i).fma(at(q, qAt + i).sub(at(r, rAt + i)), s0);
    }
    if (i + 8 < width) {
      s1 = at(p, pAt + i + 8).fma(at(q, qAt + i + 8).sub(at(r, rAt + i + 8)), s1);
    }
    if (i + 16 < width) {
      s2 = at(p, pAt + i + 16).fma(at(q, qAt + i + 16).sub(at(r, rAt + i + 16)), s2);
    }
    return total(s0, s1, s2, s3);
  }

  @Override
  public void add(int width, float factor, float[] from, int fromAt, float[] into, int intoAt) {
    FloatVector all = FloatVector.broadcast(EIGHT, factor);
    for (int i = 0; i < width; i += LANES) {
      all.fma(at(from, fromAt + i), at(into, intoAt + i)).intoArray(into, intoAt + i);
    }
  }

  @Override
  public void addProjection(
      int width,
      float constant,
      float slope,
      float[] row,
      int rowAt,
      float[] p,
      int pAt,
      float[] into,
      int intoAt) {
    float factor = Math.fma(slope, dot(width, row, rowAt, p, pAt), constant);
    add(width, factor, row, rowAt, into, intoAt);
  }

  @Override
  public float pairStep(
      int width,
      float[] p,
      int pAt,
      float[] q,
      int qAt,
      float[] r,
      int rAt,
      float bias,
      float weight,
      Step step) {
    float size = PlainFactors.size(difference(width, p, pAt, q, qAt, r, rAt) + bias, weight);
    FloatVector move = FloatVector.broadcast(EIGHT, step.rate() * size);
    FloatVector decay = FloatVector.broadcast(EIGHT, step.decay());
    for (int i = 0; i < width; i += LANES) {
      FloatVector client = at(p, pAt + i);
      FloatVector higher = at(q, qAt + i);
      FloatVector lower = at(r, rAt + i);
      FloatVector moved = move.mul(client);
      client.fma(decay, move.mul(higher.sub(lower))).intoArray(p, pAt + i);
      higher.fma(decay, moved).intoArray(q, qAt + i);
      lower.fma(decay, moved.neg()).intoArray(r, rAt + i);
    }
    return size;
  }

  @Override
  public float clientStep(
      int width,
      float[] p,
      int pAt,
      float[] q,
      int qAt,
      float[] r,
      int rAt,
      float bias,
      float weight,
      Step step) {
    float size = PlainFactors.size(difference(width, p, pAt, q, qAt, r, rAt) + bias, weight);
    FloatVector move = FloatVector.broadcast(EIGHT, step.rate() * size);
    FloatVector decay = FloatVector.broadcast(EIGHT, step.decay());
    for (int i = 0; i < width; i += LANES) {
      at(p, pAt + i).fma(decay, move.mul(at(q, qAt + i).sub(at(r, rAt + i)))).intoArray(p, pAt + i);
    }
    return size;
  }

  @Override
  public void adagrad(
      int width,
      float rate,
      float factor,
      float[] gradient,
      int gradientAt,
      float[] into,
      int intoAt,
      float[] squares,
      int squaresAt) {
    for (int i = 0; i < width; i += LANES) {
      FloatVector g = at(gradient, gradientAt + i).mul(factor);
      FloatVector sum = at(squares, squaresAt + i);
      FloatVector move = g.mul(rate).div(sum.lanewise(VectorOperators.SQRT));
      at(into, intoAt + i).sub(move).intoArray(into, intoAt + i);
      g.fma(g, sum).intoArray(squares, squaresAt + i);
    }
  }
}
