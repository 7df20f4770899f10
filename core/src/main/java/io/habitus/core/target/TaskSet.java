package io.habitus.core.target;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.time.Split;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is predicted about one split of one data set.
 *
 * @param split which events are targets
 * @param tasks in leaderboard order
 * @param skipped tasks of the challenge that this data set does not allow
 * @param relevant clients that are scored
 * @param active clients that churn is about
 * @param labels label lists by task name, given or derived
 * @param train the train window's size
 * @param validation the validation window's size
 */
public record TaskSet(
    Split split,
    List<Task> tasks,
    List<Skipped> skipped,
    ClientSet relevant,
    ClientSet active,
    SortedMap<String, LabelList> labels,
    Window train,
    Window validation) {

  public TaskSet {
    tasks = List.copyOf(tasks);
    skipped = List.copyOf(skipped);
    labels = new TreeMap<>(labels);
  }

  /** The same with only some of the tasks. */
  public TaskSet with(List<Task> chosen) {
    return new TaskSet(split, chosen, skipped, relevant, active, labels, train, validation);
  }

  /** A task that there is not, and why. */
  public record Skipped(String task, String reason) {}

  /**
   * Size of a target window.
   *
   * @param events target events
   * @param clients that have one
   */
  public record Window(long events, int clients) {}
}
