package io.habitus.explain.interpret;

import java.util.List;
import java.util.Optional;

/**
 * What is known about one feature.
 *
 * @param feature its number
 * @param density share of vectors in which it is active
 * @param largest activation
 * @param histogram vectors by activation, ten equal parts of (0, largest]
 * @param name empty where no attribute is detected beyond chance
 * @param terms words of the units in which it is strongest; empty where there are none beyond
 *     chance
 * @param detections the best attributes above the guard, best first
 * @param top vectors with the largest activations, largest first
 * @param raised what its direction raises most
 * @param lowered what its direction lowers most
 */
@SuppressWarnings("ArrayRecordComponent")
public record FeatureFacts(
    int feature,
    double density,
    double largest,
    int[] histogram,
    Optional<FeatureName> name,
    Optional<FeatureTerms> terms,
    List<Named> detections,
    List<Top> top,
    List<Effect> raised,
    List<Effect> lowered) {

  public FeatureFacts {
    detections = List.copyOf(detections);
    top = List.copyOf(top);
    raised = List.copyOf(raised);
    lowered = List.copyOf(lowered);
  }

  /** A detection with its attribute's name. */
  public record Named(String attribute, Detection detection, double guard) {}

  /**
   * A vector in which the feature is strong.
   *
   * @param row its number
   * @param activation how strong
   * @param facts attributes of its unit
   */
  public record Top(int row, double activation, List<String> facts) {}

  /**
   * What a direction does to something.
   *
   * @param what such as an item or a column
   * @param change for one unit of the feature
   */
  public record Effect(String what, double change) {}
}
