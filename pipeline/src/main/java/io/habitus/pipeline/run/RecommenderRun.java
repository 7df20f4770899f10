package io.habitus.pipeline.run;

import io.habitus.core.json.Json;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.time.Split;
import io.habitus.explain.sae.Sparsity;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.recipe.RecommenderSection;
import io.habitus.pipeline.recommend.ContentSource;
import io.habitus.pipeline.report.RecommenderFacts;
import io.habitus.pipeline.sae.SaeOptions;
import io.habitus.pipeline.step.Code;
import io.habitus.pipeline.step.StepCache;
import io.habitus.pipeline.step.StepKey;
import io.habitus.pipeline.step.StepResult;
import io.habitus.pipeline.study.RecommenderStudy;
import io.habitus.pipeline.study.StudyRequest;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.sequential.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A recipe's recommender at a cut-off, as a step. */
record RecommenderRun(
    Recipe recipe,
    RecommenderSection section,
    RunData data,
    Split split,
    StepCache cache,
    RunContext context) {
  private static final int VERSION = 1;
  private static final String STEP = "recommender";
  private static final String FACTS = "facts.json";
  private static final int PERMUTATIONS = 20;

  /**
   * Looks at the section before anything runs.
   *
   * @throws UsageException if a parameter or a source of content is not known
   */
  static void check(Recipe recipe) {
    recipe.recommender().ifPresent(section -> request(recipe, section));
  }

  /** Runs it, or takes what an earlier run made; {@code folder/recommender} leads to it. */
  RecommenderFacts into(Path folder) {
    StepKey key =
        StepKey.of(
            STEP,
            VERSION,
            Code.with(
                Map.of(
                    "section", Json.line(section),
                    "cut-off", split.trainStart().toString(),
                    "seed", Long.toString(recipe.seed()),
                    "ids", recipe.evaluation().showIds() ? "shown" : "hidden")),
            Map.of("store", data.fingerprint()));
    RunContext kept = context.withWorkFolder(cache.workFolder(key));
    StepResult step =
        cache.run(
            key,
            context,
            into ->
                Json.write(
                    into.resolve(FACTS),
                    RecommenderStudy.run(
                        data.store(), split.trainStart(), request(recipe, section), into, kept)));
    StepLinks.link(folder, STEP, step.folder());
    return Json.read(step.folder().resolve(FACTS), RecommenderFacts.class);
  }

  private static StudyRequest request(Recipe recipe, RecommenderSection section) {
    return new StudyRequest(
        new ItemChoice(section.itemField(), section.events()),
        section.content().map(ContentSource::parse),
        section.maxDeltaNorm(),
        Settings.of(section.parameters()),
        autoencoder(section.autoencoder(), recipe.seed()),
        recipe.seed(),
        recipe.evaluation().showIds());
  }

  private static SaeOptions autoencoder(RecommenderSection.Autoencoder given, long seed) {
    try {
      return new SaeOptions(
          integer(given.features()),
          given.sparsity().map(Sparsity::parse),
          integer(given.epochs()),
          PERMUTATIONS,
          seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException("recommender.autoencoder: " + e.getMessage());
    }
  }

  private static OptionalInt integer(Optional<Integer> given) {
    return given.isPresent() ? OptionalInt.of(given.get()) : OptionalInt.empty();
  }
}
