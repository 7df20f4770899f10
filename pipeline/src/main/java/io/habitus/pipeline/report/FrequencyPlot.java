package io.habitus.pipeline.report;

import io.habitus.recommend.experiment.ExperimentReport;
import io.habitus.recommend.metrics.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** NDCG@10 by how often the right item occurs in training, a line per model. */
final class FrequencyPlot {
  private static final double WIDTH = 760;
  private static final double LEFT = 62;
  private static final double RIGHT = 590;
  private static final double TOP = 12;
  private static final double BOTTOM = 268;
  private static final double SHIFT = 7;
  private static final int TICKS = 6;
  private static final int COLOURS = 8;
  private static final String MEASURE = "NDCG@10";

  private final ExperimentReport report;
  private final List<String> models;
  private final List<String> groups;
  private final Plot.Axis x;
  private final Plot.Axis y;

  private FrequencyPlot(ExperimentReport report, List<String> models, List<String> groups) {
    this.report = report;
    this.models = models;
    this.groups = groups;
    x = new Plot.Axis(-0.5, groups.size() - 0.5, LEFT, RIGHT);
    List<Double> values = new ArrayList<>();
    for (String model : models) {
      groups.forEach(group -> values.addAll(ScoreCell.ends(found(model, group), MEASURE)));
    }
    double high = values.stream().mapToDouble(v -> v).max().orElse(1);
    y = new Plot.Axis(0, Math.max(0.002, 1.05 * high), BOTTOM, TOP);
  }

  /**
   * A plot of some models, or nothing where all cases are alike.
   *
   * @param names group → what the axis calls it
   */
  static Optional<Html> of(
      ExperimentReport report, List<String> models, Map<String, String> names) {
    List<String> groups =
        names.keySet().stream()
            .filter(group -> report.group(report.reference(), group).isPresent())
            .toList();
    if (groups.size() < 2) {
      return Optional.empty();
    }
    Html drawn = new FrequencyPlot(report, models, groups).draw(names);
    return Optional.of(
        Html.styled(
            "figure",
            "wide",
            Html.of("figcaption", MEASURE + " by occurrences of the right item in training"),
            Html.styled("div", "scroll", drawn)));
  }

  private Group found(String model, String group) {
    return report.group(model, group).orElseThrow();
  }

  private Html draw(Map<String, String> names) {
    Plot plot = new Plot(WIDTH, BOTTOM + 44, MEASURE + " by occurrences in training");
    String format = "%." + y.decimals(TICKS) + "f";
    for (double tick : y.ticks(TICKS)) {
      plot.line(LEFT, y.at(tick), RIGHT, y.at(tick), tick == 0 ? "axis" : "grid");
      plot.text(LEFT - 6, y.at(tick) + 4, "end", "tick", String.format(Locale.ROOT, format, tick));
    }
    for (int g = 0; g < groups.size(); g++) {
      String group = groups.get(g);
      int cases = found(report.reference(), group).cases();
      plot.text(x.at(g), BOTTOM + 19, "middle", "name", names.getOrDefault(group, group));
      plot.text(x.at(g), BOTTOM + 35, "middle", "tick", Show.count(cases, "case"));
    }
    EndLabels labels = new EndLabels();
    for (int i = 0; i < models.size(); i++) {
      line(plot, labels, models.get(i), i);
    }
    labels.draw(plot, RIGHT + 12, TOP, BOTTOM);
    return plot.html();
  }

  private void line(Plot plot, EndLabels labels, String model, int place) {
    String colour = "s" + place % COLOURS;
    double aside = SHIFT * (place - (models.size() - 1) / 2.0);
    List<Double> points = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      List<Double> ends = ScoreCell.ends(found(model, groups.get(g)), MEASURE);
      double at = x.at(g) + aside;
      plot.line(at, y.at(ends.getFirst()), at, y.at(ends.getLast()), "whisker faint " + colour);
      points.add(at);
      points.add(y.at(found(model, groups.get(g)).value(MEASURE)));
    }
    plot.path(points, "series " + colour);
    for (int g = 0; g < groups.size(); g++) {
      String tip =
          "%s, %s: %s"
              .formatted(
                  model, groups.get(g), ScoreCell.text(found(model, groups.get(g)), MEASURE));
      plot.dot(points.get(2 * g), points.get(2 * g + 1), 3.5, colour + " full", tip);
    }
    labels.add(points.getLast(), model, colour);
  }
}
