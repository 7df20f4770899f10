package io.habitus.pipeline.run;

import io.habitus.core.json.Json;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.target.TaskSet;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.autoencoder.FittedGruAutoencoder;
import io.habitus.models.autoencoder.Reconstruction;
import io.habitus.pipeline.recipe.EvaluationSection;
import io.habitus.pipeline.report.ReportData.ReadBack;
import io.habitus.pipeline.step.Code;
import io.habitus.pipeline.step.StepCache;
import io.habitus.pipeline.step.StepKey;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of histories can be read back from the vectors of a recipe's autoencoders: a step of its
 * own for each, which a later run uses again.
 */
record Reconstructions(
    EvaluationSection evaluation,
    RunData data,
    TaskSet tasks,
    StepCache cache,
    RunContext context) {
  private static final int VERSION = 1;
  private static final String FILE = "reconstruction.json";

  /** Enough for shares to a percent or two; greedy decoding is slower than embedding. */
  private static final int MOST_CLIENTS = 2_000;

  private static final long SAMPLE_SEED = 1;
  private static final int EXAMPLES = 3;

  /** Whether a model can write histories down again. */
  static boolean areFor(FittedProfileModel fitted) {
    return fitted instanceof FittedGruAutoencoder;
  }

  /** Of all members whose models are kept. */
  List<ReadBack> of(List<Members.Made> made) {
    if (!evaluation.reconstruct()) {
      return List.of();
    }
    return made.stream().flatMap(each -> each.model().map(m -> of(each, m)).stream()).toList();
  }

  private ReadBack of(Members.Made made, Path model) {
    StepKey key =
        StepKey.of(
            "reconstruct." + made.name(),
            VERSION,
            Code.with(
                Map.of(
                    "split", tasks.split().toString(), "examples", Integer.toString(examples()))),
            Map.of("embed." + made.name(), made.fingerprint(), "store", data.fingerprint()));
    StepResult step =
        cache.run(key, context, folder -> Json.write(folder.resolve(FILE), reconstruct(model)));
    Reconstruction found = Json.read(step.folder().resolve(FILE), Reconstruction.class);
    return new ReadBack(
        made.name(),
        found,
        found.examples().stream().map(example -> name(example.clientId())).toList());
  }

  private int examples() {
    return evaluation.showIds() ? EXAMPLES : 0;
  }

  private Reconstruction reconstruct(Path model) {
    Histories input = data.store().histories(Long.MIN_VALUE, tasks.split().cutOffMicros());
    try (FittedProfileModel fitted = ProfileModels.load(model)) {
      if (!(fitted instanceof FittedGruAutoencoder autoencoder)) {
        throw new IllegalStateException(model + " holds no autoencoder");
      }
      ClientSet asked = autoencoder.toReadBack(tasks.relevant());
      ClientSet some = ClientSample.of(asked, MOST_CLIENTS, SAMPLE_SEED);
      return autoencoder.reconstruct(input, some, examples(), context);
    }
  }

  private String name(long client) {
    Optional<String> known = data.store().clientIds().find(client);
    return known.orElse(Long.toString(client));
  }
}
