package io.habitus.pipeline.report;

import io.habitus.core.time.Split;
import io.habitus.pipeline.report.ReportData.DataFacts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Events per day, with the split above them: what was input, and what was predicted. */
final class DayPlot {
  private static final double WIDTH = 1000;
  private static final double LEFT = 56;
  private static final double RIGHT = 992;
  private static final double BAND = 34;
  private static final double TOP = 44;
  private static final double BOTTOM = 214;

  private final DataFacts data;
  private final Optional<Split> split;
  private final Plot.Axis x;

  private DayPlot(DataFacts data, Optional<Split> split) {
    this.data = data;
    this.split = split;
    SortedMap<LocalDate, Long> days = data.eventsByDay();
    x = new Plot.Axis(days.firstKey().toEpochDay(), days.lastKey().toEpochDay() + 1.0, LEFT, RIGHT);
  }

  static Html of(DataFacts data, Optional<Split> split) {
    return data.eventsByDay().isEmpty() ? Part.note("No events.") : new DayPlot(data, split).draw();
  }

  private Html draw() {
    Plot plot = new Plot(WIDTH, BOTTOM + 26, "Events per day and the split");
    long most = data.eventsByDay().values().stream().mapToLong(Long::longValue).max().orElse(1);
    Plot.Axis y = new Plot.Axis(0, most * 1.05, BOTTOM, TOP);
    for (double tick : y.ticks(3)) {
      plot.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid");
      plot.text(LEFT - 6, y.at(tick) + 4, "end", "tick", abbreviated(tick));
    }
    split.ifPresent(s -> bands(plot, s));
    double width = Math.max(0.7, (RIGHT - LEFT) / (x.high() - x.low()) * 0.86);
    for (Map.Entry<LocalDate, Long> day : data.eventsByDay().entrySet()) {
      double top = y.at(day.getValue());
      String tip = day.getKey() + ": " + Show.count(day.getValue(), "event");
      plot.bar(x.at(day.getKey().toEpochDay()), top, width, BOTTOM - top, style(day.getKey()), tip);
    }
    plot.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
    dates(plot);
    return plot.html();
  }

  private void bands(Plot plot, Split s) {
    double train = clamp(day(s.trainStart()));
    double validation = clamp(day(s.validationStart()));
    double end = clamp(day(s.end()));
    band(plot, x.low(), train, "input", "input: profiles see this");
    band(plot, train, validation, "train", "train target");
    band(plot, validation, end, "validation", "validation target");
    plot.line(x.at(train), 4, x.at(train), BOTTOM, "cut");
  }

  private void band(Plot plot, double from, double to, String style, String label) {
    double width = x.at(to) - x.at(from);
    plot.bar(x.at(from), 8, width - 1.5, BAND - 8, "band " + style, label);
    String shown = width > 6.3 * label.length() ? label : width > 70 ? label.split("[ :]")[0] : "";
    plot.text(x.at(from) + width / 2, 25.5, "middle", "bandtext", shown);
  }

  private String style(LocalDate date) {
    double at = date.toEpochDay();
    if (split.isEmpty() || at < day(split.get().trainStart())) {
      return "day input";
    }
    if (at < day(split.get().validationStart())) {
      return "day train";
    }
    return at <= day(split.get().end()) ? "day validation" : "day late";
  }

  /** Dates below the axis, at most seven. */
  private void dates(Plot plot) {
    long days = Math.round(x.high() - x.low());
    long step = Math.max(1, (days + 6) / 7);
    for (long at = 0; at < days; at += step) {
      double px = x.at(x.low() + at);
      plot.line(px, BOTTOM, px, BOTTOM + 4, "axis");
      LocalDate date = LocalDate.ofEpochDay(Math.round(x.low()) + at);
      plot.text(px, BOTTOM + 18, at == 0 ? "start" : "middle", "tick", date.toString());
    }
  }

  private double clamp(double day) {
    return Math.clamp(day, x.low(), x.high());
  }

  private static double day(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toEpochSecond() / 86_400.0;
  }

  private static String abbreviated(double count) {
    return count >= 1_000_000
        ? Show.points(count / 1_000_000) + " M"
        : count >= 1_000 ? Show.points(count / 1_000) + " k" : Show.points(count);
  }
}
