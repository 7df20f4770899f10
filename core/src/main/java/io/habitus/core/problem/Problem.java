package io.habitus.core.problem;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with an input.
 *
 * @param file the file, or the recipe or command-line key, in which it was found
 * @param row the 1-based row, or null where the problem is not about one row
 * @param column the column or key, or null
 * @param expected what was expected
 * @param found what was found
 * @param advice what to do about it
 */
public record Problem(
    String file,
    @Nullable Long row,
    @Nullable String column,
    String expected,
    String found,
    String advice) {

  public static Problem inFile(String file, String expected, String found, String advice) {
    return new Problem(file, null, null, expected, found, advice);
  }

  public static Problem inColumn(
      String file, String column, String expected, String found, String advice) {
    return new Problem(file, null, column, expected, found, advice);
  }

  /** One sentence: where, what was expected, what was found, what to do. */
  public String sentence() {
    StringBuilder text = new StringBuilder(file);
    if (row != null) {
      text.append(", row ").append(row);
    }
    if (column != null) {
      text.append(", ").append(column);
    }
    text.append(": expected ").append(expected).append(", found ").append(found);
    if (!advice.isEmpty()) {
      text.append(". ").append(advice);
    }
    return text.toString();
  }
}
