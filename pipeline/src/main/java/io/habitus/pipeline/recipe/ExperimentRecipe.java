package io.habitus.pipeline.recipe;

import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An experiment about recommenders: a YAML file with the key {@value #KIND} and overrides. The keys
 * are those of {@code docs/recipes.md}.
 */
public sealed interface ExperimentRecipe permits ComparisonRecipe, FeaturesRecipe {
  /** The key that makes a recipe an experiment. */
  String KIND = "experiment";

  /** Networks beside models without one. */
  String SEQUENTIAL = "sequential";

  /** Ways to know items that nobody took. */
  String COLD_START = "cold-start";

  /** What a recommender's features mean, and steering by them. */
  String FEATURES = "features";

  /** Which experiment. */
  String experiment();

  /** Title of the report. */
  String name();

  /** The log. */
  LogSection data();

  /** Folder of the results. */
  String output();

  /** Worker threads; empty for the command's. They change the time, never the bits. */
  Optional<Integer> threads();

  /** The effective recipe with every default written out; parsing it gives an equal recipe. */
  default String toYaml() {
    return RecipeText.write(this);
  }

  /** Whether a file is a recipe of this kind; false too where there is no such file. */
  static boolean isOne(Path file) {
    return Files.isRegularFile(file)
        && YamlTree.parse(RecipeText.read(file), file.toString()).root().has(KIND);
  }

  /**
   * Reads a recipe file.
   *
   * @param overrides {@code key=value} each, later ones win
   * @throws io.habitus.core.problem.InputException if there is no such file
   * @throws UsageException with every unknown key, wrong type and wrong value
   */
  static ExperimentRecipe read(Path file, List<String> overrides) {
    return parse(RecipeText.read(file), file.toString(), overrides);
  }

  /**
   * Parses a recipe.
   *
   * @param source what problems call it, and the default name without its suffix
   */
  static ExperimentRecipe parse(String yaml, String source, List<String> overrides) {
    YamlTree tree = RecipeText.tree(yaml, source, overrides);
    List<Problem> problems = new ArrayList<>();
    ExperimentRecipe recipe;
    try (Section top = new Section(tree, problems)) {
      String kind = top.choice(KIND, SEQUENTIAL, List.of(SEQUENTIAL, COLD_START, FEATURES));
      String name = top.text("name", RecipeText.stem(source));
      recipe =
          kind.equals(FEATURES)
              ? FeaturesRecipe.read(top, name)
              : ComparisonRecipe.read(top, kind, name);
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return recipe;
  }
}
