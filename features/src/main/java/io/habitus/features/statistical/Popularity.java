package io.habitus.features.statistical;

import io.habitus.core.store.Codes;
import io.habitus.core.store.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each value of a field occurred, by value, so that it outlives the store it was counted
 * in. Integers are kept as such: 16 bytes for each value that occurred.
 */
final class Popularity {
  /** Values as they are; one of the two is empty. */
  private final long[] numbers;

  private final List<String> texts;
  private final long[] events;

  Popularity(long[] numbers, List<String> texts, long[] events) {
    if (events.length != Math.max(numbers.length, texts.size())) {
      throw new IllegalArgumentException(
          "expected a count for each of %d values, found %d"
              .formatted(Math.max(numbers.length, texts.size()), events.length));
    }
    this.numbers = numbers;
    this.texts = List.copyOf(texts);
    this.events = events;
  }

  /**
   * Keeps the values that occurred.
   *
   * @param byCode (vocabulary) events by code
   */
  static Popularity of(Vocabulary vocabulary, long[] byCode) {
    int[] codes =
        IntStream.range(Codes.FIRST_VALUE, byCode.length).filter(c -> byCode[c] > 0).toArray();
    long[] events = new long[codes.length];
    long[] numbers = new long[vocabulary.isInteger() ? codes.length : 0];
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < codes.length; i++) {
      events[i] = byCode[codes[i]];
      if (vocabulary.isInteger()) {
        numbers[i] = vocabulary.longValue(codes[i]);
      } else {
        texts.add(vocabulary.text(codes[i]));
      }
    }
    return new Popularity(numbers, texts, events);
  }

  long[] numbers() {
    return numbers;
  }

  List<String> texts() {
    return texts;
  }

  long[] events() {
    return events;
  }

  /** (vocabulary) events by the code of a store's vocabulary; 0 for values that did not occur. */
  long[] byCode(Vocabulary vocabulary) {
    long[] byCode = new long[Math.max(vocabulary.size(), Codes.FIRST_VALUE)];
    for (int i = 0; i < events.length; i++) {
      int code =
          texts.isEmpty() ? vocabulary.codeOf(numbers[i]) : vocabulary.codeOfText(texts.get(i));
      if (code >= Codes.FIRST_VALUE) {
        byCode[code] = events[i];
      }
    }
    return byCode;
  }
}
