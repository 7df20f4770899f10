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
    forward(0, width, x, xAt, xBias, h, hAt, hBias, state, stateAt, next, nextAt, saved, savedAt);
  }

  /** Elements {@code [from, width)}. */
  static void forward(
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
      int z = width + i;
      int n = 2 * width + i;
      float reset = PlainMath.sigmoid((x[xAt + i] + xBias[i]) + (h[hAt + i] + hBias[i]));
      float update = PlainMath.sigmoid((x[xAt + z] + xBias[z]) + (h[hAt + z] + hBias[z]));
      float recurrent = h[hAt + n] + hBias[n];
      float fresh = PlainMath.tanh(Math.fma(reset, recurrent, x[xAt + n] + xBias[n]));
      next[nextAt + i] = Math.fma(update, state[stateAt + i] - fresh, fresh);
      if (savedAt >= 0) {
        saved[savedAt + i] = reset;
        saved[savedAt + z] = update;
        saved[savedAt + n] = fresh;
        saved[savedAt + 3 * width + i] = recurrent;
      }
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
