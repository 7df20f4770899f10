package io.habitus.pipeline.report;

import io.habitus.core.target.Task;
import io.habitus.pipeline.report.ReportData.TaskFacts;
import java.util.Optional;

/** The protocol: without it a number means nothing. */
final class Protocols {
  private Protocols() {}

  /** Of a table that holds every task. */
  static Html line(ReportData data) {
    String clients =
        data.split()
            .map(s ->
                "%s, churn about the %s active ones; "
                    .formatted(Show.count(s.relevant(), "client"), Show.count(s.active())))
            .orElse("");
    return paragraph(clients + common(data, true));
  }

  /** Of one task. */
  static Html line(ReportData data, TaskFacts task) {
    String labels = task.labels() == 1 ? "" : ", " + Show.count(task.labels(), "label");
    return paragraph(
        task.measure()
            + "; "
            + Show.count(task.clients(), "client")
            + labels
            + ", all ranked against all; ones: "
            + Show.count(task.trainPositives())
            + " in train, "
            + Show.count(task.validationPositives())
            + " in validation; "
            + (Task.CHALLENGE.contains(task.name()) ? "" : "windows of the user's own; ")
            + common(data, Task.CHALLENGE.contains(task.name())));
  }

  private static Html paragraph(String text) {
    return Html.styled("p", "protocol", Html.of("b", "Protocol: "), text + ".");
  }

  private static String common(ReportData data, boolean ofTheSplit) {
    StringBuilder text = new StringBuilder();
    data.split()
        .filter(split -> ofTheSplit)
        .ifPresent(split -> text.append(Words.windows(split)).append("; "));
    text.append("probe ").append(data.protocol().probe());
    seeds(data).ifPresent(text::append);
    if (data.protocol().resamples() > 0) {
      text.append("; ")
          .append(Show.percent(data.protocol().level()))
          .append(" intervals from ")
          .append(Show.count(data.protocol().resamples(), "resample"))
          .append(" of clients");
    }
    return text.toString();
  }

  private static Optional<String> seeds(ReportData data) {
    if (data.protocol().seeds().isEmpty()) {
      return Optional.empty();
    }
    String list = String.join(", ", data.protocol().seeds().stream().map(String::valueOf).toList());
    return Optional.of(
        data.protocol().seeds().size() == 1 ? ", seed " + list : ", mean over seeds " + list);
  }
}
