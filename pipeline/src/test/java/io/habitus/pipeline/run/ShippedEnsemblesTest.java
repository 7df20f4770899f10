package io.habitus.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.models.ProfileModels;
import io.habitus.pipeline.recipe.MemberSection;
import io.habitus.pipeline.recipe.MergeSection;
import io.habitus.pipeline.recipe.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped ensembles from a generated shop to their scores, with as little training as there is.
 */
@Tag("long")
class ShippedEnsemblesTest {
  private static final Path RECIPES = Path.of("..", "recipes");

  @TempDir Path dir;

  private Recipe recipe(String name, String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "output=" + dir.resolve(name),
                "data={generate: {clients: 500, days: 75, seed: 42}, clients: {sample: 200}}",
                "evaluation.probe=linear",
                "evaluation.tasks=[conversion, propensity_category]",
                "evaluation.intervals.resamples=10"));
    all.addAll(List.of(overrides));
    return quick(Recipe.read(RECIPES.resolve(name + ".yaml"), all));
  }

  /** One pass of every model. */
  private static Recipe quick(Recipe recipe) {
    List<String> overrides = new ArrayList<>();
    for (MemberSection member : recipe.members()) {
      var parameters =
          ProfileModels.named(member.model().orElseThrow(), member.parameters()).parameters();
      for (String passes : List.of("epochs", "iterations")) {
        if (parameters.containsKey(passes)) {
          overrides.add("members." + member.name() + ".parameters." + passes + "=1");
        }
      }
    }
    return recipe.override(overrides);
  }

  private static Profiles profiles(RunResult result, String name) {
    return ProfileFolder.read(result.folder().resolve("profiles").resolve(name)).profiles();
  }

  @Test
  void embedNBreakfastIsTheMembersSideBySideInThePublishedOrder() {
    Recipe recipe = recipe("embednbreakfast");
    RunResult result = RecipeRunner.run(recipe, RunContext.silent());
    Profiles hybrid = profiles(result, "hybrid");
    int[] published = {128, 128, 128, 128, 32, 100, 100};
    int at = 0;
    float[] row = new float[hybrid.width()];
    hybrid.read(0, row, 0);
    MergeSection merge = recipe.merge().getLast();
    for (int i = 0; i < published.length; i++) {
      Profiles part = profiles(result, merge.members().get(i).name());
      boolean labels = published[i] == 100; // as many as the small shop has
      assertThat(part.width()).isLessThanOrEqualTo(published[i]);
      assertThat(labels || part.width() == published[i]).isTrue();
      float[] values = new float[part.width()];
      part.read(rank(part, hybrid.clientIds()[0]), values, 0);
      for (float value : values) {
        assertThat(row[at++]).isEqualTo(value);
      }
    }
    assertThat(at).isEqualTo(hybrid.width());
    mixed(result, "sra", "sra-first-phase", "sra-mixed");
    mixed(result, "mtl", "mtl-first-phase", "mtl-mixed");
    assertThat(result.evaluations().getFirst().scores()).containsKey("hybrid");
  }

  private static void mixed(RunResult result, String one, String other, String mix) {
    Profiles mixed = profiles(result, mix);
    float[] sum = new float[mixed.width()];
    float[] first = new float[mixed.width()];
    float[] second = new float[mixed.width()];
    mixed.read(0, sum, 0);
    long client = mixed.clientIds()[0];
    profiles(result, one).read(rank(profiles(result, one), client), first, 0);
    profiles(result, other).read(rank(profiles(result, other), client), second, 0);
    for (int c = 0; c < sum.length; c++) {
      double expected = 0.7 * first[c] + 0.3 * second[c];
      assertThat((double) sum[c]).isCloseTo(expected, within(1e-3 + Math.abs(expected) * 1e-3));
    }
  }

  private static int rank(Profiles profiles, long client) {
    for (int row = 0; row < profiles.size(); row++) {
      if (profiles.clientIds()[row] == client) {
        return row;
      }
    }
    throw new AssertionError("no row of " + client);
  }

  @Test
  void aiLabReducesScalesAndCompletesItsMembersAsPublished() {
    List<String> small = new ArrayList<>();
    for (String member : List.of("all", "week-all", "sku-text")) {
      for (String setting : List.of("hidden=96", "embedding=96", "layers=1")) {
        small.add("members." + member + ".parameters." + setting);
      }
    }
    small.add("members.next-url.parameters.negatives=50");
    RunResult result =
        RecipeRunner.run(recipe("ai-lab", small.toArray(String[]::new)), RunContext.silent());
    Profiles ensemble = profiles(result, "ensemble");
    assertThat(ensemble.size()).isEqualTo(200);
    // 37 statistical features are columns of ranks, all others rows of length 1
    int published = 128 + 64 + 37 + 64 + 64 + 128 + 192 + 128 + 64 + 64 + 64 + 64;
    assertThat(published).isEqualTo(1_061);
    // the shop's queries are codes, as the challenge's
    assertThat(ensemble.width()).isEqualTo(published - 32);
    float[] row = new float[ensemble.width()];
    ensemble.read(0, row, 0);
    double squares = 0;
    for (int c = 0; c < 128; c++) {
      squares += row[c] * row[c];
    }
    assertThat(squares).isCloseTo(1, within(0.01));
    for (int c = 128 + 64; c < 128 + 64 + 37; c++) {
      assertThat(row[c]).isBetween(0f, 1f);
    }
  }

  @Test
  void fastHasAllItsMembers() {
    RunResult result = RecipeRunner.run(recipe("fast"), RunContext.silent());
    assertThat(result.evaluations().getFirst().scores()).containsKey("fast");
    assertThat(profiles(result, "fast").size()).isEqualTo(200);
  }
}
