package io.habitus.models.mtl;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Given;
import io.habitus.core.target.LabelList;
import io.habitus.core.target.Labels;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskSet;
import io.habitus.core.target.Tasks;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.models.sequence.FitWindow;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What the clients did in the month, as labels by the rules of the evaluation. */
final class MonthTasks {
  static final String CHURN = "churn";
  static final String CATEGORY = "category";
  static final String SKU = "sku";

  private MonthTasks() {}

  /**
   * The labels by the name of the head that is to learn them: churn, and category and sku as far as
   * the schema has them.
   *
   * @param month a target window inside the input
   * @param clients that are learned from
   * @param given whether label lists that came with the data are taken; else the month's most
   *     frequent values are
   */
  static SequencedMap<String, Labels> of(
      FitWindow.Month month, ClientSet clients, boolean given, RunContext context) {
    Instant end = Micros.toInstant(month.endMicros());
    // One window is enough: the other one is empty, for no event is at or after the end.
    Split split = new Split(Micros.toInstant(month.startMicros()), end, end);
    TaskSet tasks =
        Tasks.of(
            month.before(), month.target(), split, given(month, clients, given), quiet(context));
    SequencedMap<String, Labels> labels = new LinkedHashMap<>();
    for (Task task : tasks.tasks()) {
      switch (task.name()) {
        case Task.CHURN -> labels.put(CHURN, task.train());
        case Task.CATEGORY -> labels.put(CATEGORY, task.train());
        case Task.SKU -> labels.put(SKU, task.train());
        default -> {}
      }
    }
    return labels;
  }

  private static Given given(FitWindow.Month month, ClientSet clients, boolean taken) {
    Map<String, LabelList> lists = new HashMap<>();
    if (taken) {
      lists.putAll(month.whole().labelLists());
    }
    // New items are not learned: an empty list spares the pass that would look for them.
    lists.put(Task.NEW_SKU, LabelList.of(new long[0], new double[0]));
    return new Given(Optional.of(clients), Optional.of(clients), lists);
  }

  /** Without notes on tasks that the data does not have: they are the evaluation's to give. */
  private static RunContext quiet(RunContext context) {
    Progress progress = context.progress();
    return context.withProgress(
        new Progress() {
          @Override
          public Step start(String what, long total, String unit) {
            return progress.start(what, total, unit);
          }

          @Override
          public void note(String message) {}
        });
  }
}
