package io.habitus.pipeline.report;

import java.util.List;
import java.util.Locale;

/** Paired differences around zero, a row each. */
final class IntervalPlot {
  private static final double WIDTH = 760;
  private static final double LEFT = 240;
  private static final double RIGHT = 680;
  private static final double ROW = 24;
  private static final double TOP = 8;
  private static final int TICKS = 5;
  private static final int LABEL = 36;

  private IntervalPlot() {}

  /** One row. */
  record Row(String label, PairedFact difference) {}

  static Html of(String caption, List<Row> rows) {
    double bottom = TOP + ROW * rows.size();
    Plot plot = new Plot(WIDTH, bottom + 24, caption);
    Plot.Axis axis = axis(rows);
    String format = "%+." + axis.decimals(TICKS) + "f";
    for (double tick : axis.ticks(TICKS)) {
      String text = tick == 0 ? "0" : String.format(Locale.ROOT, format, tick).replace('-', '−');
      plot.line(axis.at(tick), TOP, axis.at(tick), bottom, "grid");
      plot.text(axis.at(tick), bottom + 15, "middle", "tick", text);
    }
    plot.line(axis.at(0), TOP, axis.at(0), bottom, "zero");
    for (int i = 0; i < rows.size(); i++) {
      row(plot, axis, rows.get(i), TOP + ROW * (i + 0.5));
    }
    return Html.styled(
        "figure",
        "wide",
        Html.of("figcaption", caption),
        Html.styled("div", "scroll", plot.html()));
  }

  private static void row(Plot plot, Plot.Axis axis, Row row, double y) {
    PairedFact d = row.difference();
    plot.text(LEFT - 10, y + 4, "end", "name", Words.cut(row.label(), LABEL));
    plot.line(axis.at(d.low()), y, axis.at(d.high()), y, "whisker " + d.style());
    plot.dot(axis.at(d.value()), y, 4.5, "dot " + d.style(), row.label() + ": " + d.text());
    plot.text(WIDTH - 2, y + 4, "end", "value", Show.signed(d.value()));
  }

  private static Plot.Axis axis(List<Row> rows) {
    double low = rows.stream().mapToDouble(row -> row.difference().low()).min().orElse(0);
    double high = rows.stream().mapToDouble(row -> row.difference().high()).max().orElse(0);
    return Plot.Axis.over(Math.min(0, low), Math.max(0, high), LEFT, RIGHT);
  }
}
