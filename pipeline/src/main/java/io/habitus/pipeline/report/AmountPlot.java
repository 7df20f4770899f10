package io.habitus.pipeline.report;

import io.habitus.explain.steer.SteeringCurve;
import io.habitus.explain.steer.SteeringCurve.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A steering curve by the amount: the target's share, and how much of NDCG is left. */
final class AmountPlot {
  private static final double WIDTH = 470;
  private static final double LEFT = 48;
  private static final double RIGHT = 340;
  private static final double TOP = 14;
  private static final double BOTTOM = 218;
  private static final int TICKS = 5;

  private final Plot plot;
  private final Plot.Axis x;
  private final Plot.Axis y;

  private AmountPlot(SteeringCurve curve) {
    plot = new Plot(WIDTH, BOTTOM + 42, "Share of " + curve.target() + " and NDCG by amount");
    List<Point> steered = curve.steered();
    double low = steered.stream().mapToDouble(AmountPlot::amount).min().orElse(0);
    double high = steered.stream().mapToDouble(AmountPlot::amount).max().orElse(1);
    x = new Plot.Axis(low, high > low ? high : low + 1, LEFT + 8, RIGHT - 8);
    double most = Math.max(1, steered.stream().mapToDouble(p -> kept(curve, p)).max().orElse(1));
    y = new Plot.Axis(0, most * 1.04, BOTTOM, TOP);
  }

  static Html of(SteeringCurve curve) {
    AmountPlot drawn = new AmountPlot(curve);
    drawn.axes();
    drawn.line(curve, Point::share, "s0", "share of it");
    drawn.line(curve, point -> kept(curve, point), "s1", "NDCG@10 kept");
    return Html.styled(
        "figure",
        "panel",
        Html.of("figcaption", "By what the feature is set to"),
        drawn.plot.html());
  }

  private static double amount(Point point) {
    return point.amount().orElseThrow();
  }

  /** NDCG@10 as a share of what it is without steering. */
  private static double kept(SteeringCurve curve, Point point) {
    double before = curve.unsteered().ndcg();
    return before == 0 ? 0 : point.ndcg() / before;
  }

  private void axes() {
    for (double tick : y.ticks(TICKS)) {
      plot.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid");
      plot.text(LEFT - 6, y.at(tick) + 4, "end", "tick", Show.percent(tick));
    }
    for (double tick : x.ticks(TICKS)) {
      String number = String.format(Locale.ROOT, "%." + x.decimals(TICKS) + "f", tick);
      plot.text(x.at(tick), BOTTOM + 18, "middle", "tick", number);
    }
    plot.text((LEFT + RIGHT) / 2, BOTTOM + 36, "middle", "tick", "set to; 0 removes it");
  }

  private void line(SteeringCurve curve, ToDoubleFunction<Point> value, String style, String name) {
    List<Double> path = new ArrayList<>();
    for (Point point : curve.steered()) {
      path.add(x.at(amount(point)));
      path.add(y.at(value.applyAsDouble(point)));
    }
    plot.path(path, "series " + style);
    for (Point point : curve.steered()) {
      double height = value.applyAsDouble(point);
      String tip = name + " at " + point.label() + ": " + Show.percent(height);
      plot.dot(x.at(amount(point)), y.at(height), 3.5, "series " + style + " full", tip);
    }
    double last = value.applyAsDouble(curve.steered().getLast());
    plot.text(RIGHT + 8, y.at(last) + 4, "start", "name " + style, name);
  }
}
