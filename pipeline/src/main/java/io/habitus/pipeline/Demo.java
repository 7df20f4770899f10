package io.habitus.pipeline;

import io.habitus.core.run.RunContext;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.run.RecipeRunner;
import io.habitus.pipeline.run.RunResult;
import io.habitus.pipeline.study.RecommenderStudy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The whole road on a small simulated shop: an ordinary recipe, {@code demo.yaml}. */
public final class Demo {
  private static final String RECIPE = "demo.yaml";

  private Demo() {}

  /** The recipe, with its results in {@code output}. */
  public static Recipe recipe(Path output, List<String> overrides) {
    List<String> all = new ArrayList<>(List.of("output=" + output));
    all.addAll(overrides);
    try (InputStream in = Demo.class.getResourceAsStream(RECIPE)) {
      if (in == null) {
        throw new IllegalStateException(RECIPE + " is missing from the pipeline module");
      }
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Recipe.parse(yaml, RECIPE, all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page that leads to all features of the demo's recommender. */
  public static Path features(Path output) {
    return output.resolve("recommender").resolve(RecommenderStudy.FEATURES).resolve("index.html");
  }

  /** Runs it; what an earlier run into the same folder made is used again. */
  public static RunResult run(Path output, RunContext context) {
    return RecipeRunner.run(recipe(output, List.of()), List.of("habitus demo"), context);
  }
}
