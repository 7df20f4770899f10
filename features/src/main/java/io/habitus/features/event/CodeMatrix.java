package io.habitus.features.event;

import io.habitus.core.store.Codes;
import io.habitus.core.store.Vocabulary;
import java.util.Arrays;

/** A vocabulary's code vectors in one array, for reading without objects. */
final class CodeMatrix {
  private final int width;
  private final byte[] bytes; // (vocabulary, width)

  CodeMatrix(Vocabulary vocabulary, int width) {
    this.width = width;
    this.bytes = new byte[Math.multiplyExact(vocabulary.size(), width)];
    for (int code = Codes.FIRST_VALUE; code < vocabulary.size(); code++) {
      System.arraycopy(vocabulary.codes(code), 0, bytes, code * width, width);
    }
  }

  int size() {
    return bytes.length / width;
  }

  int width() {
    return width;
  }

  /** Orders two codes by their vectors: an order that another store with other codes has too. */
  int compare(int code, int other) {
    return Arrays.compareUnsigned(
        bytes, code * width, (code + 1) * width, bytes, other * width, (other + 1) * width);
  }

  long squaredLength(int code) {
    long sum = 0;
    for (int i = 0; i < width; i++) {
      sum += (long) get(code, i) * get(code, i);
    }
    return sum;
  }

  /** Integer 0..255 number {@code i} of a code's vector. */
  int get(int code, int i) {
    return bytes[code * width + i] & 0xff;
  }
}
