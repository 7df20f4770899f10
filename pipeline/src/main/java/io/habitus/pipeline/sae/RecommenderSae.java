package io.habitus.pipeline.sae;

import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.file.WholeFolder;
import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
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
import io.habitus.explain.steer.HiddenStates;
import io.habitus.pipeline.Habitus;
import io.habitus.pipeline.report.FeaturePages;
import io.habitus.pipeline.step.Fingerprint;
import io.habitus.recommend.sequential.FittedSequential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A sparse autoencoder of a recommender's hidden states, and what its features mean. */
public final class RecommenderSae {
  private static final int POSITIONS_PER_CLIENT = 40;
  private static final int MOST_LOOKED_AT = 30_000;
  private static final String KIND = "kind";
  private static final String WEIGHTS = "modelWeights";
  private static final String OF_STATES = "sparse autoencoder of a recommender's hidden states";

  private RecommenderSae() {}

  /**
   * What is explained.
   *
   * @param name of the data
   * @param hash of the data
   * @param model what the recommender's weights are known by: {@link #fingerprint} of its folder
   */
  public record Subject(String name, String hash, String model) {}

  /**
   * Trains on hidden states of training positions, compares features with the attributes of an item
   * beside them, and writes a folder as {@link ProfileSae} does.
   *
   * @param model folder of a saved recommender
   * @param view which states, which item
   * @param out appears whole
   * @throws InputException if the model is of other data, or its items have no attributes
   */
  public static SaeResult run(
      Habitus data, Path model, StateView view, SaeOptions options, Path out, RunContext context) {
    try (SaeRecommender asked = SaeRecommender.open(data.store(), model, context)) {
      Path path = data.data().path();
      if (asked.attributes().size() == 0) {
        throw new InputException(
            Problem.inFile(
                path.toString(),
                "a catalogue with a categorical attribute",
                "none that five items share",
                ""));
      }
      Subject subject =
          new Subject(
              path.toAbsolutePath().normalize().getFileName().toString(),
              data.data().hash(),
              fingerprint(model));
      return run(asked, subject, view, options, out, context).result();
    }
  }

  /** An autoencoder and what was found with it. */
  public record Explained(SparseAutoencoder autoencoder, SaeResult result) {}

