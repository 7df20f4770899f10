package io.habitus.explain.interpret;

import java.util.List;

/** What one unit of a feature's direction changes, such as items' scores or a vector's columns. */
@FunctionalInterface
public interface Effects {
  /** Changes by name; any number, in any order. */
  List<FeatureFacts.Effect> of(float[] direction);
}
