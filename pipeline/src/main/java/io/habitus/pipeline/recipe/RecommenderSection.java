package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A recommender that learns from the events before the latest cut-off and is asked about what came
 * after it.
 *
 * @param itemField event field that holds items; empty for the schema's
 * @param events types that count as taking an item; none: the target event
 * @param content what items are, as {@code --content} of {@code habitus recommend}; empty: learned
 *     from nothing, and new items have no rank
 * @param maxDeltaNorm how far an item's vector may be learned away from its content
 * @param parameters of the network, as {@code --set} of {@code habitus recommend}
 * @param autoencoder of its hidden states
 */
public record RecommenderSection(
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> itemField,
    List<String> events,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> content,
    double maxDeltaNorm,
    SortedMap<String, String> parameters,
    Autoencoder autoencoder) {

  public RecommenderSection {
    events = List.copyOf(events);
    parameters = new TreeMap<>(parameters);
  }

  /**
   * A sparse autoencoder; what is left out follows from the states, as in {@code habitus sae}.
   *
   * @param features width of its code
   * @param sparsity such as {@code topk 8}
   * @param epochs passes over the states
   */
  public record Autoencoder(
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> features,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> sparsity,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> epochs) {

    static Autoencoder read(Section recommender) {
      try (Section autoencoder = recommender.section("autoencoder")) {
        return new Autoencoder(
            autoencoder.integer("features", 1).map(Math::toIntExact),
            autoencoder.text("sparsity"),
            autoencoder.integer("epochs", 1).map(Math::toIntExact));
      }
    }
  }

  static Optional<RecommenderSection> read(Section top) {
    if (!top.has("recommender")) {
      return Optional.empty();
    }
    try (Section recommender = top.section("recommender")) {
      double maxDeltaNorm = recommender.number("max_delta_norm", 0.5);
      if (!(maxDeltaNorm > 0)) {
        recommender.problem("max_delta_norm", "more than 0", Double.toString(maxDeltaNorm), "");
      }
      return Optional.of(
          new RecommenderSection(
              recommender.text("item_field"),
              recommender.words("events"),
              recommender.text("content"),
              maxDeltaNorm,
              recommender.parameters("parameters"),
              Autoencoder.read(recommender)));
    }
  }
}