  /**
   * The same of a recommender that is at hand.
   *
   * @param asked with at least one attribute of items
   */
  public static Explained run(
      SaeRecommender asked,
      Subject subject,
      StateView view,
      SaeOptions options,
      Path out,
      RunContext context) {
    Provenance.Builder provenance =
        Provenance.of("sae")
            .dataHash(subject.hash())
            .seed(options.seed())
            .threads(context.resources().threads());
    HiddenStates states =
        HiddenStates.of(
            asked.model(), view.layer(), asked.partition(), POSITIONS_PER_CLIENT, options.seed());
    Activations activations = MatrixActivations.of(states.states(), states.width());
    SaeSettings settings = options.settings(states.items().length, states.width());
    SaeTraining.Trained trained =
        SaeTraining.train(
            activations,
            Scaling.Kind.NORM,
            settings,
            subject.model() + "#" + view.layer().text(),
            context);
    Fidelity fidelity = Fidelity.of(trained.autoencoder(), activations);
    HiddenStates some = some(states);
    Interpretation interpretation =
        Interpretation.of(
            trained.autoencoder(),
            some.states(),
            view.about().items(some),
            List.of(new Question(asked.attributes(), false)),
            scores(asked),
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
    write(result, trained.autoencoder(), provenance.finish(), asked, view, some, subject);
    return new Explained(trained.autoencoder(), result);
  }

  /** What a saved recommender's weights are known by, so that no other is steered by mistake. */
  public static String fingerprint(Path model) {
    Path weights = model.resolve(FittedSequential.WEIGHTS);
    if (!Files.isRegularFile(weights)) {
      throw new InputException(
          Problem.inFile(model.toString(), "a saved recommender", "no " + weights, ""));
    }
    return Fingerprint.of(weights);
  }

  /**
   * Loads an autoencoder to steer a recommender with.
   *
   * @param sae folder that {@link #run} wrote
   * @param model folder of the recommender
   * @throws InputException if it is missing or damaged, or is not of this recommender
   */
  public static SparseAutoencoder load(Path sae, Path model) {
    SparseAutoencoder autoencoder = SparseAutoencoder.load(sae);
    Path file = sae.resolve(SparseAutoencoder.CARD);
    JsonNode card = Json.read(file, JsonNode.class);
    String kind = card.path(KIND).asText();
    if (!kind.equals(OF_STATES)) {
      throw new InputException(Problem.inFile(file.toString(), "a " + OF_STATES, "a " + kind, ""));
    }
    String found = card.path(WEIGHTS).asText();
    if (!found.equals(fingerprint(model))) {
      throw new InputException(
          Problem.inFile(
              file.toString(),
              "an autoencoder of the recommender in " + model,
              "one of another recommender, " + card.path("model").asText(),
              "habitus sae --recommender " + model + " makes one."));
    }
    return autoencoder;
  }

  private static HiddenStates some(HiddenStates all) {
    int total = all.items().length;
    int count = Math.min(total, MOST_LOOKED_AT);
    int width = all.width();
    int[] rows = IntStream.range(0, count).map(i -> (int) ((long) i * total / count)).toArray();
    float[] states = new float[count * width];
    for (int i = 0; i < count; i++) {
      System.arraycopy(all.states(), rows[i] * width, states, i * width, width);
    }
    return new HiddenStates(states, at(rows, all.items()), at(rows, all.next()), width);
  }

  private static int[] at(int[] rows, int[] values) {
    return Arrays.stream(rows).map(row -> values[row]).toArray();
  }

  /** A direction's product with each item's vector. */
  private static Effects scores(SaeRecommender asked) {
    FittedSequential model = asked.model();
    List<float[]> vectors = new ArrayList<>();
    for (int item = 0; item < model.items().size(); item++) {
      vectors.add(model.vector(item));
    }
    return direction -> {
      List<FeatureFacts.Effect> changes = new ArrayList<>();
      for (int item = 0; item < vectors.size(); item++) {
        if (model.ranks(item)) {
          double sum = 0;
          float[] vector = vectors.get(item);
          for (int c = 0; c < vector.length; c++) {
            sum += direction[c] * vector[c];
          }
          changes.add(new FeatureFacts.Effect(asked.names().get(item), sum));
        }
      }
      return changes;
    };
  }

  private static void write(
      SaeResult result,
      SparseAutoencoder autoencoder,
      Provenance provenance,
      SaeRecommender asked,
      StateView view,
      HiddenStates some,
      Subject subject) {
    try (WholeFolder whole = WholeFolder.begin(result.folder())) {
      autoencoder.save(whole.part());
      Map<String, Object> card = new LinkedHashMap<>();
      card.put(KIND, OF_STATES);
      card.put(StateView.LAYER, view.layer().text());
      card.put("attributesOf", view.about().text());
      card.put("model", asked.model().name());
      card.put(WEIGHTS, subject.model());
      card.put("settings", result.settings().toString());
      card.put("explainedVariance", result.fidelity().explainedVariance());
      card.put("activeFeatures", result.fidelity().activeFeatures());
      card.put("deadFeatures", result.fidelity().deadFeatures());
      SparseAutoencoder.saveCard(whole.part(), card);
      provenance.writeTo(whole.part());
      FeaturePages.write(
          whole.part(),
          new FeaturePages.Facts(
              "What " + asked.model().name() + " knows of " + subject.name(),
              view.about().text() + " item",
              result.settings().sparsity().text(),
              result.fidelity(),
              result.interpretation(),
              Arrays.stream(view.about().items(some)).mapToObj(asked.names()::get).toList(),
              "one unit of the feature, on the items' scores",
              provenance.finished()));
      whole.commit();
    }
  }
}
