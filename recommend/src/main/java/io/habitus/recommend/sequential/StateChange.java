package io.habitus.recommend.sequential;

/** Something that is done to hidden states on their way through the network. */
@FunctionalInterface
public interface StateChange {
  /**
   * Changes states in place.
   *
   * @param states (count, width) row-major
   */
  void apply(float[] states, int count);
}
