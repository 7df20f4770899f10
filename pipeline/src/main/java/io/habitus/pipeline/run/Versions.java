package io.habitus.pipeline.run;

import io.habitus.core.provenance.Provenance;
import io.habitus.evaluation.predictor.NeuralPredictor;
import io.habitus.pipeline.recipe.Recipe;

/** Libraries that a run's numbers depend on. */
final class Versions {
  private Versions() {}

  /** The predictor is asked only where it runs: asking loads the native libraries. */
  static void addTo(Provenance.Builder provenance, Recipe recipe) {
    boolean checks =
        recipe.evaluation().check().filter(c -> Probes.isRandom(c.probe())).isPresent();
    if (checks || Probes.isRandom(recipe.evaluation().probe())) {
      provenance.version("predictor", new NeuralPredictor().description());
    }
  }
}
