package io.habitus.pipeline.run;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskSet;
import io.habitus.core.target.Tasks;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.pipeline.recipe.ClientsSection;
import io.habitus.pipeline.recipe.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The tasks of a recipe at one cut-off. */
final class RunTasks {
  private RunTasks() {}

  /** All tasks that the data allows, about the clients that the recipe wants. */
  static TaskSet of(RunData data, Split split, ClientsSection clients, RunContext context) {
    Histories input = data.histories(Long.MIN_VALUE, split.cutOffMicros());
    Histories targets = data.histories(split.cutOffMicros(), Micros.of(split.end()) + 1);
    return about(Tasks.of(input, targets, split, data.given(), context), clients);
  }

  /** The same tasks about a sample of their clients, or about all. */
  static TaskSet about(TaskSet all, ClientsSection clients) {
    return clients
        .sample()
        .map(size -> about(all, ClientSample.of(all.relevant(), size, clients.seed())))
        .orElse(all);
  }

  private static TaskSet about(TaskSet all, ClientSet sample) {
    ClientSet active =
        ClientSet.of(Arrays.stream(all.active().toArray()).filter(sample::contains).toArray());
    return new TaskSet(
        all.split(),
        all.tasks(),
        all.skipped(),
        sample,
        active,
        all.labels(),
        all.train(),
        all.validation());
  }

  /** Those that the recipe scores. */
  static List<Task> chosen(Recipe recipe, TaskSet tasks, List<OwnTask> own) {
    List<String> names = recipe.evaluation().tasks();
    return Stream.concat(tasks.tasks().stream(), own.stream().map(OwnTask::task))
        .filter(task -> names.isEmpty() || names.contains(task.name()))
        .toList();
  }

  /** What the tasks were made from. */
  static String fingerprint(RunData data, Split split, ClientsSection clients) {
    return data.fingerprint() + " " + split + " " + clients;
  }
}
