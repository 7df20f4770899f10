package io.habitus.pipeline.report;

import io.habitus.pipeline.report.ReportData.Difference;
import io.habitus.pipeline.report.ReportData.Score;
import io.habitus.pipeline.report.ReportData.Standing;
import io.habitus.pipeline.report.ReportData.TaskFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Scores, leaderboard, and who is better than whom. */
final class ScoresPart {
  private final ReportData data;

  private ScoresPart(ReportData data) {
    this.data = data;
  }

  static List<Html> of(ReportData data) {
    ScoresPart part = new ScoresPart(data);
    List<Html> sections = new ArrayList<>();
    sections.add(part.scores());
    if (data.leaderboard().size() > 1) {
      sections.add(part.leaderboard());
    }
    if (!data.differences().isEmpty()) {
      sections.add(part.differences());
    }
    data.crossCheck().ifPresent(check -> sections.add(part.crossCheck(check)));
    if (!data.earlier().isEmpty()) {
      sections.add(part.earlier());
    }
    return sections;
  }

  private Html scores() {
    return Part.of(
        "scores",
        "Scores",
        Part.note(reading()),
        table(),
        Protocols.line(data),
        Html.styled(
            "div", "panels", data.tasks().stream().map(t -> ScorePlot.of(data, t)).toList()));
  }

  private String reading() {
    String interval =
        data.protocol().resamples() > 0
            ? " The small numbers are "
                + Show.percent(data.protocol().level())
                + " intervals: how far the score would swing with other clients of the same kind."
            : " No intervals were asked for.";
    return "Higher is better; the best of each task is bold. The probe is "
        + data.protocol().description()
        + "."
        + interval;
  }

  private Html table() {
    Table table = new Table().words("profiles");
    data.tasks().forEach(task -> table.numbers(Words.task(task.name())));
    for (String profile : data.ranking()) {
      List<Object> cells = new ArrayList<>(List.of(Html.of("strong", profile)));
      data.tasks().forEach(task -> cells.add(cell(data.score(profile, task.name()))));
      table.row(cells.toArray());
    }
    if (data.tasks().stream().anyMatch(task -> task.oracle().isPresent())) {
      List<Object> cells =
          new ArrayList<>(List.of(Html.of("em", "latent oracle (upper bound), AUROC")));
      for (TaskFacts task : data.tasks()) {
        cells.add(
            Html.of(
                "em", task.oracle().isPresent() ? Show.score(task.oracle().getAsDouble()) : "–"));
      }
      table.row(cells.toArray());
    }
    return table.html();
  }

  private Html cell(Optional<Score> score) {
    if (score.isEmpty()) {
      return Html.styled("span", "muted", "–");
    }
    Html cell =
        Html.of(
            "span",
            Html.styled(
                "span",
                isBest(score.get()) ? "score first" : "score",
                Show.score(score.get().value())));
    score
        .get()
        .interval()
        .ifPresent(i ->
            cell.add(
                Html.styled(
                    "small", "interval", Show.score(i.low()) + " – " + Show.score(i.high()))));
    return cell;
  }

  private boolean isBest(Score score) {
    return data.scores().stream()
        .filter(other -> other.task().equals(score.task()))
        .allMatch(other -> score.value() >= other.value());
  }

