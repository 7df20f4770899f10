package io.habitus.pipeline.report;

import io.habitus.pipeline.report.ReportData.Difference;
import java.util.List;
import java.util.Optional;

/** Looks differences up from either side. */
final class Differences {
  private Differences() {}

  /** {@code one} minus {@code other}, for every task that has it, in the order of tasks. */
  static List<Difference> between(ReportData data, String one, String other) {
    return data.tasks().stream()
        .flatMap(task -> find(data, task.name(), one, other).stream())
        .toList();
  }

  /** The leader minus each of the others in the order of the ranking, of one task. */
  static List<Difference> fromLeader(ReportData data, String task) {
    List<String> ranking = data.ranking();
    return ranking.stream()
        .skip(1)
        .flatMap(other -> find(data, task, ranking.getFirst(), other).stream())
        .toList();
  }

  private static Optional<Difference> find(ReportData data, String task, String one, String other) {
    return data.differences().stream()
        .filter(d -> d.task().equals(task))
        .flatMap(d -> seenFrom(d, one, other).stream())
        .findFirst();
  }

  private static Optional<Difference> seenFrom(Difference d, String one, String other) {
    if (d.one().equals(one) && d.other().equals(other)) {
      return Optional.of(d);
    }
    return d.one().equals(other) && d.other().equals(one)
        ? Optional.of(d.turned())
        : Optional.empty();
  }
}
