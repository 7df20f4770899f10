package io.habitus.engine.network;

import io.habitus.engine.graph.Weight;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.kernel.RowKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A layer normalisation over the rows of a matrix, forward and backward. */
final class NormPass {
  private static final RowKernel ROWS = RowKernel.get();

  private final PassRoom room;
  private final NormWeights weights;
  private final float epsilon;
  private final float[] gain;
  private final float[] shift;
  private Matrix x = Matrix.zeros(0, 1);
  private float[] moments = new float[0];

  NormPass(PassRoom room, NormWeights weights, double epsilon) {
    this.room = room;
    this.weights = weights;
    this.epsilon = (float) epsilon;
    gain = room.graph().values(weights.gain()).toArray(ValueLayout.JAVA_FLOAT);
    shift = room.graph().values(weights.shift()).toArray(ValueLayout.JAVA_FLOAT);
  }

  /**
   * Normalises rows.
   *
   * @param input kept as it is until {@link #backward}
   * @param y receives the result; another matrix while training
   */
  void forward(Matrix input, Matrix y) {
    x = input;
    if (moments.length < 2 * x.rows()) {
      moments = new float[2 * x.rows()];
    }
    for (int row = 0; row < x.rows(); row++) {
      ROWS.layerNorm(
          x.columns(),
          x.values(),
          x.at(row, 0),
          gain,
          shift,
          epsilon,
          y.values(),
          y.at(row, 0),
          moments,
          2 * row);
    }
  }

  /** Replaces the gradient of y by that of x; adds to those of the weights. */
  void backward(Matrix gradient) {
    float[] toGain = new float[gain.length];
    float[] toShift = new float[shift.length];
    for (int row = 0; row < x.rows(); row++) {
      ROWS.layerNormBackward(
          x.columns(),
          gradient.values(),
          gradient.at(row, 0),
          x.values(),
          x.at(row, 0),
          gain,
          moments,
          2 * row,
          toGain,
          toShift);
    }
    add(toGain, weights.gain());
    add(toShift, weights.shift());
  }

  private void add(float[] sums, Weight weight) {
    MemorySegment into = room.graph().gradient(weight);
    for (int i = 0; i < sums.length; i++) {
      float sum = into.getAtIndex(ValueLayout.JAVA_FLOAT, i) + sums[i];
      into.setAtIndex(ValueLayout.JAVA_FLOAT, i, sum);
    }
  }
}
