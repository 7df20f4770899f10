package io.habitus.pipeline.report;

import io.habitus.recommend.experiment.ExperimentReport;
import io.habitus.recommend.metrics.Group;
import io.habitus.recommend.sequential.ItemVectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * NDCG@10 of one group of cases against the bound of δ, between frozen content, which is a bound of
 * 0, and fine-tuned content, which is none.
 */
final class SweepPlot {
  private static final double WIDTH = 470;
  private static final double LEFT = 56;
  private static final double RIGHT = 350;
  private static final double TOP = 12;
  private static final double BOTTOM = 188;
  private static final int TICKS = 5;
  private static final String MEASURE = "NDCG@10";

  private final ExperimentReport report;
  private final String group;
  private final List<String> bounds; // models, by their bound
  private final Plot.Axis x;
  private final Plot.Axis y;

  private SweepPlot(ExperimentReport report, String group, List<String> bounds) {
    this.report = report;
    this.group = group;
    this.bounds = bounds;
    x = new Plot.Axis(0, Math.max(1, bounds.size() - 1), LEFT + 26, RIGHT - 20);
    List<Double> values = new ArrayList<>();
    shown().forEach(model -> values.addAll(ends(model)));
    y =
        Plot.Axis.over(
            values.stream().mapToDouble(v -> v).min().orElse(0),
            values.stream().mapToDouble(v -> v).max().orElse(1),
            BOTTOM,
            TOP);
  }

  /** The models of a sweep, by their bound. */
  static List<String> bounds(ExperimentReport report) {
    return report.rows().stream()
        .map(ExperimentReport.Row::model)
        .filter(model -> ItemVectors.maxDeltaNorm(model).isPresent())
        .sorted(Comparator.comparingDouble(model -> ItemVectors.maxDeltaNorm(model).getAsDouble()))
        .toList();
  }

  /** A plot, or nothing for a group without cases. */
  static Optional<Html> of(ExperimentReport report, String group) {
    List<String> bounds = bounds(report);
    return report
        .group(report.reference(), group)
        .filter(found -> !bounds.isEmpty())
        .map(found ->
            Html.styled(
                "figure",
                "panel",
                Html.of(
                    "figcaption",
                    "%s: right item %s (%s)"
                        .formatted(MEASURE, group, Show.count(found.cases(), "case"))),
                new SweepPlot(report, group, bounds).draw()));
  }

  private List<String> shown() {
    List<String> all = new ArrayList<>(List.of(ItemVectors.FROZEN, ItemVectors.FINE_TUNED));
    all.addAll(bounds);
    return all;
  }

  private List<Double> ends(String model) {
    return report.group(model, group).stream()
        .flatMap(found -> ScoreCell.ends(found, MEASURE).stream())
        .toList();
  }

  private Html draw() {
    Plot plot = new Plot(WIDTH, BOTTOM + 44, MEASURE + " against the bound, " + group);
    String format = "%." + y.decimals(TICKS) + "f";
    for (double tick : y.ticks(TICKS)) {
      plot.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid");
      plot.text(LEFT - 6, y.at(tick) + 4, "end", "tick", String.format(Locale.ROOT, format, tick));
    }
    EndLabels labels = new EndLabels();
    level(plot, labels, ItemVectors.FROZEN, "frozen", "s1");
    level(plot, labels, ItemVectors.FINE_TUNED, "fine-tuned", "s2");
    curve(plot, labels);
    labels.draw(plot, RIGHT + 8, TOP, BOTTOM);
    plot.text((LEFT + RIGHT) / 2, BOTTOM + 38, "middle", "tick", "bound of δ (max-delta-norm)");
    return plot.html();
  }

  private void level(Plot plot, EndLabels labels, String model, String name, String colour) {
    report
        .group(model, group)
        .ifPresent(found -> {
          double at = y.at(found.value(MEASURE));
          plot.line(LEFT, at, RIGHT, at, "series dashed " + colour);
          labels.add(at, name, colour);
        });
  }

  private void curve(Plot plot, EndLabels labels) {
    List<Double> points = new ArrayList<>();
    for (int i = 0; i < bounds.size(); i++) {
      Group found = report.group(bounds.get(i), group).orElseThrow();
      points.add(x.at(i));
      points.add(y.at(found.value(MEASURE)));
      List<Double> ends = ScoreCell.ends(found, MEASURE);
      plot.line(x.at(i), y.at(ends.getFirst()), x.at(i), y.at(ends.getLast()), "whisker s0 faint");
    }
    plot.path(points, "series s0");
    for (int i = 0; i < bounds.size(); i++) {
      String model = bounds.get(i);
      Group found = report.group(model, group).orElseThrow();
      String tip = model + ": " + ScoreCell.text(found, MEASURE);
      plot.dot(x.at(i), y.at(found.value(MEASURE)), 4, "s0 full", tip);
      plot.text(x.at(i), BOTTOM + 19, "middle", "tick", bound(model));
    }
    labels.add(points.getLast(), "content + delta", "s0");
  }

  private static String bound(String model) {
    return model.substring(ItemVectors.DELTA.length());
  }
}
