package io.habitus.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The rows in vector registers: {@link PlainRows}, operation by operation. */
final class VectorRows implements RowKernel {
  /** Of sums: their lanes are part of the result. */
  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

  private static final VectorSpecies<Float> WIDEST = VectorMath.LANES;
  private static final VectorSpecies<Integer> WIDEST_INTS = IntVector.SPECIES_PREFERRED;
  private static final IntVector COUNTING = IntVector.zero(WIDEST_INTS).addIndex(1);

  /** Whether this CPU has vectors of eight lanes. */
  static boolean isSupported() {
    return WIDEST.length() >= LANES;
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(EIGHT, value);
  }

  /** The lanes, so that elements beyond the last whole vector can join theirs. */
  private static float[] lanes(FloatVector vector) {
    float[] lanes = new float[LANES];
    vector.intoArray(lanes, 0);
    return lanes;
  }

  @Override
  public void layerNorm(
      int width,
      float[] x,
      int xAt,
      float[] gain,
      float[] shift,
      float epsilon,
      float[] y,
      int yAt,
      float[] moments,
      int momentsAt) {
    int end = EIGHT.loopBound(width);
    float mean = sum(width, x, xAt) / width;
    FloatVector squares = FloatVector.zero(EIGHT);
    for (int i = 0; i < end; i += LANES) {
      FloatVector d = FloatVector.fromArray(EIGHT, x, xAt + i).sub(mean);
      squares = d.fma(d, squares);
    }
    float[] lanes = lanes(squares);
    for (int i = end; i < width; i++) {
      float d = x[xAt + i] - mean;
      lanes[i % LANES] = Math.fma(d, d, lanes[i % LANES]);
    }
    float scale = (float) (1 / Math.sqrt(PlainRows.total(lanes) / width + epsilon));
    for (int i = 0; i < end; i += LANES) {
      FloatVector normal = FloatVector.fromArray(EIGHT, x, xAt + i).sub(mean).mul(scale);
      normal
          .fma(FloatVector.fromArray(EIGHT, gain, i), FloatVector.fromArray(EIGHT, shift, i))
          .intoArray(y, yAt + i);
    }
    for (int i = end; i < width; i++) {
      y[yAt + i] = Math.fma((x[xAt + i] - mean) * scale, gain[i], shift[i]);
    }
    moments[momentsAt] = mean;
    moments[momentsAt + 1] = scale;
  }

