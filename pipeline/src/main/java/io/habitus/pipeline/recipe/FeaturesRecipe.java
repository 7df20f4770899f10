package io.habitus.pipeline.recipe;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A recommender, a sparse autoencoder of its hidden states, and steering by its features.
 *
 * @param experiment {@code features}
 * @param name title of the report
 * @param data the log
 * @param attributesFile attributes of items, instead of the catalogue's
 * @param textsFile texts of items as {@code FILE.tsv,COLUMN}, instead of the catalogue's
 * @param parameters of the recommender
 * @param autoencoder what is trained on its states
 * @param steer attributes that are pushed, one after the other
 * @param seed of everything random
 * @param output folder of the results
 * @param threads worker threads
 */
public record FeaturesRecipe(
    String experiment,
    String name,
    LogSection data,
    Optional<String> attributesFile,
    Optional<String> textsFile,
    SortedMap<String, String> parameters,
    AutoencoderSection autoencoder,
    List<SteerSection> steer,
    long seed,
    String output,
    Optional<Integer> threads)
    implements ExperimentRecipe {

  public FeaturesRecipe {
    parameters = new TreeMap<>(parameters);
    steer = List.copyOf(steer);
  }

  /**
   * The autoencoder; what is left out follows from the vectors, as in {@code habitus sae}.
   *
   * @param layer whose states it is trained on: {@code output} or a number
   * @param attributesOf the item whose attributes features are compared with: {@code newest} or
   *     {@code next}
   * @param features width of the code
   * @param sparsity such as {@code topk 16}
   * @param epochs passes
   * @param permutations of the attributes, for the guard against chance
   */
  public record AutoencoderSection(
      String layer,
      String attributesOf,
      Optional<Integer> features,
      Optional<String> sparsity,
      Optional<Integer> epochs,
      int permutations) {
    static AutoencoderSection read(Section top) {
      try (Section section = top.section("autoencoder")) {
        return new AutoencoderSection(
            section.text("layer", "output"),
            section.choice("attributes_of", "newest", List.of("newest", "next")),
            section.integer("features", 1).map(Math::toIntExact),
            section.text("sparsity"),
            section.integer("epochs", 1).map(Math::toIntExact),
            Math.toIntExact(section.integer("permutations", 1).orElse(20L)));
      }
    }
  }

  /**
   * A sweep.
   *
   * @param target attribute of items, such as {@code genres = War}
   * @param features that are set together; none: the one that detects the target best
   * @param strengths multiples of a feature's largest activation that it is set to; 0 removes it
   */
  public record SteerSection(String target, List<Integer> features, List<Double> strengths) {
    public SteerSection {
      features = List.copyOf(features);
      strengths = List.copyOf(strengths);
    }

    static SteerSection read(Section section) {
      List<Double> strengths = section.numbers("strengths");
      return new SteerSection(
          section.required("target", "an attribute of items, such as genres = War"),
          section.integers("features").stream().map(Math::toIntExact).toList(),
          strengths.isEmpty() ? List.of(0.0, 0.5, 1.0, 2.0) : strengths);
    }
  }

  static FeaturesRecipe read(Section top, String name) {
    return new FeaturesRecipe(
        FEATURES,
        name,
        LogSection.read(top),
        top.text("attributes_file"),
        top.text("texts_file"),
        top.parameters("parameters"),
        AutoencoderSection.read(top),
        top.sections("steer", SteerSection::read),
        top.integer("seed", Long.MIN_VALUE).orElse(1L),
        top.text("output", "runs/" + name),
        top.integer("threads", 1).map(Math::toIntExact));
  }
}
