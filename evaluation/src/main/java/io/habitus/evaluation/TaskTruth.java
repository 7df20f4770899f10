package io.habitus.evaluation;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.metric.Truth;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a task's targets are for the clients of one profile set, and whether they can be scored. */
final class TaskTruth {
  private final Task task;
  private final long[] validationIds;
  private final Truth train;
  private final Truth validation;

  TaskTruth(Profiles profiles, Task task) {
    this.task = task;
    validationIds = ids(profiles, task.validationClients());
    train = Truth.of(task.train(), ids(profiles, task.trainClients()));
    validation = Truth.of(task.validation(), validationIds);
  }

  private static long[] ids(Profiles profiles, Optional<ClientSet> clients) {
    return Arrays.stream(profiles.clientIds())
        .filter(id -> clients.isEmpty() || clients.get().contains(id))
        .toArray();
  }

  Truth train() {
    return train;
  }

  Truth validation() {
    return validation;
  }

  /** Why the task cannot be scored; empty where it can. */
  Optional<String> obstacle() {
    if (task.width() == 0) {
      return Optional.of("it has no labels");
    }
    if (validationIds.length == 0 || train.clients() == 0) {
      return Optional.of("none of its clients has a profile");
    }
    return task.kind() == TaskKind.NUMERIC ? numericObstacle() : bitsObstacle();
  }

  private Optional<String> bitsObstacle() {
    if (IntStream.range(0, task.width()).noneMatch(train::hasBothClasses)) {
      return Optional.of(oneClass("train", train));
    }
    if (IntStream.range(0, task.width()).noneMatch(validation::hasBothClasses)) {
      return Optional.of(oneClass("validation", validation));
    }
    return Optional.empty();
  }

  private String oneClass(String window, Truth truth) {
    boolean some = IntStream.range(0, task.width()).anyMatch(label -> truth.positives(label) > 0);
    return "in the %s window %s"
        .formatted(
            window,
            some
                ? "every label has a single class"
                : "no client has " + (task.width() == 1 ? "it" : "any label"));
  }

  private Optional<String> numericObstacle() {
    float[] value = new float[1];
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (long id : validationIds) {
      task.validation().fill(id, value, 0);
      low = Math.min(low, value[0]);
      high = Math.max(high, value[0]);
    }
    return low < high
        ? Optional.empty()
        : Optional.of("in the validation window every client has the same value");
  }
}
