package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.models.ProfileModels;
import io.habitus.pipeline.recipe.ComparisonRecipe;
import io.habitus.pipeline.recipe.ExperimentRecipe;
import io.habitus.pipeline.recipe.FeaturesRecipe;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.recommend.sequential.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The recipes that come with the program. */
class RecipesTest {

  @Test
  void eachIsReadAndNamesModelsAndParametersThatExist() throws Exception {
    try (Stream<Path> files = Files.list(Installation.root().resolve("recipes"))) {
      List<Path> recipes = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(recipes).isNotEmpty();
      for (Path file : recipes) {
        String yaml = Files.readString(file);
        List<String> data = yaml.contains("path:") ? List.of("data.path=somewhere") : List.of();
        if (ExperimentRecipe.isOne(file)) {
          requireParameters(ExperimentRecipe.parse(yaml, file.toString(), data));
          continue;
        }
        Recipe recipe = Recipe.parse(yaml, file.toString(), data);
        recipe
            .members()
            .forEach(member ->
                member
                    .model()
                    .ifPresent(model ->
                        assertThat(ProfileModels.named(model, member.parameters()).name())
                            .isEqualTo(model)));
      }
    }
  }

  @Test
  void anExperimentMayDrawSomeUsers() throws Exception {
    try (Stream<Path> files = Files.list(Installation.root().resolve("recipes"))) {
      for (Path file : files.filter(ExperimentRecipe::isOne).toList()) {
        ExperimentRecipe recipe =
            ExperimentRecipe.read(file, List.of("data.path=somewhere", "data.users=500"));
        assertThat(recipe.data().users()).as("%s", file).contains(500);
        assertThat(ExperimentRecipe.parse(recipe.toYaml(), recipe.name(), List.of()))
            .isEqualTo(recipe);
      }
    }
  }

  private static void requireParameters(ExperimentRecipe recipe) {
    Map<String, String> parameters =
        switch (recipe) {
          case ComparisonRecipe comparison -> comparison.parameters();
          case FeaturesRecipe features -> features.parameters();
        };
    assertThat(Settings.of(parameters).parameters().keySet()).containsAll(parameters.keySet());
  }
}
