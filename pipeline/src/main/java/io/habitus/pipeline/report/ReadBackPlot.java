package io.habitus.pipeline.report;

import io.habitus.models.autoencoder.Reconstruction;
import io.habitus.models.autoencoder.Reconstruction.FieldAccuracy;
import java.util.List;
import java.util.Locale;

/** A row per field: from the most frequent token's share of right steps to the decoder's. */
final class ReadBackPlot {
  private static final double WIDTH = 470;
  private static final double LEFT = 128;
  private static final double RIGHT = 412;
  private static final double ROW = 24;
  private static final double TOP = 8;

  private ReadBackPlot() {}

  static Html of(Reconstruction found) {
    List<FieldAccuracy> fields = found.fields();
    double bottom = TOP + ROW * fields.size();
    Plot plot = new Plot(WIDTH, bottom + 24, "Share of tokens read back, by field");
    Plot.Axis axis = new Plot.Axis(0, 1, LEFT, RIGHT);
    for (double tick : List.of(0.0, 0.25, 0.5, 0.75, 1.0)) {
      plot.line(axis.at(tick), TOP, axis.at(tick), bottom, "grid");
      String percent = String.format(Locale.ROOT, "%.0f %%", 100 * tick);
      plot.text(axis.at(tick), bottom + 15, "middle", "tick", percent);
    }
    for (int i = 0; i < fields.size(); i++) {
      row(plot, axis, fields.get(i), TOP + ROW * (i + 0.5));
    }
    return Html.styled(
        "figure",
        "panel",
        Html.of(
            "figcaption", "Right tokens: the vector (blue) beside the most frequent token (grey)"),
        plot.html());
  }

  private static void row(Plot plot, Plot.Axis axis, FieldAccuracy field, double y) {
    boolean gains = field.accuracy() > field.mostFrequent();
    String style = gains ? "better" : "worse";
    double from = axis.at(field.mostFrequent());
    double to = axis.at(field.accuracy());
    String trivial = ReadBackPart.share(field.mostFrequent());
    String right = ReadBackPart.share(field.accuracy());
    plot.text(LEFT - 8, y + 4, "end", "name", Words.cut(field.name(), 18));
    plot.line(from, y, to, y, "whisker " + style);
    plot.dot(from, y, 4, "dot", field.name() + ", the most frequent token: " + trivial);
    plot.dot(to, y, 4.5, "dot " + style, field.name() + ", from the vector: " + right);
    plot.text(WIDTH - 2, y + 4, "end", "value", right);
  }
}
