package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habitus.core.problem.Nearest;
import java.util.List;
import java.util.Optional;

/**
 * What the columns of profiles mean: a sparse autoencoder of each, as {@code habitus sae} trains.
 *
 * @param profiles which; none: all that are scored
 * @param features width of the code; empty: it follows from the vectors
 * @param sparsity such as {@code topk 16}; empty: likewise
 * @param epochs passes over the vectors; empty: likewise
 * @param permutations of the attributes, for the guard against chance
 */
public record ExplainSection(
    List<String> profiles,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> features,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> sparsity,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> epochs,
    int permutations) {

  public ExplainSection {
    profiles = List.copyOf(profiles);
  }

  /** Whether some profiles are asked about. */
  public boolean asksAbout(String name, boolean scored) {
    return profiles.isEmpty() ? scored : profiles.contains(name);
  }

  /** The same where some of the profiles are gone; empty where it asked about those alone. */
  Optional<ExplainSection> among(List<String> names) {
    List<String> left = profiles.stream().filter(names::contains).toList();
    return left.isEmpty() && !profiles.isEmpty()
        ? Optional.empty()
        : Optional.of(new ExplainSection(left, features, sparsity, epochs, permutations));
  }

  static Optional<ExplainSection> read(Section top, List<String> names) {
    if (!top.has("explain")) {
      return Optional.empty();
    }
    try (Section explain = top.section("explain")) {
      List<String> profiles = explain.words("profiles");
      for (String each : profiles) {
        if (!names.contains(each)) {
          explain.problem("profiles", "members or merges", each, Nearest.advice(each, names));
        }
      }
      return Optional.of(
          new ExplainSection(
              profiles,
              explain.integer("features", 1).map(Math::toIntExact),
              explain.text("sparsity"),
              explain.integer("epochs", 1).map(Math::toIntExact),
              Math.toIntExact(explain.integer("permutations", 1).orElse(20L))));
    }
  }
}
