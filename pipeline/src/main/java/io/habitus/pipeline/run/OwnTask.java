package io.habitus.pipeline.run;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.Task;
import io.habitus.pipeline.data.OwnTarget;
import io.habitus.pipeline.recipe.EvaluationSection;
import io.habitus.pipeline.recipe.LabelsSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.step.Fingerprint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A target of the user's own that a recipe names.
 *
 * @param fingerprint of its file, and of how it is read
 */
record OwnTask(Task task, String fingerprint) {

  /** What can be known before anything runs: that the files are there, and that a task is left. */
  static void check(Recipe recipe) {
    EvaluationSection evaluation = recipe.evaluation();
    List<Problem> missing =
        evaluation.labels().stream()
            .filter(each -> !Files.isRegularFile(Path.of(each.file())))
            .map(each ->
                Problem.inColumn(
                    each.file(), "evaluation.labels", "a CSV or Parquet file", "no such file", ""))
            .toList();
    if (!missing.isEmpty()) {
      throw new InputException(missing);
    }
    boolean ownAlone =
        !evaluation.tasks().isEmpty()
            && evaluation.tasks().stream().noneMatch(Task.CHALLENGE::contains);
    if (ownAlone && recipe.split().cutoffs() > 1) {
      throw new UsageException(
          "evaluation.tasks: own targets are scored at the last cut-off alone, so several cut-offs"
              + " need one of "
              + String.join(", ", Task.CHALLENGE));
    }
  }

  /** Those that the recipe scores. */
  static List<OwnTask> read(EvaluationSection evaluation, SequenceStore store, RunContext context) {
    return evaluation.labels().stream()
        .filter(each -> evaluation.tasks().isEmpty() || evaluation.tasks().contains(each.name()))
        .map(each -> read(each, store, context))
        .toList();
  }

  private static OwnTask read(LabelsSection labels, SequenceStore store, RunContext context) {
    Path file = Path.of(labels.file());
    return new OwnTask(
        OwnTarget.read(file, labels.name(), labels.idColumn(), store, context),
        Fingerprint.of(file) + " by " + labels.idColumn());
  }
}
