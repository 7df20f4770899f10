package io.habitus.pipeline.report;

import io.habitus.evaluation.interval.Interval;
import io.habitus.recommend.metrics.Group;
import io.habitus.recommend.metrics.Score;
import java.util.List;

/** A score of a group of cases, as text and for a table. */
final class ScoreCell {
  private ScoreCell() {}

  /** Ends of its interval; without one, the score twice. */
  static List<Double> ends(Group group, String measure) {
    Score score = score(group, measure);
    Interval interval = score.interval();
    return interval == null
        ? List.of(score.value(), score.value())
        : List.of(interval.low(), interval.high());
  }

  /** "0.1234 (0.1200 to 0.1268)". */
  static String text(Group group, String measure) {
    Score score = score(group, measure);
    Interval interval = score.interval();
    return Show.score(score.value())
        + (interval == null
            ? ""
            : " (" + Show.score(interval.low()) + " to " + Show.score(interval.high()) + ")");
  }

  /** For a table; the best of a column stands out. */
  static Html of(Group group, String measure, boolean best) {
    Score score = score(group, measure);
    Interval interval = score.interval();
    Html cell =
        Html.of(
            "span", Html.styled("span", best ? "score first" : "score", Show.score(score.value())));
    if (interval != null) {
      cell.add(
          Html.styled(
              "small",
              "interval",
              Show.score(interval.low()) + " to " + Show.score(interval.high())));
    }
    return cell;
  }

  private static Score score(Group group, String measure) {
    Score score = group.scores().get(measure);
    if (score == null) {
      throw new IllegalArgumentException("no " + measure + " in " + group.scores().keySet());
    }
    return score;
  }
}
