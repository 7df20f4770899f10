package io.habitus.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.engine.Operations;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rounding against libtorch's. */
class Bfloat16Test {
  private static final float[] AWKWARD = {
    0f,
    -0f,
    1f,
    1.00390625f, // halfway between two: to the even one, 1
    1.01171875f, // halfway between two: to the even one, 1.015625
    -1.00390626f,
    3.3895314e38f, // the largest
    Float.MAX_VALUE, // beyond it
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    Float.intBitsToFloat(0x7F800001), // NaN whose payload would be cut off
    Float.intBitsToFloat(0xFFFFFFFF),
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
  };

  @Test
  void roundsAsLibtorchDoes() {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < AWKWARD.length ? AWKWARD[i] : Float.intBitsToFloat(random.nextInt());
    }
    float[] rounded = new float[values.length];
    Bfloat16.round(values, 0, rounded, 0, values.length);
    assertThat(rounded).isEqualTo(byLibtorch(values));
    for (float value : rounded) {
      assertThat(Float.floatToRawIntBits(value) & 0xFFFF).isZero();
    }
  }

  private static float[] byLibtorch(float[] values) {
    try (TensorOwner owner = new TensorOwner()) {
      Tensor wide = owner.zeros(values.length);
      Tensor narrow = owner.bfloat16(values.length);
      wide.set(values, 0);
      Operations.copy(narrow, wide);
      Operations.copy(wide, narrow);
      return wide.toFloats();
    }
  }
}
