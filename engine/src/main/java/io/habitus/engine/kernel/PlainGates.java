package io.habitus.engine.kernel;

/** The gates in plain Java. */
final class PlainGates implements GateKernel {

  @Override
  public void forward(
      int width,
      float[] x,
      int xAt,
      float[] xBias,
      float[] h,
      int hAt,
      float[] hBias,
      float[] state,
      int stateAt,
      float[] next,
      int nextAt,
      float[] saved,
      int savedAt) {
    resetAndUpdate(0, width, x, xAt, xBias, h, hAt, hBias, saved, savedAt);
    fresh(0, width, x, xAt, xBias, h, hAt, hBias, state, stateAt, next, nextAt, saved, savedAt);
  }

  /** r and z, which lie side by side; elements {@code [from, 2 · width)}. */
  static void resetAndUpdate(
      int from,
      int width,
      float[] x,
      int xAt,
      float[] xBias,
      float[] h,
      int hAt,
      float[] hBias,
      float[] saved,
      int savedAt) {
    for (int i = from; i < 2 * width; i++) {
      saved[savedAt + i] = PlainMath.sigmoid((x[xAt + i] + xBias[i]) + (h[hAt + i] + hBias[i]));
    }
  }

  /** n and the next state; elements {@code [from, width)}. */
  static void fresh(
      int from,
      int width,
      float[] x,
      int xAt,
      float[] xBias,
      float[] h,
      int hAt,
      float[] hBias,
      float[] state,
      int stateAt,
      float[] next,
      int nextAt,
      float[] saved,
      int savedAt) {
    for (int i = from; i < width; i++) {
      int n = 2 * width + i;
      float recurrent = h[hAt + n] + hBias[n];
      float fresh = PlainMath.tanh(Math.fma(saved[savedAt + i], recurrent, x[xAt + n] + xBias[n]));
      saved[savedAt + n] = fresh;
      saved[savedAt + width + n] = recurrent;
      next[nextAt + i] = Math.fma(saved[savedAt + width + i], state[stateAt + i] - fresh, fresh);
    }
  }

  @Override
  public void backward(
      int width,
      float[] gradient,
      int gradientAt,
      float[] saved,
      int savedAt,
      float[] state,
      int stateAt) {
    backward(0, width, gradient, gradientAt, saved, savedAt, state, stateAt);
  }

  /** Elements {@code [from, width)}. */
  static void backward(
      int from,
      int width,
      float[] gradient,
      int gradientAt,
      float[] saved,
      int savedAt,
      float[] state,
      int stateAt) {
    for (int i = from; i < width; i++) {
      int atR = savedAt + i;
      int atZ = atR + width;
      int atN = atZ + width;
      int atH = atN + width;
      float reset = saved[atR];
      float update = saved[atZ];
      float fresh = saved[atN];
      float all = gradient[gradientAt + i];
      float toFresh = all * (1 - update) * (1 - fresh * fresh);
      float toReset = toFresh * saved[atH] * (reset * (1 - reset));
      float toUpdate = all * (state[stateAt + i] - fresh) * (update * (1 - update));
      saved[atR] = toReset;
      saved[atZ] = toUpdate;
      saved[atN] = toFresh;
      saved[atH] = toFresh * reset;
      gradient[gradientAt + i] = all * update;
    }
  }
}
