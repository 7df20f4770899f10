package io.habitus.pipeline.sae;

import io.habitus.core.file.WholeFolder;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Split;
import io.habitus.explain.client.ClientFacts;
import io.habitus.explain.interpret.Effects;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.Interpretation;
import io.habitus.explain.interpret.Question;
import io.habitus.explain.sae.Activations;
import io.habitus.explain.sae.Fidelity;
import io.habitus.explain.sae.MatrixActivations;
import io.habitus.explain.sae.SaeSettings;
import io.habitus.explain.sae.SaeTraining;
import io.habitus.explain.sae.Scaling;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.pipeline.Habitus;
import io.habitus.pipeline.report.FeaturePages;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A sparse autoencoder of client profiles, and what its features say about clients. */
public final class ProfileSae {
  /** Vectors that are looked at; more would change no number by much. */
  private static final int MOST_LOOKED_AT = 50_000;

  private ProfileSae() {}

  /**
   * Trains on the profiles, looks at what clients did before the cut-off and after it, and writes a
   * folder: weights, card.json, report.json, index.html and a page per feature.
   *
   * @param data whose events the facts are counted from
   * @param profiles folder of profiles
   * @param days length of a target window, as in {@code habitus embed}
   * @param showIds whether pages name clients
   * @param out appears whole
   * @throws InputException if the profiles have seen events after the data's cut-off, or are of
   *     other clients
   */
  public static SaeResult run(
      Habitus data,
      Path profiles,
      OptionalInt days,
      SaeOptions options,
      boolean showIds,
      Path out,
      RunContext context) {
    ProfileFolder folder = ProfileFolder.read(profiles);
    Split split = data.split(days);
    folder.provenance().ifPresent(made -> requireBefore(profiles, made, split));
    Profiles vectors = folder.profiles();
    if (vectors.size() == 0) {
      throw new InputException(
          Problem.inFile(profiles.toString(), "at least one client", "none", ""));
    }
    Provenance.Builder provenance =
        Provenance.of("sae")
            .dataHash(data.data().hash())
            .split(split)
            .seed(options.seed())
            .threads(context.resources().threads());
    SaeSettings settings = options.settings(vectors.size(), vectors.width());
    Activations activations = MatrixActivations.of(vectors);
    SaeTraining.Trained trained =
        SaeTraining.train(
            activations,
            Scaling.Kind.COLUMNS,
            settings,
            profiles.toAbsolutePath().normalize().toString(),
            context);
    SparseAutoencoder autoencoder = trained.autoencoder();
    Fidelity fidelity = Fidelity.of(autoencoder, activations);

    int[] rows = lookedAt(vectors.size());
    float[] some = new float[rows.length * vectors.width()];
    for (int i = 0; i < rows.length; i++) {
      vectors.read(rows[i], some, i * vectors.width());
    }
    Histories input = data.store().histories(Long.MIN_VALUE, split.cutOffMicros());
    List<Question> questions =
        ClientFacts.questions(input, data.tasks(split), vectors.clientIds(), context);
    if (questions.getFirst().attributes().about().isEmpty()) {
      throw new InputException(
          Problem.inFile(
              profiles.toString(), "clients of " + data.data().path(), "none of them", ""));
    }
    Interpretation interpretation =
        Interpretation.of(
            autoencoder,
            some,
            rows,
            questions,
            columns(autoencoder),
            options.permutations(),
            options.seed(),
            context);
    SaeResult result =
        new SaeResult(
            out,
            settings,
            trained.training().seconds(),
            trained.training().eventsPerSecond(),
            fidelity,
            interpretation);
    write(result, autoencoder, provenance.finish(), names(vectors, rows, showIds), data, profiles);
    return result;
  }

  private static void requireBefore(Path profiles, Provenance made, Split split) {
    Instant cutOff = made.cutOff();
    if (cutOff != null && cutOff.isAfter(split.trainStart())) {
      throw new InputException(
          Problem.inFile(
              profiles.toString(),
              "profiles that end at " + split.trainStart() + " or before",
              "events until " + cutOff,
              "What clients did afterwards would be known already."));
    }
  }

  private static int[] lookedAt(int clients) {
    int count = Math.min(clients, MOST_LOOKED_AT);
    return IntStream.range(0, count).map(i -> (int) ((long) i * clients / count)).toArray();
  }

  /** A direction's own columns, in standard deviations. */
  private static Effects columns(SparseAutoencoder autoencoder) {
    float[] factor = autoencoder.scaling().factor();
    return direction -> {
      List<FeatureFacts.Effect> changes = new ArrayList<>();
      for (int c = 0; c < direction.length; c++) {
        changes.add(new FeatureFacts.Effect("column " + c, direction[c] * factor[c]));
      }
      return changes;
    };
  }

  private static List<String> names(Profiles vectors, int[] rows, boolean showIds) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      names.add(
          showIds
              ? "client " + vectors.clientIds()[rows[i]]
              : "client " + (i + 1) + " of the sample");
    }
    return names;
  }

  private static void write(
      SaeResult result,
      SparseAutoencoder autoencoder,
      Provenance provenance,
      List<String> names,
      Habitus data,
      Path profiles) {
    try (WholeFolder whole = WholeFolder.begin(result.folder())) {
      autoencoder.save(whole.part());
      SparseAutoencoder.saveCard(whole.part(), card(result, profiles));
      provenance.writeTo(whole.part());
      FeaturePages.write(
          whole.part(),
          new FeaturePages.Facts(
              "What the profiles of "
                  + data.data().path().toAbsolutePath().normalize().getFileName()
                  + " mean",
              "client",
              result.settings().sparsity().text(),
              result.fidelity(),
              result.interpretation(),
              names,
              "one unit of the feature, in standard deviations of each column",
              provenance.finished()));
      whole.commit();
    }
  }

  private static Map<String, Object> card(SaeResult result, Path profiles) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("kind", "sparse autoencoder of client profiles");
    card.put("profiles", profiles.toAbsolutePath().normalize().getFileName().toString());
    card.put("settings", result.settings().toString());
    card.put("sparsity", result.settings().sparsity().text());
    card.put("secondsOfTraining", result.seconds());
    card.put("vectorsPerSecond", result.vectorsPerSecond());
    card.put("explainedVariance", result.fidelity().explainedVariance());
    card.put("activeFeatures", result.fidelity().activeFeatures());
    card.put("deadFeatures", result.fidelity().deadFeatures());
    return card;
  }
}
