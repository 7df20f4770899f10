package io.habitus.pipeline.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoicesTest {
  private static final String RECIPE =
      """
      data: shop
      members: [rfm]
      tune:
        parameters:
          members.rfm.parameters.a: %s
      """;

  private static Choices choices(String yaml) {
    Recipe recipe = Recipe.parse(RECIPE.formatted(yaml), "r.yaml", List.of());
    assertThat(Recipe.parse(recipe.toYaml(), "again.yaml", List.of("name=r", "output=runs/r")))
        .isEqualTo(recipe);
    return recipe.tune().orElseThrow().parameters().get("members.rfm.parameters.a");
  }

  private static List<Problem> problems(String yaml) {
    try {
      choices(yaml);
    } catch (UsageException e) {
      return e.problems();
    }
    throw new AssertionError("expected problems");
  }

  @Test
  void wholeNumbersAreEquallyLikelyAndBothEndsAreAmongThem() {
    Choices choices = choices("{from: 2, to: 5}");
    var counts = new TreeMap<String, Integer>();
    IntStream.range(0, 4000).forEach(i -> counts.merge(choices.at(i / 4000.0), 1, Integer::sum));
    assertThat(counts).containsOnlyKeys("2", "3", "4", "5");
    assertThat(counts.values()).allMatch(count -> count == 1000);
    assertThat(choices.at(Math.nextDown(1.0))).isEqualTo("5");
  }

  @Test
  void everyFactorIsEquallyLikelyOnALogarithmicRange() {
    Choices choices = choices("{from: 1e-4, to: 0.01, log: true}");
    assertThat(choices.at(0)).isEqualTo("0.0001");
    assertThat(choices.at(0.5)).isEqualTo("0.001");
    assertThat(choices.position("0.001").orElseThrow()).isCloseTo(0.5, within(1e-12));
    assertThat(choices.position("1")).isEmpty();
    assertThat(choices.at(0.123)).matches("0\\.000\\d{1,4}");
    assertThat(choices("{from: 0.0, to: 2.0}").at(0.25)).isEqualTo("0.5");
  }

  @Test
  void listedValuesAreTakenAsTheyAre() {
    Choices choices = choices("[none, 3, [1, 7], true]");
    assertThat(List.of(choices.at(0), choices.at(0.25), choices.at(0.5), choices.at(0.99)))
        .containsExactly("none", "3", "[1,7]", "true");
  }

  @Test
  void whatIsNoChoiceIsSaid() {
    assertThat(problems("5")).singleElement().satisfies(p -> assertThat(p.found()).contains("5"));
    assertThat(problems("{from: 3, to: 1}")).hasSize(1);
    assertThat(problems("{from: 0, to: 1, log: true}")).hasSize(1);
    assertThat(problems("{from: 0, to: 1, logg: true}")).hasSize(1);
    assertThat(problems("[]")).hasSize(1);
  }
}
