package io.habitus.explain.steer;

/**
 * How strong a feature was while a history grew: what switched it on.
 *
 * @param user whose history it is
 * @param items the newest of it, oldest first
 * @param activations (items) how strong the feature is in the state after each, 0 where it is off
 */
@SuppressWarnings("ArrayRecordComponent")
public record FeatureTrace(int user, int[] items, float[] activations) {
  public FeatureTrace {
    if (items.length != activations.length) {
      throw new IllegalArgumentException(
          "activations: expected " + items.length + ", found " + activations.length);
    }
  }
}
