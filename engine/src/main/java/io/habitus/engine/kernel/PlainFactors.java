package io.habitus.engine.kernel;

/** The readable twin of {@link VectorFactors}; used where the JVM has no Vector API. */
final class PlainFactors implements FactorKernel {

  @Override
  public float dot(int width, float[] a, int aAt, float[] b, int bAt) {
    float[] sums = new float[SUMS];
    for (int i = 0; i < width; i++) {
      sums[i % SUMS] = Math.fma(a[aAt + i], b[bAt + i], sums[i % SUMS]);
    }
    return total(sums);
  }

  /** Σ p·(q − r). */
  private static float difference(
      int width, float[] p, int pAt, float[] q, int qAt, float[] r, int rAt) {
    float[] sums = new float[SUMS];
    for (int i = 0; i < width; i++) {
      sums[i % SUMS] = Math.fma(p[pAt + i], q[qAt + i] - r[rAt + i], sums[i % SUMS]);
    }
    return total(sums);
  }

  /** Halves the number of sums until one is left: (0 + 8) + (16 + 24) first, then i with i + 4 … */
  private static float total(float[] sums) {
    for (int i = 0; i < LANES; i++) {
      sums[i] = (sums[i] + sums[i + LANES]) + (sums[i + 2 * LANES] + sums[i + 3 * LANES]);
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[i + half];
      }
    }
    return sums[0];
  }

  @Override
  public void add(int width, float factor, float[] from, int fromAt, float[] into, int intoAt) {
    for (int i = 0; i < width; i++) {
      into[intoAt + i] = Math.fma(factor, from[fromAt + i], into[intoAt + i]);
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
    for (int n = from; n < to; n++) {
      add(width, factors[n], rows, places[n] * stride, into, intoAt);
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
    float size = size(difference(width, p, pAt, q, qAt, r, rAt) + bias, weight);
    float move = step.rate() * size;
    for (int i = 0; i < width; i++) {
      float client = p[pAt + i];
      float higher = q[qAt + i];
      float lower = r[rAt + i];
      p[pAt + i] = Math.fma(client, step.decay(), move * (higher - lower));
      q[qAt + i] = Math.fma(higher, step.decay(), move * client);
      r[rAt + i] = Math.fma(lower, step.decay(), -move * client);
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
    float size = size(difference(width, p, pAt, q, qAt, r, rAt) + bias, weight);
    float move = step.rate() * size;
    for (int i = 0; i < width; i++) {
      p[pAt + i] = Math.fma(p[pAt + i], step.decay(), move * (q[qAt + i] - r[rAt + i]));
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
    for (int i = 0; i < width; i++) {
      float g = factor * gradient[gradientAt + i];
      float root = (float) Math.sqrt(squares[squaresAt + i]);
      into[intoAt + i] -= rate * g / root;
      squares[squaresAt + i] = Math.fma(g, g, squares[squaresAt + i]);
    }
  }

  /** w·σ(−x). */
  static float size(float x, float weight) {
    return weight / (1 + PlainMath.exp(x));
  }
}
