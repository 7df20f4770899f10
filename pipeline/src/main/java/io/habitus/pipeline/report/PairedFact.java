package io.habitus.pipeline.report;

import io.habitus.evaluation.interval.PairedDifference;

/**
 * A paired difference of two variants of a recipe, on the same resampled clients.
 *
 * @param value of the difference
 * @param low lower end of its interval
 * @param high upper end
 * @param p two-sided, of this difference alone
 * @param holm p corrected over its family of differences
 */
public record PairedFact(double value, double low, double high, double p, double holm) {
  /** Below it a corrected p is called a real difference. */
  static final double REAL = 0.05;

  /** A difference with its corrected p. */
  public static PairedFact of(PairedDifference difference, double holm) {
    return new PairedFact(
        difference.difference(),
        difference.interval().low(),
        difference.interval().high(),
        difference.p(),
        holm);
  }

  /** Whether it is real even as one of its family. */
  public boolean shown() {
    return holm < REAL;
  }

  /** Class of the style sheet: by the difference's own interval, as in all reports. */
  String style() {
    return low > 0 ? "better" : high < 0 ? "worse" : "same";
  }

  /** "+0.0123 (−0.0010 to +0.0250)". */
  public String text() {
    return Show.signed(value) + " (" + Show.signed(low) + " to " + Show.signed(high) + ")";
  }

  /** For a cell of a table. */
  Html cell() {
    return Html.of(
        "span",
        Show.signed(value),
        Html.styled("small", "interval", Show.signed(low) + " to " + Show.signed(high)));
  }
}
