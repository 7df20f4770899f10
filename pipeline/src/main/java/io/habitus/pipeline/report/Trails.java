package io.habitus.pipeline.report;

import io.habitus.explain.interpret.FeatureFacts;
import java.util.List;

/** Where the histories on features' pages come from; asked for one feature at a time. */
public interface Trails {
  /** How they are to be read. */
  String note();

  /** Of vectors in which the feature is strongest, strongest first. */
  List<Trail> of(FeatureFacts feature);
}
