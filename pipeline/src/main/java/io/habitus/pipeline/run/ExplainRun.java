package io.habitus.pipeline.run;

import io.habitus.core.json.Json;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.TaskSet;
import io.habitus.explain.sae.Sparsity;
import io.habitus.pipeline.recipe.ExplainSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.report.ProfileFeatures;
import io.habitus.pipeline.sae.ProfileSae;
import io.habitus.pipeline.sae.SaeOptions;
import io.habitus.pipeline.sae.SaeResult;
import io.habitus.pipeline.step.Code;
import io.habitus.pipeline.step.StepCache;
import io.habitus.pipeline.step.StepKey;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the columns of a recipe's profiles mean at a cut-off: a step for each set. */
record ExplainRun(
    Recipe recipe,
    ExplainSection section,
    RunData data,
    TaskSet tasks,
    StepCache cache,
    RunContext context) {
  private static final int VERSION = 1;
  private static final String FEATURES = "features";
  private static final String FACTS = "facts.json";

  /**
   * Looks at the section before anything runs.
   *
   * @throws UsageException if a setting is none
   */
  static void check(Recipe recipe) {
    recipe.explain().ifPresent(section -> options(section, recipe.seed()));
  }

  /** Of the profiles that are asked about; {@code folder/features/NAME} leads to their pages. */
  List<ProfileFeatures> of(Collection<Members.Made> made, Path folder) {
    return made.stream()
        .filter(each -> section.asksAbout(each.name(), each.evaluate()))
        .map(each -> of(each, folder))
        .toList();
  }

  private ProfileFeatures of(Members.Made made, Path folder) {
    StepKey key =
        StepKey.of(
            "explain." + made.name(),
            VERSION,
            Code.with(
                Map.of(
                    "options", options(section, recipe.seed()).toString(),
                    "split", tasks.split().toString(),
                    "ids", recipe.evaluation().showIds() ? "shown" : "hidden")),
            Map.of("profiles", made.fingerprint(), "store", data.fingerprint()));
    StepResult step = cache.run(key, context, into -> explain(made, key, into));
    StepLinks.link(folder.resolve(FEATURES), made.name(), step.folder().resolve(FEATURES));
    return Json.read(step.folder().resolve(FACTS), ProfileFeatures.class);
  }

  private void explain(Members.Made made, StepKey key, Path into) {
    SaeResult found =
        ProfileSae.run(
            ProfileSae.Known.of(
                data.store().schema().name(),
                data.store(),
                data.histories(Long.MIN_VALUE, tasks.split().cutOffMicros()),
                tasks),
            made.folder(),
            options(section, recipe.seed()),
            recipe.evaluation().showIds(),
            into.resolve(FEATURES),
            context.withWorkFolder(cache.workFolder(key)));
    Json.write(
        into.resolve(FACTS),
        new ProfileFeatures(
            made.name(),
            found.autoencoder().width(),
            found.settings().features(),
            found.settings().sparsity().text(),
            found.fidelity(),
            found.interpretation()));
  }

  private static SaeOptions options(ExplainSection section, long seed) {
    try {
      return new SaeOptions(
          integer(section.features()),
          section.sparsity().map(Sparsity::parse),
          integer(section.epochs()),
          section.permutations(),
          seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException("explain: " + e.getMessage());
    }
  }

  private static OptionalInt integer(Optional<Integer> given) {
    return given.isPresent() ? OptionalInt.of(given.get()) : OptionalInt.empty();
  }
}
