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
  public void addRows(
      int width,
      int from,
      int to,
      float[] factors,
      int[] places,
      float[] rows,
      int stride,
      float[] into,
      int intoAt) {
    int column = 0;
    for (; column + 8 * LANES <= width; column += 8 * LANES) {
      addEight(from, to, factors, places, rows, column, stride, into, intoAt + column);
    }
    for (; column + 2 * LANES <= width; column += 2 * LANES) {
      addTwo(from, to, factors, places, rows, column, stride, into, intoAt + column);
    }
    if (column < width) {
      FloatVector sum = at(into, intoAt + column);
      for (int n = from; n < to; n++) {
        sum = at(rows, places[n] * stride + column).fma(all(factors[n]), sum);
      }
      sum.intoArray(into, intoAt + column);
    }
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(EIGHT, value);
  }

  private static void addEight(
      int from,
      int to,
      float[] factors,
      int[] places,
      float[] rows,
      int column,
      int stride,
      float[] into,
      int intoAt) {
    FloatVector s0 = at(into, intoAt);
    FloatVector s1 = at(into, intoAt + 8);
    FloatVector s2 = at(into, intoAt + 16);
    FloatVector s3 = at(into, intoAt + 24);
    FloatVector s4 = at(into, intoAt + 32);
    FloatVector s5 = at(into, intoAt + 40);
    FloatVector s6 = at(into, intoAt + 48);
    FloatVector s7 = at(into, intoAt + 56);
    for (int n = from; n < to; n++) {
      FloatVector factor = all(factors[n]);
      int row = places[n] * stride + column;
      s0 = at(rows, row).fma(factor, s0);
      s1 = at(rows, row + 8).fma(factor, s1);
      s2 = at(rows, row + 16).fma(factor, s2);
      s3 = at(rows, row + 24).fma(factor, s3);
      s4 = at(rows, row + 32).fma(factor, s4);
      s5 = at(rows, row + 40).fma(factor, s5);
      s6 = at(rows, row + 48).fma(factor, s6);
      s7 = at(rows, row + 56).fma(factor, s7);
    }
    s0.intoArray(into, intoAt);
    s1.intoArray(into, intoAt + 8);
    s2.intoArray(into, intoAt + 16);
    s3.intoArray(into, intoAt + 24);
    s4.intoArray(into, intoAt + 32);
    s5.intoArray(into, intoAt + 40);
    s6.intoArray(into, intoAt + 48);
    s7.intoArray(into, intoAt + 56);
  }

  private static void addTwo(
      int from,
      int to,
      float[] factors,
      int[] places,
      float[] rows,
      int column,
      int stride,
      float[] into,
      int intoAt) {
    FloatVector s0 = at(into, intoAt);
    FloatVector s1 = at(into, intoAt + 8);
    for (int n = from; n < to; n++) {
      FloatVector factor = all(factors[n]);
      int row = places[n] * stride + column;
      s0 = at(rows, row).fma(factor, s0);
      s1 = at(rows, row + 8).fma(factor, s1);
    }
    s0.intoArray(into, intoAt);
    s1.intoArray(into, intoAt + 8);
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
