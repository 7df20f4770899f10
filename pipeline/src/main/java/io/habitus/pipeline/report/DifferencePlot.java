package io.habitus.pipeline.report;

import io.habitus.pipeline.report.ReportData.Difference;
import java.util.List;
import java.util.Locale;

/** Paired differences of one task around zero: right of it, the leader is better. */
final class DifferencePlot {
  private static final double WIDTH = 470;
  private static final double LEFT = 128;
  private static final double RIGHT = 400;
  private static final double ROW = 24;
  private static final double TOP = 8;
  private static final int TICKS = 3;

  private DifferencePlot() {}

  /**
   * Draws one panel.
   *
   * @param rows all of one task and with the same {@code one}
   */
  static Html of(String task, List<Difference> rows) {
    double bottom = TOP + ROW * rows.size();
    Plot plot = new Plot(WIDTH, bottom + 24, "Paired differences of " + task);
    Plot.Axis axis = axis(rows);
    String format = "%+." + axis.decimals(TICKS) + "f";
    for (double tick : axis.ticks(TICKS)) {
      plot.line(axis.at(tick), TOP, axis.at(tick), bottom, "grid");
      plot.text(
          axis.at(tick),
          bottom + 15,
          "middle",
          "tick",
          tick == 0 ? "0" : String.format(Locale.ROOT, format, tick).replace('-', '−'));
    }
    plot.line(axis.at(0), TOP, axis.at(0), bottom, "zero");
    for (int i = 0; i < rows.size(); i++) {
      row(plot, axis, rows.get(i), TOP + ROW * (i + 0.5));
    }
    return Html.styled("figure", "panel", Html.of("figcaption", Words.task(task)), plot.html());
  }

  private static void row(Plot plot, Plot.Axis axis, Difference row, double y) {
    String style = row.verdict().name().toLowerCase(Locale.ROOT);
    plot.text(LEFT - 8, y + 4, "end", "name", Words.cut(row.other(), 18));
    plot.line(
        axis.at(row.interval().low()), y, axis.at(row.interval().high()), y, "whisker " + style);
    plot.dot(axis.at(row.value()), y, 4.5, "dot " + style, Words.difference(row));
    plot.text(WIDTH - 2, y + 4, "end", "value", Show.signed(row.value()));
  }

  private static Plot.Axis axis(List<Difference> rows) {
    double low = rows.stream().mapToDouble(row -> row.interval().low()).min().orElse(0);
    double high = rows.stream().mapToDouble(row -> row.interval().high()).max().orElse(0);
    return Plot.Axis.over(Math.min(0, low), Math.max(0, high), LEFT, RIGHT);
  }
}
