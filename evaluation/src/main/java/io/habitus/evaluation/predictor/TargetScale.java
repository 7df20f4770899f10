package io.habitus.evaluation.predictor;

import io.habitus.core.target.Labels;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;

/**
 * Numbers are learned with mean 0 and deviation 1 over the training targets, and predicted in their
 * own unit; bits are left as they are.
 *
 * @param mean subtracted before learning
 * @param deviation divided by
 */
record TargetScale(double mean, double deviation) {

  static TargetScale of(Task task, long[] clientIds) {
    return task.kind() == TaskKind.NUMERIC
        ? ofNumbers(task.train(), clientIds)
        : new TargetScale(0, 1);
  }

  private static TargetScale ofNumbers(Labels train, long[] clientIds) {
    float[] value = new float[1];
    double sum = 0;
    double squares = 0;
    for (long id : clientIds) {
      train.fill(id, value, 0);
      sum += value[0];
      squares += (double) value[0] * value[0];
    }
    double mean = sum / clientIds.length;
    double variance = Math.max(0, squares / clientIds.length - mean * mean);
    return new TargetScale(mean, variance > 0 ? Math.sqrt(variance) : 1);
  }

  /** Scales targets, in place. */
  void apply(float[] targets) {
    if (mean != 0 || deviation != 1) {
      for (int i = 0; i < targets.length; i++) {
        targets[i] = (float) ((targets[i] - mean) / deviation);
      }
    }
  }

  /** Turns predictions of scaled targets back, in place. */
  void revert(float[] predictions) {
    if (mean != 0 || deviation != 1) {
      for (int i = 0; i < predictions.length; i++) {
        predictions[i] = (float) (predictions[i] * deviation + mean);
      }
    }
  }
}
