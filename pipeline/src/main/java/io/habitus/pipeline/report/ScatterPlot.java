package io.habitus.pipeline.report;

import io.habitus.pipeline.report.TuneFacts.Parameter;
import io.habitus.pipeline.report.TuneFacts.Trial;
import java.util.List;
import java.util.Locale;

/** One parameter: a dot per trial, its value to the right, its score upwards. */
final class ScatterPlot {
  private static final double WIDTH = 470;
  private static final double LEFT = 62;
  private static final double RIGHT = 450;
  private static final double TOP = 8;
  private static final double BOTTOM = 168;
  private static final int TICKS = 4;

  private ScatterPlot() {}

  static Html of(TuneFacts facts, Parameter parameter) {
    List<Trial> trials =
        facts.trials().stream()
            .filter(trial -> trial.on(0).isPresent())
            .filter(trial -> trial.positions().containsKey(parameter.key()))
            .toList();
    Plot plot = new Plot(WIDTH, BOTTOM + 26, "Score by " + parameter.key());
    Plot.Axis x = new Plot.Axis(0, 1, LEFT + 16, RIGHT - 16);
    Plot.Axis y = vertical(trials);
    String format = "%." + y.decimals(TICKS) + "f";
    for (double tick : y.ticks(TICKS)) {
      plot.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid");
      plot.text(LEFT - 6, y.at(tick) + 4, "end", "tick", String.format(Locale.ROOT, format, tick));
    }
    parameter
        .ticks()
        .forEach((value, at) ->
            plot.text(x.at(at), BOTTOM + 17, "middle", "tick", Words.cut(value, 14)));
    for (Trial trial : trials) {
      double at = x.at(trial.positions().getOrDefault(parameter.key(), 0.0));
      double sum = trial.on(0).orElseThrow().sum();
      plot.dot(at, y.at(sum), 4.5, TunePage.style(facts, trial), TunePage.tip(trial, trial.on(0)));
    }
    return Html.styled(
        "figure", "panel", Html.of("figcaption", TunePage.shortened(parameter.key())), plot.html());
  }

  private static Plot.Axis vertical(List<Trial> trials) {
    double low = trials.stream().mapToDouble(t -> t.on(0).orElseThrow().sum()).min().orElse(0);
    double high = trials.stream().mapToDouble(t -> t.on(0).orElseThrow().sum()).max().orElse(1);
    return Plot.Axis.over(low, high, BOTTOM, TOP);
  }
}
