package io.habitus.pipeline.report;

import io.habitus.pipeline.report.TuneFacts.Result;
import io.habitus.pipeline.report.TuneFacts.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From rung to rung: each trial's sum minus that of the recipe as it is, on the same rung. */
final class RungPlot {
  private static final double WIDTH = 470;
  private static final double LEFT = 62;
  private static final double RIGHT = 450;
  private static final double TOP = 8;
  private static final double BOTTOM = 168;
  private static final int TICKS = 4;
  private static final int COLOURS = 8;

  private RungPlot() {}

  static Html of(TuneFacts facts) {
    Plot plot = new Plot(WIDTH, BOTTOM + 26, "Differences to the recipe from rung to rung");
    Plot.Axis x = new Plot.Axis(0, facts.rungs().size() - 1.0, LEFT + 30, RIGHT - 30);
    Plot.Axis y = vertical(facts);
    String format = "%+." + y.decimals(TICKS) + "f";
    for (double tick : y.ticks(TICKS)) {
      String text = tick == 0 ? "0" : String.format(Locale.ROOT, format, tick).replace('-', '−');
      plot.line(LEFT, y.at(tick), RIGHT, y.at(tick), tick == 0 ? "zero" : "grid");
      plot.text(LEFT - 6, y.at(tick) + 4, "end", "tick", text);
    }
    for (int rung = 0; rung < facts.rungs().size(); rung++) {
      String size = Show.percent(facts.rungs().get(rung).share());
      plot.text(x.at(rung), BOTTOM + 17, "middle", "tick", size);
    }
    facts.trials().stream()
        .filter(trial -> trial.number() > 0)
        .forEach(trial -> draw(plot, x, y, facts, trial));
    return Html.styled(
        "figure",
        "panel",
        Html.of("figcaption", "Difference to the recipe as it is, from size to size"),
        plot.html());
  }

  private static void draw(Plot plot, Plot.Axis x, Plot.Axis y, TuneFacts facts, Trial trial) {
    List<Double> points = new ArrayList<>();
    for (Result result : trial.results()) {
      points.add(x.at(result.rung()));
      points.add(y.at(difference(facts, result)));
    }
    String colour = "s" + trial.number() % COLOURS;
    if (points.size() > 2) {
      plot.path(points, "series " + colour);
    }
    for (int i = 0; i < trial.results().size(); i++) {
      String tip =
          "trial " + trial.number() + ": " + Show.signed(difference(facts, trial.results().get(i)));
      plot.dot(points.get(2 * i), points.get(2 * i + 1), 3.5, colour + " full", tip);
    }
  }

  private static double difference(TuneFacts facts, Result result) {
    double asItIs =
        facts.trials().getFirst().on(result.rung()).map(Result::sum).orElse(result.sum());
    return result.sum() - asItIs;
  }

  private static Plot.Axis vertical(TuneFacts facts) {
    double[] all =
        facts.trials().stream()
            .flatMap(trial -> trial.results().stream())
            .mapToDouble(result -> difference(facts, result))
            .sorted()
            .toArray();
    return Plot.Axis.over(
        all.length == 0 ? 0 : all[0], all.length == 0 ? 0 : all[all.length - 1], BOTTOM, TOP);
  }
}
