package io.habitus.ingest.shop;

/** Sixteen codes 0 … 255 as the text of a NumPy array, as published: {@code [ 12 7 255 …]}. */
final class CodeText {
  private CodeText() {}

  /** Eight codes in each half, the first in the highest byte. */
  static String of(long firstHalf, long secondHalf) {
    int width = width(firstHalf, secondHalf);
    StringBuilder text = new StringBuilder(2 + 16 * (width + 1)).append('[');
    append(text, firstHalf, width);
    append(text, secondHalf, width);
    text.setCharAt(text.length() - 1, ']');
    return text.toString();
  }

  /** Codes {@code from … from + 15} of an array. */
  static String of(byte[] codes, int from) {
    return of(half(codes, from), half(codes, from + 8));
  }

  private static long half(byte[] codes, int from) {
    long half = 0;
    for (int j = 0; j < 8; j++) {
      half = half << 8 | (codes[from + j] & 255);
    }
    return half;
  }

  private static int width(long firstHalf, long secondHalf) {
    int most = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      most = Math.max(most, (int) (firstHalf >>> shift & 255));
      most = Math.max(most, (int) (secondHalf >>> shift & 255));
    }
    return most < 10 ? 1 : most < 100 ? 2 : 3;
  }

  private static void append(StringBuilder text, long half, int width) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      int code = (int) (half >>> shift & 255);
      int digits = code < 10 ? 1 : code < 100 ? 2 : 3;
      text.repeat(' ', width - digits).append(code).append(' ');
    }
  }
}
