package io.habitus.pipeline.report;

import io.habitus.explain.steer.SteeringCurve;
import io.habitus.explain.steer.SteeringCurve.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A steering curve: what the target gains to the top, what rankings lose to the left. */
final class ShareCostPlot {
  private static final double WIDTH = 470;
  private static final double LEFT = 58;
  private static final double RIGHT = 446;
  private static final double TOP = 14;
  private static final double BOTTOM = 218;
  private static final int TICKS = 4;
  private static final double LINE = 13;
  private static final double LETTER = 6.4;

  private final Plot plot;
  private final Plot.Axis x;
  private final Plot.Axis y;
  private final List<double[]> taken = new ArrayList<>(); // boxes: x0, y0, x1, y1

  private ShareCostPlot(SteeringCurve curve) {
    plot = new Plot(WIDTH, BOTTOM + 42, "Share of " + curve.target() + " against NDCG@10");
    x =
        Plot.Axis.over(
            curve.points().stream().mapToDouble(Point::ndcg).min().orElse(0),
            curve.points().stream().mapToDouble(Point::ndcg).max().orElse(1),
            LEFT + 24,
            RIGHT - 24);
    y =
        Plot.Axis.over(
            curve.points().stream().mapToDouble(Point::share).min().orElse(0),
            curve.points().stream().mapToDouble(Point::share).max().orElse(1),
            BOTTOM,
            TOP);
  }

  static Html of(SteeringCurve curve) {
    ShareCostPlot drawn = new ShareCostPlot(curve);
    drawn.axes();
    drawn.points(curve);
    return Html.styled(
        "figure",
        "panel",
        Html.of("figcaption", "Share of " + curve.target() + " in lists of ten, by NDCG@10"),
        drawn.plot.html());
  }

  private void axes() {
    for (double tick : y.ticks(TICKS)) {
      plot.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid");
      plot.text(LEFT - 6, y.at(tick) + 4, "end", "tick", number(y, tick));
    }
    for (double tick : x.ticks(TICKS)) {
      plot.line(x.at(tick), TOP, x.at(tick), BOTTOM + 4, "grid");
      plot.text(x.at(tick), BOTTOM + 18, "middle", "tick", number(x, tick));
    }
    plot.text(
        (LEFT + RIGHT) / 2, BOTTOM + 36, "middle", "tick", "NDCG@10: further right is better");
  }

  private static String number(Plot.Axis axis, double tick) {
    return String.format(Locale.ROOT, "%." + axis.decimals(TICKS) + "f", tick);
  }

  private void points(SteeringCurve curve) {
    List<Point> steered = curve.steered();
    List<Double> path = new ArrayList<>();
    steered.forEach(point -> {
      path.add(x.at(point.ndcg()));
      path.add(y.at(point.share()));
    });
    plot.path(path, "series s0");
    dot(curve.unsteered(), 5.5, "series s1 hollow");
    steered.forEach(point -> dot(point, 4, "series s0 full"));
    label(curve.unsteered(), "as it is", "name s1");
    steered.forEach(point -> label(point, point.label(), "name s0"));
  }

  private void dot(Point point, double radius, String style) {
    double across = x.at(point.ndcg());
    double up = y.at(point.share());
    plot.dot(across, up, radius, style, tip(point));
    taken.add(new double[] {across - radius, up - radius, across + radius, up + radius});
  }

  private static String tip(Point point) {
    return "%s: share %s, NDCG@10 %s"
        .formatted(point.label(), Show.score(point.share()), Show.score(point.ndcg()));
  }

  /** Beside its point, where there is room. */
  private void label(Point point, String text, String style) {
    double at = x.at(point.ndcg());
    double height = y.at(point.share());
    double width = LETTER * text.length();
    double[][] places = {
      {at + 9, height + 4}, {at - 9 - width, height + 4},
      {at - width / 2, height - 9}, {at - width / 2, height + 18},
      {at + 9, height - 10}, {at - 9 - width, height + 17}
    };
    for (double[] place : places) {
      double[] box = {place[0], place[1] - LINE + 3, place[0] + width, place[1] + 2};
      boolean inside = box[0] >= LEFT && box[2] <= WIDTH && box[1] >= 0 && box[3] <= BOTTOM + 4;
      if (inside && taken.stream().noneMatch(other -> meet(box, other))) {
        taken.add(box);
        plot.text(place[0], place[1], "start", style, text);
        return;
      }
    }
  }

  private static boolean meet(double[] one, double[] other) {
    return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
  }
}
