package io.habitus.core.target;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the challenge's six tasks for any data set. The target events are read once, for all
 * clients, tasks and windows together; besides the labels this holds 8 bytes per item and, per
 * window, 12 bytes per client with a target event and 4 per distinct (client, item).
 */
public final class Tasks {
  /** Labels of a derived list at most, as in the challenge. */
  public static final int LABELS = 100;

  private Tasks() {}

  /**
   * The tasks of a split of a store; lists that came with the data win.
   *
   * @param store must stay open until this returns; the tasks do not need it
   */
  public static List<Task> of(SequenceStore store, Split split, RunContext context) {
    return all(store, split, context).tasks();
  }

  /** The tasks of a split of a store, with the clients, label lists and what was skipped. */
  public static TaskSet all(SequenceStore store, Split split, RunContext context) {
    long cutOff = split.cutOffMicros();
    return of(
        store.histories(Long.MIN_VALUE, cutOff),
        store.histories(cutOff, Micros.of(split.end()) + 1),
        split,
        new Given(store.relevantClients(), store.activeClients(), store.labelLists()),
        context);
  }

  /**
   * The tasks of a split.
   *
   * @param input events before the train start
   * @param targets events of [train start, end], both windows
   * @param given what the data set says itself; it wins over what would be derived
   */
  public static TaskSet of(
      Histories input, Histories targets, Split split, Given given, RunContext context) {
    long validationStart = Micros.of(split.validationStart());
    TargetScan scan = TargetScan.of(targets, validationStart, context);
    InputScan known = given.isComplete() ? InputScan.NOTHING : InputScan.of(input, context);
    ClientSet relevant = given.relevant().orElse(known.clients());
    ClientSet active = given.active().orElseGet(() -> common(relevant, known.active()));

    List<Task> tasks = new ArrayList<>();
    List<TaskSet.Skipped> skipped = new ArrayList<>();
    SortedMap<String, LabelList> labels = new TreeMap<>();
    tasks.add(absence(Task.CHURN, Optional.of(active), scan));
    tasks.add(absence(Task.CONVERSION, Optional.empty(), scan));
    for (Propensity propensity : Propensity.all(targets, known.items())) {
      switch (propensity) {
        case Propensity.Possible possible -> {
          LabelList list = possible.labels(given, scan);
          if (list.size() == 0) {
            skipped.add(new TaskSet.Skipped(possible.task(), possible.whenEmpty()));
          } else {
            labels.put(possible.task(), list);
            tasks.add(possible.toTask(list, scan));
          }
        }
        case Propensity.Impossible impossible ->
            skipped.add(new TaskSet.Skipped(impossible.task(), impossible.reason()));
      }
    }
    for (TaskSet.Skipped each : skipped) {
      context.progress().note("no task " + each.task() + ": " + each.reason());
    }
    return new TaskSet(
        split,
        tasks,
        skipped,
        relevant,
        active,
        labels,
        window(scan.train()),
        window(scan.validation()));
  }

  private static Task absence(String name, Optional<ClientSet> clients, TargetScan scan) {
    return new Task(
        name,
        TaskKind.BINARY,
        List.of(name),
        new double[0],
        clients,
        new AbsentLabels(scan.train().clients()),
        new AbsentLabels(scan.validation().clients()));
  }

  private static TaskSet.Window window(Purchases purchases) {
    return new TaskSet.Window(purchases.events(), purchases.clients().size());
  }

  private static ClientSet common(ClientSet relevant, ClientSet active) {
    return ClientSet.of(Arrays.stream(active.toArray()).filter(relevant::contains).toArray());
  }
}