  private Html leaderboard() {
    Table table = new Table().numbers("place").words("profiles").numbers("points");
    data.tasks().forEach(task -> table.numbers(Words.task(task.name())));
    for (Standing standing : data.leaderboard()) {
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  standing.place(),
                  Html.of("strong", standing.profile()),
                  Html.of("strong", Show.points(standing.points()))));
      for (TaskFacts task : data.tasks()) {
        Double points = standing.taskPoints().get(task.name());
        cells.add(points == null ? "–" : Show.points(points));
      }
      table.row(cells.toArray());
    }
    String rule =
        ("In each task the k-th of %d gets %d − k points; equal scores share them."
                + " Points are summed (Borda count).")
            .formatted(data.leaderboard().size(), data.leaderboard().size());
    return Part.of("leaderboard", "Leaderboard", Part.note(rule), table.html());
  }

  private Html differences() {
    List<Html> panels = new ArrayList<>();
    for (TaskFacts task : data.tasks()) {
      List<Difference> rows = Differences.fromLeader(data, task.name());
      if (!rows.isEmpty()) {
        panels.add(DifferencePlot.of(task.name(), rows));
      }
    }
    String leader = data.ranking().getFirst();
    return Part.of(
        "better",
        "Who is better",
        Part.note(
            "Both profiles are scored on the same resampled clients, so what is common to"
                + " them cancels. A dot to the right of the line: "
                + leader
                + " is better than the profile named at the left. A whisker that touches the"
                + " line: no difference is shown."),
        Html.styled("div", "panels", panels),
        Part.folded("All pairs", allPairs()));
  }

  private Html allPairs() {
    Table table =
        new Table()
            .words("task")
            .words("one")
            .words("other")
            .numbers("one − other")
            .numbers("from")
            .numbers("to")
            .numbers("p")
            .numbers("p (Holm)")
            .words("verdict");
    for (Difference d : data.differences()) {
      table.row(
          Words.task(d.task()),
          d.one(),
          d.other(),
          Show.signed(d.value()),
          Show.signed(d.interval().low()),
          Show.signed(d.interval().high()),
          Show.p(d.p()),
          Show.p(d.holm()),
          verdict(d));
    }
    return Html.of("div", Part.note(correction()), table.sortable());
  }

  private String correction() {
    int pairs = data.differences().size();
    double least = 2.0 / (data.protocol().resamples() + 1);
    String text =
        ("The verdict and p are about each line alone; of %s, some would look real by"
                + " chance. p (Holm) is corrected for all of them.")
            .formatted(Words.plural(pairs, "comparison", "comparisons"));
    double level = 1 - data.protocol().level();
    return pairs * least <= level
        ? text
        : text
            + " With %s p cannot be below %s, too coarse for so many: draw at least %s."
                .formatted(
                    Show.count(data.protocol().resamples(), "resample"),
                    Show.p(least),
                    Show.count((long) Math.ceil(2 * pairs / level)));
  }

  private static String verdict(Difference d) {
    return switch (d.verdict()) {
      case BETTER -> d.one() + " is better";
      case WORSE -> d.other() + " is better";
      case UNDECIDED -> "no difference shown";
    };
  }

  private Html crossCheck(ReportData.CrossCheck check) {
    Table table = new Table().words("profiles");
    data.tasks().forEach(task -> table.numbers(Words.task(task.name())));
    for (String profile : data.ranking()) {
      if (check.scores().stream().anyMatch(score -> score.profile().equals(profile))) {
        List<Object> cells = new ArrayList<>(List.of(Html.of("strong", profile)));
        data.tasks()
            .forEach(task -> cells.add(cell(check.score(profile, task.name()).orElse(null))));
        table.row(cells.toArray());
      }
    }
    String text =
        "The same vectors through another probe, "
            + check.probe()
            + ", trained and scored on a sample of "
            + Show.count(check.clients(), "client")
            + ". Fewer clients make lower scores and wider intervals: compare its order with the"
            + " table above, not its numbers.";
    return Part.of("check", "By the " + check.probe(), Part.note(text), table.html());
  }

  private static Html cell(ReportData.@Nullable CrossScore score) {
    if (score == null) {
      return Html.styled("span", "muted", "–");
    }
    Html cell = Html.of("span", Html.styled("span", "score", Show.score(score.value())));
    score
        .interval()
        .ifPresent(i ->
            cell.add(
                Html.styled(
                    "small", "interval", Show.score(i.low()) + " – " + Show.score(i.high()))));
    return cell;
  }

  private Html earlier() {
    Table table = new Table().words("cut-off").words("profiles");
    data.tasks().forEach(task -> table.numbers(Words.task(task.name())));
    for (ReportData.EarlierCutOff cutOff : data.earlier()) {
      cutOff.scores().forEach((profile, scores) -> table.row(row(cutOff, profile, scores)));
    }
    String text =
        "The same recipe with everything moved back in time: what holds at every cut-off is more"
            + " than a whim of one. Each has a report of its own in the folder cutoffs.";
    return Part.of("earlier", "Earlier cut-offs", Part.note(text), table.sortable());
  }

  private Object[] row(
      ReportData.EarlierCutOff cutOff, String profile, Map<String, Double> scores) {
    List<Object> cells =
        new ArrayList<>(List.of(Show.instant(cutOff.split().trainStart()), profile));
    for (TaskFacts task : data.tasks()) {
      cells.add(Show.score(scores.getOrDefault(task.name(), Double.NaN)));
    }
    return cells.toArray();
  }
}
