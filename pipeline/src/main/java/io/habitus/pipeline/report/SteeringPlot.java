package io.habitus.pipeline.report;

import io.habitus.explain.steer.SteeringCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** NDCG@10 against the target's share of lists, from strength to strength. */
final class SteeringPlot {
  private static final double WIDTH = 470;
  private static final double LEFT = 60;
  private static final double RIGHT = 440;
  private static final double TOP = 16;
  private static final double BOTTOM = 208;
  private static final int TICKS = 4;

  private SteeringPlot() {}

  static Html of(FeaturesReport.Sweep sweep, SteeringCurve curve) {
    List<SteeringCurve.Point> points = curve.points();
    Plot plot = new Plot(WIDTH, BOTTOM + 44, "NDCG@10 against the share of " + sweep.target());
    Plot.Axis x = axis(points.stream().map(SteeringCurve.Point::share).toList(), LEFT, RIGHT);
    Plot.Axis y = axis(points.stream().map(SteeringCurve.Point::ndcg).toList(), BOTTOM, TOP);
    for (double tick : y.ticks(TICKS)) {
      plot.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid");
      plot.text(LEFT - 6, y.at(tick) + 4, "end", "tick", number(y, tick));
    }
    for (double tick : x.ticks(TICKS)) {
      plot.text(x.at(tick), BOTTOM + 18, "middle", "tick", number(x, tick));
    }
    String below = "share of " + sweep.target() + " in lists of ten";
    plot.text((LEFT + RIGHT) / 2, BOTTOM + 38, "middle", "tick", below);
    int first = points.size() - sweep.strengths().size();
    List<Double> path = new ArrayList<>();
    for (int i = first; i < points.size(); i++) {
      path.add(x.at(points.get(i).share()));
      path.add(y.at(points.get(i).ndcg()));
    }
    plot.path(path, "series s0");
    for (int i = 0; i < points.size(); i++) {
      SteeringCurve.Point point = points.get(i);
      String style = i < first ? "s1" : "s0";
      String tip =
          "%s: share %s, NDCG@10 %s"
              .formatted(sweep.label(i), Show.score(point.share()), Show.score(point.ndcg()));
      plot.dot(x.at(point.share()), y.at(point.ndcg()), 4, style + " full", tip);
      String name =
          i >= first
              ? "×" + sweep.strengths().get(i - first)
              : i == 0 ? "as it is" : "reconstructed";
      plot.text(x.at(point.share()), y.at(point.ndcg()) - 9, "middle", "name " + style, name);
    }
    return Html.styled(
        "figure",
        "panel",
        Html.of("figcaption", "What pushing " + sweep.target() + " costs"),
        plot.html());
  }

  private static Plot.Axis axis(List<Double> values, double from, double to) {
    double low = values.stream().mapToDouble(v -> v).min().orElse(0);
    double high = values.stream().mapToDouble(v -> v).max().orElse(1);
    double room = Math.max(0.15 * (high - low), 0.001);
    return new Plot.Axis(low - room, high + room, from, to);
  }

  private static String number(Plot.Axis axis, double tick) {
    return String.format(Locale.ROOT, "%." + axis.decimals(TICKS) + "f", tick);
  }
}