  @Override
  public void layerNormBackward(
      int width,
      float[] gradient,
      int gradientAt,
      float[] x,
      int xAt,
      float[] gain,
      float[] moments,
      int momentsAt,
      float[] toGain,
      float[] toShift) {
    int end = EIGHT.loopBound(width);
    float mean = moments[momentsAt];
    float scale = moments[momentsAt + 1];
    FloatVector sums = FloatVector.zero(EIGHT);
    FloatVector products = FloatVector.zero(EIGHT);
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = FloatVector.fromArray(EIGHT, gradient, gradientAt + i);
      FloatVector normal = FloatVector.fromArray(EIGHT, x, xAt + i).sub(mean).mul(scale);
      g.fma(normal, FloatVector.fromArray(EIGHT, toGain, i)).intoArray(toGain, i);
      FloatVector.fromArray(EIGHT, toShift, i).add(g).intoArray(toShift, i);
      FloatVector scaled = g.mul(FloatVector.fromArray(EIGHT, gain, i));
      sums = sums.add(scaled);
      products = scaled.fma(normal, products);
    }
    float[] sumLanes = lanes(sums);
    float[] productLanes = lanes(products);
    for (int i = end; i < width; i++) {
      float g = gradient[gradientAt + i];
      float normal = (x[xAt + i] - mean) * scale;
      toGain[i] = Math.fma(g, normal, toGain[i]);
      toShift[i] += g;
      float scaled = g * gain[i];
      sumLanes[i % LANES] += scaled;
      productLanes[i % LANES] = Math.fma(scaled, normal, productLanes[i % LANES]);
    }
    float sum = PlainRows.total(sumLanes) / width;
    float product = PlainRows.total(productLanes) / width;
    for (int i = 0; i < end; i += LANES) {
      FloatVector normal = FloatVector.fromArray(EIGHT, x, xAt + i).sub(mean).mul(scale);
      FloatVector scaled =
          FloatVector.fromArray(EIGHT, gradient, gradientAt + i)
              .mul(FloatVector.fromArray(EIGHT, gain, i));
      scaled.sub(normal.fma(all(product), all(sum))).mul(scale).intoArray(gradient, gradientAt + i);
    }
    for (int i = end; i < width; i++) {
      float normal = (x[xAt + i] - mean) * scale;
      float scaled = gradient[gradientAt + i] * gain[i];
      gradient[gradientAt + i] = (scaled - Math.fma(normal, product, sum)) * scale;
    }
  }

  @Override
  public void gelu(int count, float[] x, int xAt, float[] y, int yAt) {
    int end = WIDEST.loopBound(count);
    FloatVector one = FloatVector.broadcast(WIDEST, 1);
    for (int i = 0; i < end; i += WIDEST.length()) {
      FloatVector v = FloatVector.fromArray(WIDEST, x, xAt + i);
      FloatVector inner = v.mul(PlainRows.CUBIC).fma(v, one).mul(v.mul(PlainRows.CURVE));
      v.mul(VectorMath.sigmoid(inner)).intoArray(y, yAt + i);
    }
    for (int i = end; i < count; i++) {
      y[yAt + i] = PlainRows.gelu(x[xAt + i]);
    }
  }

  @Override
  public void geluBackward(int count, float[] x, int xAt, float[] gradient, int gradientAt) {
    int end = WIDEST.loopBound(count);
    FloatVector one = FloatVector.broadcast(WIDEST, 1);
    FloatVector three = FloatVector.broadcast(WIDEST, 3);
    for (int i = 0; i < end; i += WIDEST.length()) {
      FloatVector v = FloatVector.fromArray(WIDEST, x, xAt + i);
      FloatVector square = v.mul(PlainRows.CUBIC).mul(v);
      FloatVector curve = v.mul(PlainRows.CURVE);
      FloatVector s = VectorMath.sigmoid(square.add(1).mul(curve));
      FloatVector inner = square.fma(three, one).mul(curve);
      FloatVector slope = s.mul(one.sub(s)).fma(inner, s);
      FloatVector.fromArray(WIDEST, gradient, gradientAt + i)
          .mul(slope)
          .intoArray(gradient, gradientAt + i);
    }
    for (int i = end; i < count; i++) {
      gradient[gradientAt + i] *= PlainRows.geluSlope(x[xAt + i]);
    }
  }

  @Override
  public float largest(int count, float[] values, int at) {
    int end = EIGHT.loopBound(count);
    float most = values[at];
    if (end > 0) {
      FloatVector largest = FloatVector.fromArray(EIGHT, values, at);
      for (int i = LANES; i < end; i += LANES) {
        largest = largest.max(FloatVector.fromArray(EIGHT, values, at + i));
      }
      most = largest.reduceLanes(VectorOperators.MAX);
    }
    for (int i = end; i < count; i++) {
      most = Math.max(most, values[at + i]);
    }
    return most;
  }

  @Override
  public void exponentials(int count, float[] values, int at, float scale, float shift) {
    int end = WIDEST.loopBound(count);
    FloatVector factor = FloatVector.broadcast(WIDEST, scale);
    FloatVector minus = FloatVector.broadcast(WIDEST, -shift);
    for (int i = at; i < at + end; i += WIDEST.length()) {
      VectorMath.exp(FloatVector.fromArray(WIDEST, values, i).fma(factor, minus))
          .intoArray(values, i);
    }
    for (int i = at + end; i < at + count; i++) {
      values[i] = PlainMath.exp(Math.fma(values[i], scale, -shift));
    }
  }

  @Override
  public float sum(int count, float[] values, int at) {
    int end = EIGHT.loopBound(count);
    FloatVector sums = FloatVector.zero(EIGHT);
    for (int i = 0; i < end; i += LANES) {
      sums = sums.add(FloatVector.fromArray(EIGHT, values, at + i));
    }
    float[] lanes = lanes(sums);
    for (int i = end; i < count; i++) {
      lanes[i % LANES] += values[at + i];
    }
    return PlainRows.total(lanes);
  }

  @Override
  public float dot(int count, float[] a, int aAt, float[] b, int bAt) {
    int end = EIGHT.loopBound(count);
    FloatVector sums = FloatVector.zero(EIGHT);
    for (int i = 0; i < end; i += LANES) {
      sums =
          FloatVector.fromArray(EIGHT, a, aAt + i)
              .fma(FloatVector.fromArray(EIGHT, b, bAt + i), sums);
    }
    float[] lanes = lanes(sums);
    for (int i = end; i < count; i++) {
      lanes[i % LANES] = Math.fma(a[aAt + i], b[bAt + i], lanes[i % LANES]);
    }
    return PlainRows.total(lanes);
  }

  @Override
  public void mask(int count, float[] values, int at, DropoutMask mask, int position) {
    int end = WIDEST.loopBound(count);
    IntVector low = IntVector.broadcast(WIDEST_INTS, mask.low());
    IntVector high = IntVector.broadcast(WIDEST_INTS, mask.high());
    IntVector threshold = IntVector.broadcast(WIDEST_INTS, mask.threshold());
    FloatVector kept = FloatVector.broadcast(WIDEST, mask.kept());
    for (int i = 0; i < end; i += WIDEST.length()) {
      IntVector z = COUNTING.add(position + i).mul(DropoutMask.GOLDEN).add(low);
      z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 16));
      z = z.mul(DropoutMask.FIRST);
      z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 15));
      z = z.lanewise(VectorOperators.XOR, high).mul(DropoutMask.SECOND);
      z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 15));
      // All ones where bits >= threshold: both are below 2^24, so the difference has its own sign.
      IntVector dropped =
          z.lanewise(VectorOperators.LSHR, 8).sub(threshold).lanewise(VectorOperators.ASHR, 31);
      IntVector factor = kept.reinterpretAsInts().lanewise(VectorOperators.AND_NOT, dropped);
      FloatVector.fromArray(WIDEST, values, at + i)
          .mul(factor.reinterpretAsFloats())
          .intoArray(values, at + i);
    }
    for (int i = end; i < count; i++) {
      values[at + i] *= mask.at(position + i);
    }
  }
}
