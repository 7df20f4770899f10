package io.habitus.pipeline.report;

import io.habitus.pipeline.report.ReportData.LabelScore;
import io.habitus.pipeline.report.ReportData.Score;
import io.habitus.pipeline.report.ReportData.TaskFacts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Task by task: all measures, learning curves, and the labels one by one. */
final class TasksPart {
  private final ReportData data;

  private TasksPart(ReportData data) {
    this.data = data;
  }

  static List<Html> of(ReportData data) {
    TasksPart part = new TasksPart(data);
    List<Html> sections = new ArrayList<>();
    sections.add(
        Part.of("tasks", "Task by task").add(data.tasks().stream().map(part::task).toList()));
    List<Html> curves = part.curves();
    if (!curves.isEmpty()) {
      sections.add(
          Part.of(
              "curves",
              "Learning curves",
              Part.note(
                  "The probe's score on the validation target after each epoch; filled: the epoch"
                      + " that counts."),
              Html.styled("div", "panels", curves)));
    }
    return sections;
  }

  private Html task(TaskFacts task) {
    String target = data.split().map(s -> s.targetEvent()).orElse("target event");
    Html html =
        Html.of(
            "div",
            Html.of("h3", Words.task(task.name()), " ", Html.of("code", task.name())),
            Html.of("p", Words.question(task.name(), target)),
            measures(task),
            Protocols.line(data, task));
    List<Score> withLabels = ranked(task).stream().filter(s -> !s.labels().isEmpty()).toList();
    if (!withLabels.isEmpty()) {
      html.add(
          Part.folded(
              "Label by label (" + withLabels.getFirst().labels().size() + ")",
              labels(withLabels)));
    }
    return html;
  }

  private List<Score> ranked(TaskFacts task) {
    return data.ranking().stream().flatMap(p -> data.score(p, task.name()).stream()).toList();
  }

  private Html measures(TaskFacts task) {
    List<Score> scores = ranked(task);
    Set<String> names = new LinkedHashSet<>();
    scores.forEach(score -> names.addAll(score.measures().keySet()));
    boolean seeds = scores.stream().anyMatch(score -> score.bySeed().size() > 1);
    boolean oracle = scores.stream().anyMatch(score -> Oracle.share(task, score).isPresent());
    Table table = new Table().words("profiles").numbers("score");
    names.forEach(table::numbers);
    if (oracle) {
      table.numbers("share of oracle");
    }
    if (seeds) {
      table.words("by seed");
    }
    table.numbers("time of the probe");
    for (Score score : scores) {
      List<Object> cells =
          new ArrayList<>(List.of(score.profile(), Html.of("strong", Show.score(score.value()))));
      names.forEach(name -> cells.add(Show.score(score.measures().getOrDefault(name, Double.NaN))));
      if (oracle) {
        cells.add(Oracle.share(task, score).map(Show::percent).orElse("–"));
      }
      if (seeds) {
        cells.add(String.join(" ", score.bySeed().stream().map(Show::score).toList()));
      }
      cells.add(Show.seconds(score.seconds()));
      table.row(cells.toArray());
    }
    return table.html();
  }

  private Html labels(List<Score> scores) {
    Table table = new Table().words("label").numbers("popularity").numbers("positives");
    scores.forEach(score -> table.numbers("AUROC, " + score.profile()));
    List<LabelScore> first = scores.getFirst().labels();
    for (int i = 0; i < first.size(); i++) {
      LabelScore label = first.get(i);
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  label.label(), Show.share(label.popularity()), Show.count(label.positives())));
      for (Score score : scores) {
        cells.add(Show.score(score.labels().get(i).auroc()));
      }
      table.row(cells.toArray());
    }
    return Html.of(
        "div",
        Part.note(
            "A label that nobody or everybody has cannot be ranked: its AUROC is 0 and"
                + " counts in the mean, as in the challenge. Click a column's head to sort."),
        table.sortable());
  }

  private List<Html> curves() {
    List<Html> panels = new ArrayList<>();
    for (TaskFacts task : data.tasks()) {
      List<Score> scores = ranked(task).stream().filter(s -> s.curve().size() > 1).toList();
      if (!scores.isEmpty()) {
        panels.add(CurvePlot.of(task.name(), scores));
      }
    }
    return panels;
  }
}
