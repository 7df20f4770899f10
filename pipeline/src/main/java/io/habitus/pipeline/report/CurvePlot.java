package io.habitus.pipeline.report;

import io.habitus.pipeline.report.ReportData.Epoch;
import io.habitus.pipeline.report.ReportData.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Score by epoch, a line per profile; the best epoch of each is filled. */
final class CurvePlot {
  private static final double WIDTH = 470;
  private static final double LEFT = 52;
  private static final double RIGHT = 340;
  private static final double TOP = 8;
  private static final double BOTTOM = 158;
  private static final int COLOURS = 8;
  private static final double LABEL_GAP = 14;

  private CurvePlot() {}

  static Html of(String task, List<Score> scores) {
    Plot plot = new Plot(WIDTH, BOTTOM + 26, "Score by epoch of " + task);
    int epochs = scores.stream().mapToInt(score -> score.curve().size()).max().orElse(1);
    Plot.Axis x = new Plot.Axis(1, Math.max(2, epochs), LEFT + 8, RIGHT);
    Plot.Axis y = vertical(scores);
    for (double tick : y.ticks(4)) {
      plot.line(LEFT, y.at(tick), RIGHT + 8, y.at(tick), "grid");
      plot.text(
          LEFT - 6,
          y.at(tick) + 4,
          "end",
          "tick",
          String.format(Locale.ROOT, "%." + y.decimals(4) + "f", tick));
    }
    for (int epoch = 1; epoch <= epochs; epoch++) {
      plot.text(x.at(epoch), BOTTOM + 17, "middle", "tick", "epoch " + epoch);
    }
    for (int i = 0; i < scores.size(); i++) {
      curve(plot, x, y, scores.get(i), "series s" + i % COLOURS);
    }
    labels(plot, y, scores);
    return Html.styled("figure", "panel", Html.of("figcaption", Words.task(task)), plot.html());
  }

  private static void curve(Plot plot, Plot.Axis x, Plot.Axis y, Score score, String style) {
    List<Double> points = new ArrayList<>();
    double best = score.curve().stream().mapToDouble(Epoch::score).max().orElse(0);
    for (Epoch epoch : score.curve()) {
      points.add(x.at(epoch.number()));
      points.add(y.at(epoch.score()));
    }
    plot.path(points, style);
    for (Epoch epoch : score.curve()) {
      String tip =
          score.profile()
              + ", epoch "
              + epoch.number()
              + ": "
              + Show.score(epoch.score())
              + ", loss "
              + Show.score(epoch.loss());
      String filled = epoch.score() == best ? " full" : " hollow";
      plot.dot(x.at(epoch.number()), y.at(epoch.score()), 3.5, style + filled, tip);
    }
  }

  /** Names at the right ends, pushed apart where they would overlap. */
  private static void labels(Plot plot, Plot.Axis y, List<Score> scores) {
    List<Integer> byHeight = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      byHeight.add(i);
    }
    byHeight.sort(java.util.Comparator.comparingDouble(i -> y.at(last(scores.get(i)))));
    double free = TOP + 4;
    for (int i : byHeight) {
      double at = Math.max(free, y.at(last(scores.get(i))));
      plot.text(
          RIGHT + 14,
          at + 4,
          "start",
          "name s" + i % COLOURS,
          Words.cut(scores.get(i).profile(), 18));
      free = at + LABEL_GAP;
    }
  }

  private static double last(Score score) {
    return score.curve().getLast().score();
  }

  private static Plot.Axis vertical(List<Score> scores) {
    double low =
        scores.stream().flatMap(s -> s.curve().stream()).mapToDouble(Epoch::score).min().orElse(0);
    double high =
        scores.stream().flatMap(s -> s.curve().stream()).mapToDouble(Epoch::score).max().orElse(1);
    return Plot.Axis.over(low, high, BOTTOM, TOP);
  }
}
