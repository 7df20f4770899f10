package io.habitus.engine.kernel;

import static io.habitus.engine.kernel.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;

/** The gates in vector registers. */
final class VectorGates implements GateKernel {

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
    resetAndUpdate(width, x, xAt, xBias, h, hAt, hBias, saved, savedAt);
    fresh(width, x, xAt, xBias, h, hAt, hBias, state, stateAt, next, nextAt, saved, savedAt);
  }

  // Two short loops: the compiler gives up on keeping vectors in registers in one long one.

  private static void resetAndUpdate(
      int width,
      float[] x,
      int xAt,
      float[] xBias,
      float[] h,
      int hAt,
      float[] hBias,
      float[] saved,
      int savedAt) {
    int end = LANES.loopBound(2 * width);
    for (int i = 0; i < end; i += LANES.length()) {
      FloatVector sum = sum(x, xAt + i, xBias, i).add(sum(h, hAt + i, hBias, i));
      VectorMath.sigmoid(sum).intoArray(saved, savedAt + i);
    }
    PlainGates.resetAndUpdate(end, width, x, xAt, xBias, h, hAt, hBias, saved, savedAt);
  }

  private static void fresh(
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
    int end = LANES.loopBound(width);
    for (int i = 0; i < end; i += LANES.length()) {
      int n = 2 * width + i;
      FloatVector recurrent = sum(h, hAt + n, hBias, n);
      FloatVector fresh =
          VectorMath.tanh(at(saved, savedAt + i).fma(recurrent, sum(x, xAt + n, xBias, n)));
      fresh.intoArray(saved, savedAt + n);
      recurrent.intoArray(saved, savedAt + width + n);
      at(saved, savedAt + width + i)
          .fma(at(state, stateAt + i).sub(fresh), fresh)
          .intoArray(next, nextAt + i);
    }
    PlainGates.fresh(
        end, width, x, xAt, xBias, h, hAt, hBias, state, stateAt, next, nextAt, saved, savedAt);
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
    int end = LANES.loopBound(width);
    for (int i = 0; i < end; i += LANES.length()) {
      int atR = savedAt + i;
      int atZ = atR + width;
      int atN = atZ + width;
      int atH = atN + width;
      FloatVector one = FloatVector.broadcast(LANES, 1);
      FloatVector reset = at(saved, atR);
      FloatVector update = at(saved, atZ);
      FloatVector fresh = at(saved, atN);
      FloatVector all = at(gradient, gradientAt + i);
      FloatVector toFresh = all.mul(one.sub(update)).mul(one.sub(fresh.mul(fresh)));
      FloatVector toReset = toFresh.mul(at(saved, atH)).mul(reset.mul(one.sub(reset)));
      FloatVector toUpdate =
          all.mul(at(state, stateAt + i).sub(fresh)).mul(update.mul(one.sub(update)));
      toReset.intoArray(saved, atR);
      toUpdate.intoArray(saved, atZ);
      toFresh.intoArray(saved, atN);
      toFresh.mul(reset).intoArray(saved, atH);
      all.mul(update).intoArray(gradient, gradientAt + i);
    }
    PlainGates.backward(end, width, gradient, gradientAt, saved, savedAt, state, stateAt);
  }

  private static FloatVector at(float[] values, int index) {
    return FloatVector.fromArray(LANES, values, index);
  }

  private static FloatVector sum(float[] a, int aAt, float[] b, int bAt) {
    return at(a, aAt).add(at(b, bAt));
  }
}
