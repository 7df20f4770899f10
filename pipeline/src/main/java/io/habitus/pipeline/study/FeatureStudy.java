package io.habitus.pipeline.study;

import io.habitus.core.run.RunContext;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.FeatureName;
import io.habitus.explain.interpret.FeatureName.Sureness;
import io.habitus.explain.steer.SteeringCurve;
import io.habitus.pipeline.report.RecommenderFacts.Feature;
import io.habitus.pipeline.sae.RecommenderSae;
import io.habitus.pipeline.sae.SaeOptions;
import io.habitus.pipeline.sae.SaeRecommender;
import io.habitus.pipeline.sae.SaeResult;
import io.habitus.pipeline.sae.StateView;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One feature of a recommender's hidden states: its name, how sure, and what setting it does. */
final class FeatureStudy {
  /** Amounts that it is set to, as shares of its largest activation. */
  private static final List<Double> AMOUNTS = List.of(0.0, 0.5, 1.0, 1.5, 2.0, 3.0);

  private static final int RAISED = 3;

  private final SaeRecommender asked;
  private final SaeResult result;
  private final RunContext context;

  /** Trains an autoencoder and writes its pages. */
  FeatureStudy(
      SaeRecommender asked, SaeOptions options, boolean showIds, Path pages, RunContext context) {
    this.asked = asked;
    this.context = context;
    result = RecommenderSae.run(asked, StateView.DEFAULT, options, showIds, pages, context);
  }

  /** Of the features with the surest names, the one that finds most of it and little else. */
  Optional<Feature> surest() {
    return result.interpretation().named().stream()
        .max(
            Comparator.comparing((FeatureFacts each) -> name(each).sure().ordinal())
                .reversed()
                .thenComparingDouble(each -> name(each).detection().f1()))
        .map(this::facts);
  }

  private static FeatureName name(FeatureFacts feature) {
    return feature.name().orElseThrow();
  }

  private Feature facts(FeatureFacts feature) {
    return new Feature(
        feature.feature(),
        result.settings().features(),
        result.fidelity().activeFeatures(),
        result.fidelity().explainedVariance(),
        result.interpretation().named(Sureness.SURE),
        result.interpretation().named(Sureness.LIKELY),
        result.interpretation().named(Sureness.GUESS),
        name(feature),
        feature.density(),
        feature.largest(),
        feature.raised().stream().limit(RAISED).map(FeatureFacts.Effect::what).toList());
  }

  /** What setting a feature does to the lists of the test's clients. */
  SteeringCurve curve(Feature feature) {
    return asked
        .steering(StateView.DEFAULT.layer(), result.autoencoder())
        .sweep(
            List.of(feature.number()),
            AMOUNTS.stream().map(share -> rounded(share * feature.largest())).toList(),
            feature.name().text(),
            context);
  }

  /** To three digits, so that the amounts that are printed are those that were tried. */
  private static double rounded(double amount) {
    return new java.math.BigDecimal(amount).round(new java.math.MathContext(3)).doubleValue();
  }
}
