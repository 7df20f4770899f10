package io.habitus.pipeline.choose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.json.Json;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.time.Split;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.report.TuneFacts;
import io.habitus.pipeline.run.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunerTest {
  private static final String RECIPE =
      """
      data:
        generate: {clients: 400, days: 45, seed: 42}
      split: {days: 7}
      members:
        - rfm
        - {model: aggregated, evaluate: false}
        - {name: noise, model: random, parameters: {width: 8}}
      merge:
        - {name: all, members: [aggregated, rfm, noise]}
      evaluation:
        tasks: [conversion, propensity_category]
        intervals: {resamples: 60}
      tune:
        trials: 5
        rungs: 2
        parameters:
          members.noise.parameters.width: {from: 1, to: 64, log: true}
          merge.all.members.rfm.scale: [none, standardise, quantile]
          merge.all.members.noise.weight: {from: 0.01, to: 2.0}
      """;

  @TempDir Path dir;

  private Recipe recipe(String... overrides) {
    List<String> all = new ArrayList<>(List.of("output=" + dir.resolve("out")));
    all.addAll(List.of(overrides));
    return Recipe.parse(RECIPE, "small.yaml", all);
  }

  private static RunContext context(int threads) {
    Resources machine = Resources.ofThisMachine();
    return new RunContext(
        new Resources(threads, machine.memoryBytes(), machine.tempDir()), Progress.SILENT);
  }

  private static TuneResult tune(Recipe recipe, int threads) {
    return Tuner.run(recipe, Optional.empty(), "habitus tune small.yaml", context(threads));
  }

  private static List<Double> sums(TuneFacts facts) {
    return facts.trials().stream()
        .flatMap(trial -> trial.results().stream())
        .map(TuneFacts.Result::sum)
        .toList();
  }

  @Test
  void aSearchIsRepeatableResumableAndLeavesARecipeToRun() throws Exception {
    TuneResult first = tune(recipe(), 2);
    TuneFacts facts = first.facts();
    assertThat(facts.trials()).hasSize(5);
    assertThat(facts.trials().getFirst().values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "members.noise.parameters.width", "8",
                "merge.all.members.rfm.scale", "none",
                "merge.all.members.noise.weight", "1.0"));
    assertThat(facts.compared()).isEqualTo(1);
    assertThat(facts.trials().getFirst().results()).hasSize(2);
    assertThat(facts.rungs())
        .extracting(TuneFacts.Rung::clients)
        .satisfies(clients -> {
          assertThat(clients.getFirst()).isEqualTo(200);
          assertThat(clients.getLast()).isGreaterThan(200);
        });
    double best = facts.bestTrial().on(1).orElseThrow().sum();
    assertThat(facts.trials())
        .allSatisfy(trial ->
            trial.on(1).ifPresent(result -> assertThat(result.sum()).isLessThanOrEqualTo(best)));

    TuneResult again = tune(recipe(), 1);
    assertThat(again.steps()).allMatch(step -> step.reused());
    TuneResult elsewhere = tune(recipe("output=" + dir.resolve("other")), 1);
    assertThat(sums(again.facts())).isEqualTo(sums(facts));
    assertThat(sums(elsewhere.facts())).isEqualTo(sums(facts));
    assertThat(elsewhere.facts().trials())
        .extracting(TuneFacts.Trial::toDefault)
        .isEqualTo(facts.trials().stream().map(TuneFacts.Trial::toDefault).toList());

    Recipe written = Recipe.read(first.best(), List.of());
    assertThat(written)
        .isEqualTo(
            new Trial(facts.best(), facts.bestTrial().values())
                .of(recipe())
                .tuned(dir.resolve("out").resolve("best").toString()));
    assertThat(Files.readString(first.best())).startsWith("# all as the recipe has it: sum ");
    assertThat(Files.readAllLines(first.folder().resolve(TuneLog.FILE)))
        .hasSize(sums(facts).size());
    assertThat(Json.read(first.folder().resolve(TuneFacts.FILE), TuneFacts.class))
        .isEqualTo(again.facts());
    assertThat(Files.readString(first.report()))
        .contains("Score by parameter", "Against the recipe as it is", "habitus tune small.yaml")
        .doesNotContain("http:", "https:");
  }

  /** The split of the search ends where the targets of the recipe's evaluation begin. */
  @Test
  void eventsAfterTheInnerEndChangeNothing() {
    Split outer;
    try (Workbench bench = Workbench.latest(recipe(), context(2))) {
      outer = bench.split();
    }
    String few = "tune.trials=3";
    TuneFacts whole = tune(recipe(few), 2).facts();
    assertThat(whole.outer()).isEqualTo(outer);
    assertThat(whole.split().end()).isBefore(outer.trainStart());
    assertThat(whole.split().validationStart())
        .isEqualTo(outer.trainStart().minus(Duration.ofDays(7)));
    TuneFacts cut = until(outer, outer.trainStart(), "cut", few);
    assertThat(cut.split()).isEqualTo(whole.split());
    assertThat(sums(cut)).isEqualTo(sums(whole));
    assertThat(sums(until(outer, outer.trainStart().minus(Duration.ofDays(2)), "less", few)))
        .isNotEqualTo(sums(whole));
  }

  private TuneFacts until(Split outer, Instant until, String output, String trials) {
    Recipe recipe = recipe(trials, "data.until=" + until, "output=" + dir.resolve(output));
    return Tuner.run(recipe, outer, context(2)).facts();
  }

  @Test
  void aTimeBudgetEndsATrialThatRuns() {
    String[] slow = {
      "members=[{model: sra, parameters: {epochs: 1, hidden: 16, latent: 8}}]",
      "merge=[]",
      "tune.rungs=1",
      "tune.trials=2",
      "evaluation.tasks=[conversion]",
      "tune.parameters={members.sra.parameters.epochs: [1, 10000]}"
    };
    assertThatThrownBy(
            () -> Tuner.run(recipe(slow), Optional.of(Duration.ofMillis(1)), "", context(2)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("ended before the recipe itself was scored");
    try (Workbench bench = Workbench.inside(recipe(slow), context(2))) {
      bench.score(recipe(slow), "sra", "linear", recipe().evaluation().intervals(), context(2));
    }
    long started = System.nanoTime();
    TuneResult result = Tuner.run(recipe(slow), Optional.of(Duration.ofSeconds(6)), "", context(2));
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
    assertThat(result.facts().outOfTime()).isTrue();
    assertThat(result.facts().best()).isZero();
    assertThat(result.best()).content().contains("keep the recipe as it is", "epochs: \"1\"");
  }

  @Test
  void whatCannotBeTunedIsSaidBeforeAnythingRuns() {
    assertThatThrownBy(() -> tune(recipe("tune=null"), 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no tune section");
    assertThatThrownBy(
            () -> tune(recipe("tune.parameters={members.noise.parameters.widht: [1]}"), 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("widht");
    assertThatThrownBy(() -> tune(recipe("tune.parameters={members.nois.name: [1]}"), 1))
        .isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> recipe("tune.parameters={split.days: [1, 2]}"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a key of members or merge");
    assertThatThrownBy(() -> tune(recipe("tune.profiles=al"), 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Did you mean all?");
    assertThat(dir.resolve("out")).doesNotExist();
  }
}
