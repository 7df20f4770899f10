package io.habitus.pipeline.run;

import io.habitus.core.provenance.Provenance;
import io.habitus.evaluation.predictor.NeuralPredictor;
import io.habitus.pipeline.recipe.Recipe;
import java.util.Set;
import java.util.TreeSet;

/** Libraries that a run's numbers depend on. */
final class Versions {
  private Versions() {}

  /** The predictor is asked only where it runs: asking loads the native libraries. */
  static void addTo(Provenance.Builder provenance, Recipe recipe) {
    Set<String> probes = new TreeSet<>();
    probes.add(recipe.evaluation().probe());
    recipe.evaluation().check().ifPresent(check -> probes.add(check.probe()));
    if (probes.contains(NeuralPredictor.NAME)) {
      provenance.version(NeuralPredictor.NAME, new NeuralPredictor().description());
    }
    if (probes.contains(NeuralPredictor.NAME_BF16)) {
      provenance.version(NeuralPredictor.NAME_BF16, NeuralPredictor.bfloat16().description());
    }
  }
}
