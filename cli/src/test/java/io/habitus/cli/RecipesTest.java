package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.models.ProfileModels;
import io.habitus.pipeline.recipe.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
