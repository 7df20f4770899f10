package io.habitus.pipeline;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.provenance.Machine;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.provenance.Tool;
import io.habitus.core.run.Progress;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.models.embedding.DigestedProfiles;
import io.habitus.pipeline.step.Fingerprint;
import java.nio.file.Path;
import java.util.Set;

/**
 * Profiles that the same fitted model made before.
 *
 * @param folder of the profiles
 * @param provenance what made them
 */
record Earlier(Path folder, Provenance provenance) {
  /** Name of a provenance's input: the fitted model. */
  static final String MODEL = "model";

  /** What lies in a model's folder and decides no vector. */
  private static final Set<String> TOLD = Set.of("README.md", TrainerFolder.METRICS);

  /** Of what decides vectors in a model's folder. */
  static String fingerprint(Path model) {
    return Fingerprint.of(model, file -> !TOLD.contains(file.getFileName().toString()));
  }

  /**
   * Looks at a folder of profiles.
   *
   * @param model folder of the fitted model that is to renew them
   * @param expected its fingerprint
   * @throws InputException if something else made the profiles
   */
  static Earlier of(Path folder, Path model, String expected) {
    String file = folder.resolve(Provenance.FILE).toString();
    Provenance provenance =
        Provenance.readFrom(folder)
            .orElseThrow(() ->
                new InputException(
                    Problem.inFile(
                        file,
                        "what made the profiles",
                        "no such file",
                        "Only profiles that habitus embed made can be renewed.")));
    String found = provenance.inputs().get(MODEL);
    if (!expected.equals(found)) {
      throw new InputException(
          Problem.inFile(
              file,
              "profiles of the model in %s, %s".formatted(model, expected),
              found == null
                  ? "profiles of a model %s that was not saved".formatted(provenance.model())
                  : "profiles of another model %s, %s".formatted(provenance.model(), found),
              "Embed all clients once with --fitted %s; it can be renewed from then on."
                  .formatted(model)));
    }
    return new Earlier(folder, provenance);
  }

  /** Of what made the profiles. */
  String fingerprint() {
    return Fingerprint.of(folder.resolve(Provenance.FILE));
  }

  /**
   * Maps the profiles.
   *
   * @param width of the model's vectors
   * @param progress is told where bits may differ from those of this machine and version
   */
  DigestedProfiles read(int width, Progress progress) {
    DigestedProfiles profiles = DigestedProfiles.read(folder);
    if (profiles.profiles().width() != width) {
      throw new InputException(
          Problem.inFile(
              folder.toString(),
              width + " columns",
              profiles.profiles().width() + " columns",
              "Embed all clients once without --since."));
    }
    boolean here =
        provenance.machine().features().equals(Machine.current().features())
            && provenance.tool().version().equals(Tool.habitus().version());
    if (!here) {
      progress.note(
          "%s was made by version %s on %s: what is taken over may differ in its last bits from a"
                  .formatted(folder, provenance.tool().version(), provenance.machine().cpu())
              + " full run here");
    }
    return profiles;
  }
}
