package io.habitus.pipeline.sae;

import io.habitus.core.file.WholeFolder;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.explain.interpret.Effects;
import io.habitus.explain.interpret.Interpretation;
import io.habitus.explain.interpret.Looked;
import io.habitus.explain.sae.Activations;
import io.habitus.explain.sae.Fidelity;
import io.habitus.explain.sae.SaeSettings;
import io.habitus.explain.sae.SaeTraining;
import io.habitus.explain.sae.Scaling;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.pipeline.report.FeaturePages;
import io.habitus.pipeline.report.FeatureRoom;
import io.habitus.pipeline.report.Trails;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * What is done with any vectors: an autoencoder is trained, its features are looked at, a folder is
 * written.
 *
 * @param vectors to train on
 * @param looked what is looked at of them
 * @param names of the vectors that are looked at
 * @param effects of a feature's direction
 * @param trails what came before the vectors in which features are strongest
 * @param words of the pages
 * @param card what the folder's card says first
 */
record SaeJob(
    Vectors vectors,
    Looked looked,
    List<String> names,
    Function<SparseAutoencoder, Effects> effects,
    TrailSource trails,
    Words words,
    SequencedMap<String, Object> card) {

  /**
   * Where vectors come from.
   *
   * @param all of them
   * @param count how many there are
   * @param width of one
   * @param scaling before training
   * @param knownBy what a killed training knows them by
   */
  record Vectors(Activations all, int count, int width, Scaling.Kind scaling, String knownBy) {}

  /** Looks back from the vectors that were looked at. */
  @FunctionalInterface
  interface TrailSource {
    Trails of(SparseAutoencoder autoencoder, Interpretation found);
  }

  /**
   * Words of the pages.
   *
   * @param title of the index
   * @param unit what a vector belongs to
   * @param change what an effect is measured in
   */
  record Words(String title, String unit, String change) {}

  /**
   * Does it.
   *
   * @param provenance as far as it is known
   * @param out appears whole
   */
  SaeResult run(SaeOptions options, Provenance.Builder provenance, Path out, RunContext context) {
    provenance.seed(options.seed()).threads(context.resources().threads());
    SaeSettings settings = options.settings(vectors.count, vectors.width);
    new FeatureRoom(settings.features(), vectors.width).require(out, context);
    SaeTraining.Trained trained =
        SaeTraining.train(vectors.all, vectors.scaling, settings, vectors.knownBy, context);
    SparseAutoencoder autoencoder = trained.autoencoder();
    SaeResult result =
        new SaeResult(
            out,
            autoencoder,
            settings,
            trained.training().seconds(),
            trained.training().eventsPerSecond(),
            Fidelity.of(autoencoder, vectors.all),
            Interpretation.of(
                autoencoder,
                looked,
                effects.apply(autoencoder),
                options.permutations(),
                options.seed(),
                context));
    write(result, provenance.finish());
    return result;
  }

  private void write(SaeResult result, Provenance provenance) {
    try (WholeFolder whole = WholeFolder.begin(result.folder(), SaeResult.KIND)) {
      result.autoencoder().save(whole.part());
      SparseAutoencoder.saveCard(whole.part(), card(result));
      provenance.writeTo(whole.part());
      FeaturePages.write(
          whole.part(),
          new FeaturePages.Facts(
              words.title,
              words.unit,
              result.settings().sparsity().text(),
              result.fidelity(),
              result.interpretation(),
              names,
              trails.of(result.autoencoder(), result.interpretation()),
              words.change,
              provenance.finished()));
      whole.commit();
    }
  }

  private Map<String, Object> card(SaeResult result) {
    Map<String, Object> all = new LinkedHashMap<>(card);
    all.put("settings", result.settings().toString());
    all.put("sparsity", result.settings().sparsity().text());
    all.put("secondsOfTraining", result.seconds());
    all.put("vectorsPerSecond", result.vectorsPerSecond());
    all.put("explainedVariance", result.fidelity().explainedVariance());
    all.put("activeFeatures", result.fidelity().activeFeatures());
    all.put("deadFeatures", result.fidelity().deadFeatures());
    return all;
  }
}
