package io.habitus.core.store;

import org.jspecify.annotations.Nullable;

/** Code vectors as text: {@code [ 12 7 255 ...]}, with or without brackets and commas. */
public final class CodeVectors {
  private CodeVectors() {}

  /** The integers 0..255 separated by single spaces. */
  public static String text(byte[] codes) {
    StringBuilder text = new StringBuilder();
    for (byte code : codes) {
      text.append(text.isEmpty() ? "" : " ").append(code & 0xff);
    }
    return text.toString();
  }

  /**
   * Reads {@code width} integers 0..255 separated by spaces, line ends or commas, in brackets or
   * not.
   *
   * @return the integers as bytes, or null where the text is anything else
   */
  public static byte @Nullable [] parse(String text, int width) {
    byte[] codes = new byte[width];
    int found = 0;
    int number = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (c >= '0' && c <= '9') {
        number = Math.max(number, 0) * 10 + c - '0';
        if (number > 255) {
          return null;
        }
      } else if (isBetween(c)) {
        if (number >= 0) {
          if (found == width) {
            return null;
          }
          codes[found++] = (byte) number;
          number = -1;
        }
      } else {
        return null;
      }
    }
    return found == width ? codes : null;
  }

  private static boolean isBetween(char c) {
    return c == ' ' || c == ',' || c == '[' || c == ']' || c == '\n' || c == '\r' || c == '\t';
  }
}
