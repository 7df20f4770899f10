package io.habitus.pipeline.sae;

import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.explain.interpret.Attributes;
import io.habitus.explain.interpret.Effects;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.Looked;
import io.habitus.explain.interpret.Question;
import io.habitus.explain.interpret.Terms;
import io.habitus.explain.sae.MatrixActivations;
import io.habitus.explain.sae.Scaling;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.steer.FeatureTraces;
import io.habitus.explain.steer.HiddenStates;
import io.habitus.pipeline.step.Fingerprint;
import io.habitus.recommend.sequential.FittedSequential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
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
   * Trains on hidden states of training positions, compares features with the attributes and texts
   * of an item beside them, and writes a folder as {@link ProfileSae} does.
   *
   * @param view which states, which item
   * @param showIds whether pages name clients
   * @param out appears whole
   * @throws InputException if nothing is known of the items
   * @throws io.habitus.core.problem.UsageException if something other than features is in {@code
   *     out}
   */
  public static SaeResult run(
      SaeRecommender asked,
      StateView view,
      SaeOptions options,
      boolean showIds,
      Path out,
      RunContext context) {
    SaeResult.KIND.require(out);
    Attributes terms = Terms.of(asked.items().texts());
    if (asked.items().attributes().size() + terms.size() == 0) {
      throw new InputException(
          Problem.inFile(
              asked.subject().name(),
              "a catalogue with a categorical attribute or a text",
              "no value that five items share, no word that eight do",
              "--attributes-file and --texts-file name files of them."));
    }
    HiddenStates states =
        HiddenStates.of(
            asked.model(), view.layer(), asked.partition(), POSITIONS_PER_CLIENT, options.seed());
    HiddenStates some = some(states);
    int[] items = view.about().items(some);
    SequencedMap<String, Object> card = new LinkedHashMap<>();
    card.put(KIND, OF_STATES);
    card.put(StateView.LAYER, view.layer().text());
    card.put("attributesOf", view.about().text());
    card.put("model", asked.model().name());
    card.put(WEIGHTS, asked.subject().model());
    SaeJob job =
        new SaeJob(
            new SaeJob.Vectors(
                MatrixActivations.of(states.states(), states.width()),
                states.items().length,
                states.width(),
                Scaling.Kind.NORM,
                asked.subject().model() + "#" + view.layer().text()),
            new Looked(
                some.states(),
                items,
                List.of(question(asked.items().attributes(), terms)),
                Optional.of(terms)),
            Arrays.stream(items).mapToObj(asked.items().names()::get).toList(),
            autoencoder -> scores(asked),
            (autoencoder, found) ->
                new StateTrails(
                    new FeatureTraces(asked.model(), view.layer(), asked.partition(), autoencoder),
                    some,
                    asked,
                    showIds,
                    context),
            new SaeJob.Words(
                "What " + asked.model().name() + " knows of " + asked.subject().name(),
                view.about().text() + " item",
                "one unit of the feature, on the items' scores"),
            card);
    return job.run(options, Provenance.of("sae").dataHash(asked.subject().hash()), out, context);
  }

  /** About the items that have attributes; where none has, about those with texts. */
  private static Question question(Attributes attributes, Attributes terms) {
    return new Question(
        attributes.size() > 0
            ? attributes
            : Attributes.of(List.of(), terms.units(), List.of(), terms.about()),
        false);
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
    return all.at(IntStream.range(0, count).map(i -> (int) ((long) i * total / count)).toArray());
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
          changes.add(new FeatureFacts.Effect(asked.items().names().get(item), sum));
        }
      }
      return changes;
    };
  }
}
