package io.habitus.pipeline.report;

import io.habitus.pipeline.report.ReportData.Interval;
import io.habitus.pipeline.report.ReportData.Score;
import io.habitus.pipeline.report.ReportData.TaskFacts;
import java.util.List;
import java.util.Locale;

/** One task: a row per profile, its score as a dot and its interval as a line. */
final class ScorePlot {
  private static final double WIDTH = 470;
  private static final double LEFT = 128;
  private static final double RIGHT = 412;
  private static final double ROW = 24;
  private static final double TOP = 8;
  private static final int TICKS = 4;

  private final TaskFacts task;
  private final List<Score> rows;

  private ScorePlot(TaskFacts task, List<Score> rows) {
    this.task = task;
    this.rows = rows;
  }

  static Html of(ReportData data, TaskFacts task) {
    List<Score> rows =
        data.ranking().stream().flatMap(name -> data.score(name, task.name()).stream()).toList();
    return Html.styled(
        "figure",
        "panel",
        Html.of("figcaption", Words.task(task.name())),
        new ScorePlot(task, rows).draw());
  }

  private Html draw() {
    if (rows.isEmpty()) {
      return Part.note("No score.");
    }
    double bottom = TOP + ROW * rows.size();
    Plot plot = new Plot(WIDTH, bottom + 24, "Scores of " + task.name() + " with intervals");
    Plot.Axis axis = Plot.Axis.over(lowest(), highest(), LEFT, RIGHT);
    String format = "%." + axis.decimals(TICKS) + "f";
    for (double tick : axis.ticks(TICKS)) {
      plot.line(axis.at(tick), TOP, axis.at(tick), bottom, "grid");
      plot.text(
          axis.at(tick), bottom + 15, "middle", "tick", String.format(Locale.ROOT, format, tick));
    }
    for (int i = 0; i < rows.size(); i++) {
      row(plot, axis, rows.get(i), TOP + ROW * (i + 0.5), isBest(rows.get(i)) ? "best" : "other");
    }
    return plot.html();
  }

  private boolean isBest(Score score) {
    return rows.stream().allMatch(other -> score.value() >= other.value());
  }

  private void row(Plot plot, Plot.Axis axis, Score score, double y, String style) {
    String tip = score.profile() + ": " + Words.scoreWithInterval(score);
    plot.text(LEFT - 8, y + 4, "end", "name " + style, Words.cut(score.profile(), 18));
    score
        .interval()
        .ifPresent(interval ->
            plot.line(axis.at(interval.low()), y, axis.at(interval.high()), y, "whisker " + style));
    plot.dot(axis.at(score.value()), y, 4.5, "dot " + style, tip);
    plot.text(WIDTH - 2, y + 4, "end", "value " + style, Show.score(score.value()));
  }

  private double lowest() {
    return rows.stream()
        .mapToDouble(row -> row.interval().map(Interval::low).orElse(row.value()))
        .min()
        .orElseThrow();
  }

  private double highest() {
    return rows.stream()
        .mapToDouble(row -> row.interval().map(Interval::high).orElse(row.value()))
        .max()
        .orElseThrow();
  }
}
