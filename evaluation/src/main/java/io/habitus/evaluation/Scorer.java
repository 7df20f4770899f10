package io.habitus.evaluation;

import io.habitus.core.target.Task;

/** One number for predictions, higher is better: what a probe chooses its best epoch by. */
@FunctionalInterface
public interface Scorer {
  /** The score of {@code predictions} against {@code task.validation()}, unrounded. */
  double score(Task task, Predictions predictions);
}
