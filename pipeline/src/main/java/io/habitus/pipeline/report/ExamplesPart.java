package io.habitus.pipeline.report;

import io.habitus.pipeline.report.ReportData.Example;
import io.habitus.pipeline.report.ReportData.TaskFacts;
import java.util.List;

/** Clients by name, where the reader asked for them. */
final class ExamplesPart {
  private ExamplesPart() {}

  static List<Html> of(ReportData data) {
    if (data.examples().isEmpty()) {
      return List.of();
    }
    Html part =
        Part.of(
            "examples",
            "Clients to look at",
            Part.note(
                "Whom "
                    + data.examples().getFirst().profile()
                    + " was most right and most wrong about, by the probe's predictions of the"
                    + " validation window. Client ids are shown because they were asked for: mind"
                    + " who gets this file."));
    for (TaskFacts task : data.tasks()) {
      List<Example> of =
          data.examples().stream().filter(each -> each.task().equals(task.name())).toList();
      if (!of.isEmpty()) {
        part.add(Html.of("h3", Words.task(task.name())), table(task, of));
      }
    }
    return List.of(part);
  }

  private static Html table(TaskFacts task, List<Example> examples) {
    Table table = new Table().words("the probe was").words("client");
    if (task.labels() > 1) {
      table.words("label");
    }
    table.numbers("predicted").numbers("was");
    for (Example each : examples) {
      if (task.labels() > 1) {
        table.row(
            each.kind(),
            each.client(),
            each.label(),
            Show.value(each.predicted()),
            Show.value(each.actual()));
      } else {
        table.row(
            each.kind(), each.client(), Show.value(each.predicted()), Show.value(each.actual()));
      }
    }
    return table.html();
  }
}
