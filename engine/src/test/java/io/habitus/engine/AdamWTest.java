package io.habitus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamWTest {

  /** torch.optim.AdamW([w], lr=1e-3), three steps in PyTorch 2.10. */
  @Test
  void stepsArePyTorchs() {
    float[][] gradients = {
      {0.1f, -0.2f, 0, 1e-9f}, {0.3f, 0.1f, 1e-6f, -2}, {-0.5f, 0.02f, 3, 0.7f}
    };
    double[][] expected = {
      {0.998989999294281, -1.998979926109314, 0.49999499320983887, 0.00020908792794216424},
      {0.9980621933937073, -1.998693585395813, 0.4992562234401703, 0.0009532226249575615},
      {0.9982131123542786, -1.9985255002975464, 0.4986124038696289, 0.001284983241930604}
    };
    try (TensorOwner owner = new TensorOwner()) {
      Parameter parameter = Parameter.of(owner, 4);
      parameter.value().set(new float[] {1, -2, 0.5f, 3e-4f}, 0);
      Tensor gradient = owner.zeros(4);
      AdamW optimiser = new AdamW(AdamWSettings.pytorchDefaults(1e-3));
      for (int step = 0; step < 3; step++) {
        optimiser.beginStep();
        gradient.set(gradients[step], 0);
        optimiser.update(parameter, gradient);
        float[] weights = parameter.value().toFloats();
        for (int i = 0; i < 4; i++) {
          assertThat((double) weights[i])
              .as("step %d, weight %d", step + 1, i)
              .isCloseTo(expected[step][i], within(2e-7));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1000})
  void vectorsGiveTheBitsOfThePlainTwin(int length) {
    MemorySegment[] plain = random(length);
    MemorySegment[] fast = random(length);
    for (int number = 1; number <= 3; number++) {
      var step = AdamWKernel.Step.of(AdamWSettings.pytorchDefaults(1e-2), number);
      new PlainAdamWKernel().apply(step, plain[0], plain[1], plain[2], plain[3]);
      new VectorAdamWKernel().apply(step, fast[0], fast[1], fast[2], fast[3]);
    }
    for (int i = 0; i < plain.length; i++) {
      assertThat(fast[i].mismatch(plain[i])).isEqualTo(-1);
    }
  }

  /** Weight, gradient, mean, square. */
  private static MemorySegment[] random(int length) {
    Random random = new Random(length);
    MemorySegment[] all = new MemorySegment[4];
    for (int i = 0; i < all.length; i++) {
      all[i] = MemorySegment.ofArray(new float[length]);
      for (int at = 0; at < length; at++) {
        float value = (float) random.nextGaussian();
        all[i].setAtIndex(ValueLayout.JAVA_FLOAT, at, i == 3 ? value * value : value);
      }
    }
    return all;
  }
}
