package io.habitus.models.nextevent;

import io.habitus.features.token.TokenVocabulary;
import java.util.Arrays;

/** The number that each token of the price's field stands for; NaN where it is none. */
@SuppressWarnings("ArrayRecordComponent")
record Prices(float[] ofToken) {
  static Prices of(TokenVocabulary vocabulary) {
    float[] numbers = new float[vocabulary.size()];
    Arrays.fill(numbers, Float.NaN);
    for (int token = TokenVocabulary.FIRST_VALUE; token < numbers.length; token++) {
      numbers[token] = number(vocabulary.text(token));
    }
    return new Prices(numbers);
  }

  private static float number(String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      return Float.NaN; // a price that is a word: as if the event had none
    }
  }

  float of(int token) {
    return ofToken[token];
  }
}
