package io.habitus.explain.interpret;

import java.util.List;

/**
 * Words that the units share in which a feature is strongest, and how sure they are.
 *
 * @param terms at least one, the strongest first
 * @param sure how well the feature detects the first of them on units that had no part in choosing
 */
public record FeatureTerms(List<Term> terms, FeatureName.Sureness sure) {
  public FeatureTerms {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("expected at least one term, found none");
    }
  }

  /**
   * A word, or two beside each other.
   *
   * @param text the word
   * @param keyness log-odds of having it, the feature's units against the others, in standard
   *     deviations
   * @param guard the largest that any word of any feature reaches on permuted texts
   * @param detection of units that have it
   */
  public record Term(String text, double keyness, double guard, Detection detection) {}

  /** The words. */
  public String text() {
    return String.join(", ", terms.stream().map(Term::text).toList());
  }
}
