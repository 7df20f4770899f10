package io.habitus.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.engine.AdamW;
import io.habitus.engine.AdamWSettings;
import io.habitus.engine.Operations;
import io.habitus.engine.Precision;
import io.habitus.engine.Tensor;
import io.habitus.engine.TensorOwner;
import io.habitus.engine.TorchRandom;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers against plain sums in double precision. */
class LayersTest {
  private static final int ROWS = 5;

  private final TensorOwner owner = new TensorOwner();
  private final Random random = new Random(7);

  @AfterEach
  void free() {
    owner.close();
  }

  private Tensor random(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Tensor tensor = owner.zeros(rows, columns);
    tensor.set(values, 0);
    return tensor;
  }

  /** 600 outputs of 2,048 inputs: a whole gradient tile of 512 rows and a shorter one. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void linearIsThreeMatrixProducts(Precision precision) {
    int inputs = 2048;
    int outputs = 600;
    double tolerance = precision == Precision.FP32 ? 1e-5 : 2e-2;
    Linear layer = new Linear(owner, inputs, outputs, precision);
    try (TorchRandom weights = new TorchRandom(3)) {
      layer.initialise(weights);
    }
    Tensor x = random(ROWS, inputs);
    Tensor gradientY = random(ROWS, outputs);
    Tensor y = owner.zeros(ROWS, outputs);
    Tensor gradientX = owner.zeros(ROWS, inputs);
    float[] w = layer.weight().value().toFloats();
    float[] b = layer.bias().value().toFloats();
    float[] xs = x.toFloats();
    float[] gs = gradientY.toFloats();

    layer.forward(y, x);
    layer.backward(gradientX, gradientY);
    AdamW optimiser = new AdamW(AdamWSettings.pytorchDefaults(1e-3));
    optimiser.beginStep();
    layer.update(optimiser, x, gradientY);

    // After the first step the mean of gradients is a tenth of the gradient.
    float[] weightMean = layer.weight().mean().toFloats();
    float[] biasMean = layer.bias().mean().toFloats();
    for (int o = 0; o < outputs; o += 7) {
      double biasGradient = 0;
      for (int r = 0; r < ROWS; r++) {
        double sum = b[o];
        for (int i = 0; i < inputs; i++) {
          sum += (double) xs[r * inputs + i] * w[o * inputs + i];
        }
        biasGradient += gs[r * outputs + o];
        assertThat((double) y.toFloats()[r * outputs + o]).isCloseTo(sum, within(tolerance));
      }
      assertThat((double) biasMean[o]).isCloseTo(0.1 * biasGradient, within(1e-6));
      for (int i = 0; i < inputs; i += 101) {
        double gradient = 0;
        for (int r = 0; r < ROWS; r++) {
          gradient += (double) gs[r * outputs + o] * xs[r * inputs + i];
        }
        assertThat((double) weightMean[o * inputs + i])
            .isCloseTo(0.1 * gradient, within(tolerance * 3));
      }
    }
    for (int i = 0; i < inputs; i += 101) {
      double sum = 0;
      for (int o = 0; o < outputs; o++) {
        sum += (double) gs[o] * w[o * inputs + i];
      }
      assertThat((double) gradientX.toFloats()[i]).isCloseTo(sum, within(tolerance));
    }
  }

  @Test
  void layerNormCentresAndScalesEveryRow() {
    int width = 33;
    LayerNorm layer = new LayerNorm(owner, width);
    Tensor x = random(ROWS, width);
    Tensor y = owner.zeros(ROWS, width);
    var statistics = LayerNorm.Statistics.of(owner, ROWS);
    layer.forward(y, statistics, x);
    float[] xs = x.toFloats();
    for (int r = 0; r < ROWS; r++) {
      double[] normalised = normalise(xs, r * width, width);
      for (int c = 0; c < width; c++) {
        assertThat((double) y.toFloats()[r * width + c]).isCloseTo(normalised[c], within(1e-5));
      }
    }
  }

  /** Gradient of Σ g·LN(x) by central differences. */
  @Test
  void layerNormsGradientIsTheSlope() {
    int width = 9;
    LayerNorm layer = new LayerNorm(owner, width);
    Tensor x = random(1, width);
    Tensor gradient = random(1, width);
    Tensor y = owner.zeros(1, width);
    Tensor gradientX = owner.zeros(1, width);
    var statistics = LayerNorm.Statistics.of(owner, 1);
    layer.forward(y, statistics, x);
    AdamW optimiser = new AdamW(AdamWSettings.pytorchDefaults(1e-3));
    optimiser.beginStep();
    layer.backward(optimiser, gradientX, gradient, statistics, x);
    float[] xs = x.toFloats();
    float[] g = gradient.toFloats();
    for (int i = 0; i < width; i++) {
      float h = 1e-2f;
      float[] up = xs.clone();
      float[] down = xs.clone();
      up[i] += h;
      down[i] -= h;
      double slope = (weighted(up, g) - weighted(down, g)) / (up[i] - down[i]);
      assertThat((double) gradientX.toFloats()[i]).isCloseTo(slope, within(1e-3));
      assertThat((double) layer.weight().mean().toFloats()[i])
          .isCloseTo(0.1 * g[i] * normalise(xs, 0, width)[i], within(1e-5));
      assertThat((double) layer.bias().mean().toFloats()[i]).isCloseTo(0.1 * g[i], within(1e-6));
    }
  }

  private static double weighted(float[] x, float[] g) {
    double[] y = normalise(x, 0, x.length);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += y[i] * g[i];
    }
    return sum;
  }

  private static double[] normalise(float[] values, int at, int width) {
    double mean = 0;
    for (int i = 0; i < width; i++) {
      mean += values[at + i] / (double) width;
    }
    double variance = 0;
    for (int i = 0; i < width; i++) {
      variance += Math.pow(values[at + i] - mean, 2) / width;
    }
    double[] all = new double[width];
    for (int i = 0; i < width; i++) {
      all[i] = (values[at + i] - mean) / Math.sqrt(variance + 1e-5);
    }
    return all;
  }

  /** torch.nn.functional.gelu and its gradient in PyTorch 2.10. */
  @Test
  void geluIsPyTorchs() {
    float[] values = {-3, -1, -0.1f, 0, 0.5f, 2, 6};
    float[] expected = {-0.004049867f, -0.15865529f, -0.04601721f, 0, 0.3457312f, 1.95449996f, 6};
    float[] slopes = {-0.011945605f, -0.08331543f, 0.42047682f, 0.5f, 0.86749506f, 1.08523190f, 1};
    Tensor x = owner.zeros(7);
    Tensor y = owner.zeros(7);
    x.set(values, 0);
    Operations.gelu(y, x);
    assertThat(y.toFloats()).containsExactly(expected, within(1e-6f));
    Operations.fill(y, 1);
    Operations.geluBackward(y, y, x);
    assertThat(y.toFloats()).containsExactly(slopes, within(1e-6f));
  }
}
