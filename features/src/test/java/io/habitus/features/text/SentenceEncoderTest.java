package io.habitus.features.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.run.RunContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SentenceEncoderTest {
  private static final String HEART = "WHITE HANGING HEART T-LIGHT HOLDER";
  private static final String RED_HEART = "red hanging heart t-light holder";
  private static final String BREAD = "A man is eating a piece of bread.";
  private static final String FOOD = "A man is eating food.";

  private final RunContext context = RunContext.silent();
  private SentenceEncoder encoder;

  @BeforeAll
  void load() {
    encoder = SentenceEncoder.bundled();
  }

  @AfterAll
  void close() {
    encoder.close();
  }

  private float[] vector(String text) {
    return encoder.encode(List.of(text), context)[0];
  }

  private static double cosine(float[] one, float[] other) {
    double sum = 0;
    for (int c = 0; c < one.length; c++) {
      sum += one[c] * other[c];
    }
    return sum;
  }

  /**
   * onnxruntime 1.29.0 and tokenizers 0.23.3 in Python, mean over tokens, length 1. Roundings to 8
   * bits fall differently on other processors, hence the tolerance.
   */
  @Test
  void vectorsArePythons() {
    expect(HEART, 0.018520, 0.126886, 0.059980, 0.086584);
    expect(BREAD, 0.058641, 0.055799, -0.003239, -0.037048);
    expect("Crème brûlée für 2 Leute 中文测试!", -0.023592, 0.067104, 0.017619, -0.015282);
    expect("", -0.093690, 0.037654, 0.024935, 0.004216);
  }

  private void expect(String text, double... values) {
    float[] vector = vector(text);
    assertThat(vector).hasSize(384);
    assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-3));
    int[] columns = {0, 1, 100, 383};
    for (int i = 0; i < columns.length; i++) {
      assertThat((double) vector[columns[i]]).as(text).isCloseTo(values[i], within(0.01));
    }
  }

  /** Without quantisation, the library's own pages give 0.7553 for the second pair. */
  @Test
  void similaritiesAreTheKnownOnes() {
    assertThat(cosine(vector(HEART), vector(RED_HEART))).isCloseTo(0.884, within(0.01));
    assertThat(cosine(vector(BREAD), vector(FOOD))).isCloseTo(0.7553, within(0.015));
    assertThat(cosine(vector(HEART), vector(BREAD))).isCloseTo(-0.056, within(0.015));
  }

  @Test
  void textsBesideItAndThreadsDoNotMatter() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      texts.add("set of " + i + " " + "paper ".repeat(i % 7) + "cups");
    }
    float[][] one = encoder.encode(texts, context.withThreads(1));
    float[][] four = encoder.encode(texts, context.withThreads(4));
    assertThat(Arrays.deepEquals(one, four)).isTrue();
    assertThat(vector(texts.get(77))).isEqualTo(one[77]);
  }

  @Test
  void itsIdNamesItsWeights() {
    assertThat(encoder.id()).matches("all-minilm-l6-v2-q\\.[0-9a-f]{12}\\.256");
  }
}
