package io.habitus.engine.kernel;

/** The rows in plain Java. */
final class PlainRows implements RowKernel {
  /** √(2/π), twice: tanh(u) and σ(2·u) differ in scale alone. */
  static final float CURVE = 1.5957691216f;

  static final float CUBIC = 0.044715f;

  /** Lanes added pairwise. */
  static float total(float[] lanes) {
    return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6]))
        + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
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
    float mean = sum(width, x, xAt) / width;
    float[] lanes = new float[LANES];
    for (int i = 0; i < width; i++) {
      float d = x[xAt + i] - mean;
      lanes[i % LANES] = Math.fma(d, d, lanes[i % LANES]);
    }
    float scale = (float) (1 / Math.sqrt(total(lanes) / width + epsilon));
    for (int i = 0; i < width; i++) {
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
    float mean = moments[momentsAt];
    float scale = moments[momentsAt + 1];
    float[] sums = new float[LANES];
    float[] products = new float[LANES];
    for (int i = 0; i < width; i++) {
      float g = gradient[gradientAt + i];
      float normal = (x[xAt + i] - mean) * scale;
      toGain[i] = Math.fma(g, normal, toGain[i]);
      toShift[i] += g;
      float scaled = g * gain[i];
      sums[i % LANES] += scaled;
      products[i % LANES] = Math.fma(scaled, normal, products[i % LANES]);
    }
    float sum = total(sums) / width;
    float product = total(products) / width;
    for (int i = 0; i < width; i++) {
      float normal = (x[xAt + i] - mean) * scale;
      float scaled = gradient[gradientAt + i] * gain[i];
      gradient[gradientAt + i] = (scaled - Math.fma(normal, product, sum)) * scale;
    }
  }

  @Override
  public void gelu(int count, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < count; i++) {
      y[yAt + i] = gelu(x[xAt + i]);
    }
  }

  static float gelu(float x) {
    float inner = Math.fma(CUBIC * x, x, 1) * (CURVE * x);
    return x * PlainMath.sigmoid(inner);
  }

  @Override
  public void geluBackward(int count, float[] x, int xAt, float[] gradient, int gradientAt) {
    for (int i = 0; i < count; i++) {
      gradient[gradientAt + i] *= geluSlope(x[xAt + i]);
    }
  }

  static float geluSlope(float x) {
    float square = CUBIC * x * x;
    float s = PlainMath.sigmoid((square + 1) * (CURVE * x));
    float inner = Math.fma(square, 3, 1) * (CURVE * x);
    return Math.fma(s * (1 - s), inner, s);
  }

  @Override
  public float largest(int count, float[] values, int at) {
    float most = values[at];
    for (int i = 1; i < count; i++) {
      most = Math.max(most, values[at + i]);
    }
    return most;
  }

  @Override
  public void exponentials(int count, float[] values, int at, float scale, float shift) {
    for (int i = at; i < at + count; i++) {
      values[i] = PlainMath.exp(Math.fma(values[i], scale, -shift));
    }
  }

  @Override
  public float sum(int count, float[] values, int at) {
    float[] lanes = new float[LANES];
    for (int i = 0; i < count; i++) {
      lanes[i % LANES] += values[at + i];
    }
    return total(lanes);
  }

  @Override
  public float dot(int count, float[] a, int aAt, float[] b, int bAt) {
    float[] lanes = new float[LANES];
    for (int i = 0; i < count; i++) {
      lanes[i % LANES] = Math.fma(a[aAt + i], b[bAt + i], lanes[i % LANES]);
    }
    return total(lanes);
  }

  @Override
  public void mask(int count, float[] values, int at, DropoutMask mask, int position) {
    for (int i = 0; i < count; i++) {
      values[at + i] *= mask.at(position + i);
    }
  }
}
