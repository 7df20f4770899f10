package io.habitus.models.factorisation;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.target.Given;
import io.habitus.core.target.LabelList;
import io.habitus.core.target.Task;
import io.habitus.core.target.Tasks;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.models.sequence.FitWindow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The labels of a propensity task, from the input alone, by the rules of the evaluation. */
public final class TargetLabels {
  private static final int WHOLE_INPUT_DAYS = 36_500;

  private TargetLabels() {}

  /**
   * The most frequent values among the target events of the input's last days; of all its target
   * events where the last days have none.
   *
   * @param task {@link Task#SKU} or {@link Task#CATEGORY}
   * @param days length of the window; 0 for the schema's own
   * @param given whether a list that came with the data is taken where there is one
   * @return values as text, at most {@link Tasks#LABELS}; none where the input has no target event
   */
  public static List<String> of(
      FitWindow window, String task, int days, boolean given, RunContext context) {
    LabelList list = given ? window.histories().labelLists().get(task) : null;
    if (list != null) {
      return list.labels();
    }
    List<String> labels = derived(window, task, days, context);
    return labels.isEmpty() ? derived(window, task, WHOLE_INPUT_DAYS, context) : labels;
  }

  private static List<String> derived(FitWindow window, String task, int days, RunContext context) {
    FitWindow.Month month = window.month(days);
    Instant end = Micros.toInstant(month.endMicros());
    Split split = new Split(Micros.toInstant(month.startMicros()), end, end);
    // Nobody and no new items are asked for: that spares the pass over the input.
    LabelList none = LabelList.of(new long[0], new double[0]);
    ClientSet nobody = ClientSet.of();
    Given known = new Given(Optional.of(nobody), Optional.of(nobody), Map.of(Task.NEW_SKU, none));
    Histories input = month.before();
    RunContext quiet = context.withProgress(Progress.SILENT);
    LabelList list = Tasks.of(input, month.target(), split, known, quiet).labels().get(task);
    return list == null ? List.of() : list.labels();
  }
}
