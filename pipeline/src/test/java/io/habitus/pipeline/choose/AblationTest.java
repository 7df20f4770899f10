package io.habitus.pipeline.choose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.json.Json;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.report.AblationFacts;
import io.habitus.pipeline.report.AblationFacts.Row;
import io.habitus.pipeline.report.PairedFact;
import io.habitus.pipeline.run.RecipeRunner;
import io.habitus.pipeline.run.RunResult;
import io.habitus.pipeline.step.StepResult;
import io.habitus.testkit.run.HeardProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationTest {
  private static final String RECIPE =
      """
      data:
        generate: {clients: 300, days: 45, seed: 42}
        clients: {sample: 150, seed: 3}
      members:
        - popularity
        - rfm
        - {name: one, model: random, parameters: {width: 4}}
        - {name: two, model: random, parameters: {width: 4}}
      merge:
        - {name: mixed, operator: sum, members: [{name: one, weight: 0.7}, {name: two, weight: 0.3}]}
        - name: all
          members:
            - mixed
            - {name: rfm, scale: standardise}
            - {name: popularity, impute: mean}
        - {name: rest, members: [rfm]}
      evaluation:
        probe: linear
        tasks: [churn, conversion, propensity_category]
        intervals: {resamples: 20}
      """;

  @TempDir Path dir;

  private Recipe recipe(String... overrides) {
    List<String> all = new ArrayList<>(List.of("output=" + dir.resolve("out")));
    all.addAll(List.of(overrides));
    return Recipe.parse(RECIPE, "small.yaml", all);
  }

  private static AblationOptions options(boolean reversed, boolean expand) {
    return new AblationOptions(Optional.of("all"), reversed, expand);
  }

  private static AblationResult ablate(Recipe recipe, AblationOptions options) {
    return Ablation.run(recipe, options, "habitus ablate small.yaml", RunContext.silent());
  }

  private static List<String> ran(List<StepResult> steps) {
    return steps.stream().filter(step -> !step.reused()).map(StepResult::name).toList();
  }

  @Test
  void everyVariantIsTheMergeThatItSays() throws Exception {
    AblationResult result = ablate(recipe(), options(false, false));
    AblationFacts facts = result.facts();
    assertThat(facts.without())
        .extracting(Row::label)
        .containsExactly("mixed", "rfm", "popularity");
    assertThat(facts.added()).extracting(Row::members).containsExactly(1, 2, 3);
    assertThat(facts.added().getLast().sum()).isEqualTo(facts.whole().sum());
    assertThat(facts.added().getFirst().sum()).isEqualTo(facts.alone().getFirst().sum());
    assertThat(facts.without().get(2).sum()).isEqualTo(facts.added().get(1).sum());
    assertThat(facts.resamples()).isEqualTo(50 * 7);
    assertThat(Json.read(result.folder().resolve(AblationFacts.FILE), AblationFacts.class))
        .isEqualTo(facts);
    assertThat(Files.readString(result.report()))
        .contains("Leave one out", "Add one at a time", "Each by itself", "habitus ablate small")
        .doesNotContain("http:", "https:");

    // The same by hand: a run of a recipe with both merges compares them on the same draws.
    RunResult byHand =
        RecipeRunner.run(
            recipe(
                "output=" + dir.resolve("hand"),
                "evaluation.intervals.resamples=350",
                "merge.2={name: without, members: [mixed, {name: popularity, impute: mean}]}"),
            RunContext.silent());
    EvaluationResult evaluation = byHand.evaluations().getFirst();
    Row without = facts.without().get(1);
    evaluation
        .scores()
        .get("without")
        .forEach((task, score) -> {
          double expected =
              task.equals("sum") ? without.sum() : without.scores().getOrDefault(task, 0.0);
          assertThat(score).isCloseTo(expected, within(task.equals("sum") ? 4e-4 : 6e-5));
        });
    PairedDifference difference =
        evaluation.comparisons().stream()
            .filter(each -> each.task().equals(Task.CONVERSION))
            .filter(each -> each.first().equals("all") && each.second().equals("without"))
            .findFirst()
            .flatMap(each -> each.difference())
            .orElseThrow();
    PairedFact fact = without.taskToWhole().get(Task.CONVERSION);
    assertThat(fact.value()).isCloseTo(-difference.difference(), within(1e-12));
    assertThat(fact.low()).isCloseTo(-difference.interval().high(), within(1e-9));
    assertThat(fact.p()).isCloseTo(difference.p(), within(1e-12));
  }

  @Test
  void membersAreFittedOnceAndAStoppedAblationGoesOn() {
    assertThat(RecipeRunner.run(recipe(), RunContext.silent()).steps()).isNotEmpty();
    AblationResult first = ablate(recipe(), options(false, false));
    assertThat(ran(first.steps()))
        .noneMatch(step -> step.startsWith("embed.") || step.equals("merge.all"))
        .contains("merge.all.without.1-rfm", "merge.all.only.1-rfm", "score.all");
    assertThat(ran(ablate(recipe(), options(false, false)).steps())).isEmpty();
    assertThat(ran(ablate(recipe(), options(true, false)).steps())).isEmpty();

    RunContext run = RunContext.silent();
    Progress stopping =
        new HeardProgress()
            .onNote(note -> {
              if (note.startsWith("variant 3")) {
                run.stop();
              }
            });
    Recipe other = recipe("seed=9");
    RunContext context = run.withProgress(stopping);
    assertThatThrownBy(() -> Ablation.run(other, options(false, false), "", context))
        .isInstanceOf(InterruptedRunException.class);
    AblationResult resumed = ablate(other, options(false, false));
    assertThat(ran(resumed.steps())).doesNotContain("embed.one", "score.all.without.0-mixed");
    assertThat(ran(resumed.steps())).contains("score.all.without.2-popularity");
  }

  @Test
  void mergesWithinCountAsOneMemberOrAreTakenApart() {
    AblationFacts facts = ablate(recipe(), options(true, true)).facts();
    assertThat(facts.added())
        .extracting(Row::label)
        .containsExactly("popularity", "rfm", "two in mixed", "one in mixed");
    assertThat(facts.without())
        .extracting(Row::width)
        .containsExactly(
            facts.whole().width(),
            facts.whole().width(),
            facts.whole().width() - facts.alone().get(2).width(),
            facts.whole().width() - facts.alone().get(3).width());
    // 0.3 · two alone, in the place of the mix; the linear probe does not see the factor
    assertThat(facts.alone().get(1).width()).isEqualTo(4);
  }

  @Test
  void aMergeThatIsNotThereOrHasOneMemberIsSaid() {
    assertThatThrownBy(() -> ablate(recipe(), new AblationOptions(Optional.of("al"), false, false)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Did you mean all?");
    assertThatThrownBy(() -> ablate(recipe(), AblationOptions.defaults()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("rest of one");
    assertThatThrownBy(() -> ablate(recipe("merge=[]"), AblationOptions.defaults()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no merge");
  }
}
