package io.habitus.pipeline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A drawing in SVG. Colours are classes of the style sheet, so that the drawing follows light, dark
 * and print.
 */
final class Plot {
  private final Html svg;

  Plot(double width, double height, String description) {
    svg =
        Html.of("svg")
            .attr("viewBox", "0 0 " + at(width) + " " + at(height))
            .attr("role", "img")
            .attr("aria-label", description);
  }

  Html html() {
    return svg;
  }

  Plot line(double x1, double y1, double x2, double y2, String style) {
    svg.add(
        Html.styled("line", style)
            .attr("x1", at(x1))
            .attr("y1", at(y1))
            .attr("x2", at(x2))
            .attr("y2", at(y2)));
    return this;
  }

  Plot bar(double x, double y, double width, double height, String style, String tip) {
    svg.add(
        Html.styled("rect", style, Html.of("title", tip))
            .attr("x", at(x))
            .attr("y", at(y))
            .attr("width", at(Math.max(0, width)))
            .attr("height", at(Math.max(0, height))));
    return this;
  }

  Plot dot(double x, double y, double radius, String style, String tip) {
    svg.add(
        Html.styled("circle", style, Html.of("title", tip))
            .attr("cx", at(x))
            .attr("cy", at(y))
            .attr("r", at(radius)));
    return this;
  }

  /** Text; the anchor is {@code start}, {@code middle} or {@code end}. */
  Plot text(double x, double y, String anchor, String style, String text) {
    svg.add(
        Html.styled("text", style, text)
            .attr("x", at(x))
            .attr("y", at(y))
            .attr("text-anchor", anchor));
    return this;
  }

  /** A line through points, given as x0, y0, x1, y1, …. */
  Plot path(List<Double> points, String style) {
    StringBuilder d = new StringBuilder();
    for (int i = 0; i < points.size(); i += 2) {
      d.append(i == 0 ? "M" : "L")
          .append(at(points.get(i)))
          .append(' ')
          .append(at(points.get(i + 1)));
    }
    svg.add(Html.styled("path", style).attr("d", d));
    return this;
  }

  private static String at(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /**
   * A linear axis.
   *
   * @param low value at {@code from}
   * @param high value at {@code to}
   * @param from coordinate of the low end
   * @param to coordinate of the high end
   */
  record Axis(double low, double high, double from, double to) {
    double at(double value) {
      return from + (value - low) / (high - low) * (to - from);
    }

    /** About {@code wanted} round values inside the axis. */
    List<Double> ticks(int wanted) {
      double step = roundStep((high - low) / wanted);
      List<Double> ticks = new ArrayList<>();
      for (double tick = Math.ceil(low / step) * step; tick <= high + step / 1e6; tick += step) {
        ticks.add(Math.rint(tick / step) * step + 0.0); // −0 becomes 0
      }
      return ticks;
    }

    /** Decimals that tell neighbouring ticks apart. */
    int decimals(int wanted) {
      double step = roundStep((high - low) / wanted);
      return (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    }

    private static double roundStep(double least) {
      double power = Math.pow(10, Math.floor(Math.log10(least)));
      double mantissa = least / power;
      return power * (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10);
    }

    /** An axis over values with a margin on both sides; never of no length. */
    static Axis over(double low, double high, double from, double to) {
      double margin = Math.max((high - low) * 0.08, 0.002);
      return new Axis(low - margin, high + margin, from, to);
    }
  }
}
