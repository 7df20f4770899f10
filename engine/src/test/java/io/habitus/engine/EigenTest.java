package io.habitus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EigenTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 100, 257})
  void eigenvectorsMakeTheMatrixAgain(int size) {
    double[] matrix = symmetric(size);
    double[][] eigen = eigen(matrix, size);
    double[] vectors = eigen[1];
    assertThat(eigen[0]).isSorted();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double again = 0;
        double product = 0;
        for (int k = 0; k < size; k++) {
          again += eigen[0][k] * vectors[k * size + i] * vectors[k * size + j];
          product += vectors[i * size + k] * vectors[j * size + k];
        }
        assertThat(again).isCloseTo(matrix[i * size + j], within(1e-10));
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-10));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 300})
  void theSameMatrixHasTheSameBits(int size) {
    double[] matrix = symmetric(size);
    double[][] first = eigen(matrix, size);
    assertThat(Arrays.deepEquals(eigen(matrix, size), first)).isTrue();
  }

  private static double[] symmetric(int size) {
    var random = new SplittableRandom(size);
    double[] matrix = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i * size + j] = random.nextGaussian();
        matrix[j * size + i] = matrix[i * size + j];
      }
    }
    return matrix;
  }

  private static double[][] eigen(double[] matrix, int size) {
    try (TensorOwner owner = new TensorOwner()) {
      Tensor symmetric = owner.doubles(size, size);
      symmetric.set(matrix);
      Tensor values = owner.doubles(size);
      Tensor vectors = owner.doubles(size, size);
      Operations.eigen(values, vectors, symmetric);
      return new double[][] {values.toDoubles(), vectors.toDoubles()};
    }
  }
}
