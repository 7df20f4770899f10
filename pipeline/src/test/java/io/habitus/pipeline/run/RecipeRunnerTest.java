package io.habitus.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.ingest.shop.ShopGenerator;
import io.habitus.ingest.shop.ShopSettings;
import io.habitus.pipeline.EmbedRequest;
import io.habitus.pipeline.Habitus;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.report.Report;
import io.habitus.pipeline.step.MetricsLog;
import io.habitus.pipeline.step.StepResult;
import io.habitus.testkit.run.HeardProgress;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeRunnerTest {
  private static final String RECIPE =
      """
      data:
        generate: {clients: 300, days: 45, seed: 42}
        clients: {sample: 150, seed: 3}
      split: {days: 14}
      members:
        - popularity
        - rfm
        - {name: chance, model: random}
      merge:
        - name: both
          members:
            - {name: popularity, scale: standardise}
            - {name: rfm, scale: standardise}
      evaluation:
        probe: linear
        intervals: {resamples: 20}
      """;

  @TempDir Path dir;

  @Test
  void whatTheColumnsMeanIsAskedOnceOfTheProfilesThatAreNamed() throws Exception {
    String[] asked = {
      "explain.profiles=[rfm]",
      "explain.features=12",
      "explain.sparsity=topk 3",
      "explain.epochs=3",
      "explain.permutations=2"
    };
    RecipeRunner.run(recipe(asked), context(2));
    Path out = dir.resolve("out");
    assertThat(out.resolve("features/rfm/index.html")).isNotEmptyFile();
    assertThat(out.resolve("features/popularity")).doesNotExist();
    assertThat(Files.readString(out.resolve(Report.FILE)))
        .contains("12 features (topk 3)", "href=\"features/rfm/index.html\"", "random directions");
    assertThat(ran(RecipeRunner.run(recipe(asked), context(1)))).isEmpty();
    asked[1] = "explain.features=16";
    assertThat(ran(RecipeRunner.run(recipe(asked), context(1)))).containsExactly("explain.rfm");
    assertThatThrownBy(() -> RecipeRunner.run(recipe("explain.sparsity=lots"), RunContext.silent()))
        .hasMessageContaining("explain");
  }

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

  private static List<String> ran(RunResult result) {
    return result.steps().stream().filter(step -> !step.reused()).map(StepResult::name).toList();
  }

  @Test
  void aRecipeGoesFromNothingToAReportAndRepeatsOnlyWhatChanged() throws Exception {
    RunResult first = RecipeRunner.run(recipe(), context(2));
    Path out = dir.resolve("out");
    for (String file :
        List.of(
            Recipe.FILE,
            Report.FILE,
            MetricsLog.FILE,
            "provenance.json",
            EvaluationResult.FILE,
            EvaluationResult.SCORES)) {
      assertThat(out.resolve(file)).isNotEmptyFile();
    }
    assertThat(Recipe.read(out.resolve(Recipe.FILE), List.of())).isEqualTo(recipe());
    ProfileFolder both = ProfileFolder.read(out.resolve("profiles").resolve("both"));
    assertThat(both.profiles().size()).isEqualTo(150);
    assertThat(both.provenance().orElseThrow().cutOff())
        .isEqualTo(first.evaluations().getFirst().split().orElseThrow().trainStart());
    String html = Files.readString(out.resolve(Report.FILE));
    assertThat(html)
        .contains("latent oracle")
        .contains("150 clients")
        .contains("concatenate of popularity, rfm")
        .contains("habitus run " + out.resolve(Recipe.FILE));

    byte[] scores = Files.readAllBytes(out.resolve(EvaluationResult.SCORES));
    RunResult again = RecipeRunner.run(recipe(), context(1));
    assertThat(ran(again)).isEmpty();
    assertThat(Files.readAllBytes(out.resolve(EvaluationResult.SCORES))).isEqualTo(scores);

    assertThat(
            ran(
                RecipeRunner.run(
                    recipe("members.rfm.evaluate=false", "evaluation.intervals.level=0.9"),
                    context(2))))
        .containsExactly("evaluate");
    RunResult other =
        RecipeRunner.run(
            recipe("merge.0.members.rfm.weight=0.5", "evaluation.tasks=[churn]"), context(2));
    assertThat(ran(other)).containsExactly("merge.both", "probe.both.churn", "evaluate");

    assertThat(new HashSet<>(ran(first)))
        .contains("generate", "ingest", "embed.rfm", "merge.both", "probe.chance." + Task.SKU);
  }

  @Test
  void profilesOfEverybodyAreProbedOnTheSampleOfTheOthers() {
    String whole = "output=" + dir.resolve("whole");
    String clients = "data.clients={}";
    RecipeRunner.run(recipe(whole, clients, "members=[rfm]", "merge=[]"), context(2));
    Path everybody = dir.resolve("whole").resolve("profiles").resolve("rfm");
    String members = "members=[rfm, {name: elsewhere, profiles: " + everybody + "}]";

    EvaluationResult result =
        RecipeRunner.run(recipe(members, "merge=[]"), context(2)).evaluations().getFirst();

    assertThat(ProfileFolder.read(everybody).profiles().size()).isGreaterThan(150);
    var rfm = result.profiles().getFirst();
    var elsewhere = result.profiles().getLast();
    assertThat(elsewhere.tasks()).hasSize(6);
    for (int i = 0; i < 6; i++) {
      assertThat(elsewhere.tasks().get(i).clients()).isEqualTo(rfm.tasks().get(i).clients());
      assertThat(elsewhere.tasks().get(i).score()).isEqualTo(rfm.tasks().get(i).score());
    }
  }

  @Test
  void anAutoencodersReportSaysWhatCanBeReadBackFromItsVectors() throws Exception {
    String member =
        "members=[{name: gru, model: gru-ae, parameters: {embedding: 8, hidden: 16, epochs: 1}}]";
    Path report = dir.resolve("out").resolve(Report.FILE);
    RunResult first = RecipeRunner.run(recipe(member, "merge=[]"), context(2));
    assertThat(ran(first)).contains("embed.gru", "reconstruct.gru");
    assertThat(report)
        .content()
        .contains("What can be read back from a vector", "event_type")
        .doesNotContain("Histories of clients");
    RunResult without =
        RecipeRunner.run(recipe(member, "merge=[]", "evaluation.reconstruct=false"), context(2));
    assertThat(ran(without)).doesNotContain("embed.gru", "reconstruct.gru");
    assertThat(report).content().doesNotContain("What can be read back from a vector");
    RunResult shown =
        RecipeRunner.run(recipe(member, "merge=[]", "evaluation.show_ids=true"), context(2));
    assertThat(ran(shown)).contains("reconstruct.gru").doesNotContain("embed.gru");
    assertThat(report).content().contains("Histories of clients");
  }

  @Test
  void aStoppedRunGoesOnToTheSameScores() throws Exception {
    RunContext stopping = stoppingOnceIngested();
    assertThatThrownBy(() -> RecipeRunner.run(recipe(), stopping))
        .isInstanceOf(InterruptedRunException.class);
    RunResult resumed = RecipeRunner.run(recipe(), context(2));
    assertThat(ran(resumed)).doesNotContain("generate", "ingest");
    RunResult whole = RecipeRunner.run(recipe("output=" + dir.resolve("whole")), context(1));
    assertThat(Files.readAllBytes(resumed.folder().resolve(EvaluationResult.SCORES)))
        .isEqualTo(Files.readAllBytes(whole.folder().resolve(EvaluationResult.SCORES)));
  }

  /** Stops as soon as the store is there: what comes then must be made by the next run. */
  private RunContext stoppingOnceIngested() {
    RunContext run = RunContext.silent();
    Progress stopping =
        new HeardProgress()
            .onStart(what -> {
              if (hasIngested()) {
                run.stop();
              }
            });
    return run.withProgress(stopping);
  }

  private boolean hasIngested() {
    File[] steps = dir.resolve("out").resolve("steps").toFile().listFiles();
    return steps != null
        && List.of(steps).stream()
            .anyMatch(f -> f.getName().startsWith("ingest-") && !f.getName().endsWith(".part"));
  }

  @Test
  void ownTargetsAreScoredBesideTheTasksAndAgainWhenTheirFileChanges() throws Exception {
    Path labels = dir.resolve("loyal.csv");
    writeLabels(labels, 3);
    String[] overrides = {"evaluation.labels=[" + labels + "]", "evaluation.tasks=[churn, loyal]"};
    RunResult first = RecipeRunner.run(recipe(overrides), context(2));
    EvaluationResult result = first.evaluations().getFirst();
    assertThat(result.scores().get("rfm").keySet()).containsExactly("churn", "loyal", "sum");
    assertThat(first.report()).content().contains("loyal is a target of your own");
    assertThat(Recipe.read(first.folder().resolve(Recipe.FILE), List.of()))
        .isEqualTo(recipe(overrides));
    assertThat(ran(RecipeRunner.run(recipe(overrides), context(2)))).isEmpty();
    writeLabels(labels, 4);
    assertThat(ran(RecipeRunner.run(recipe(overrides), context(2))))
        .containsExactlyInAnyOrder(
            "probe.popularity.loyal",
            "probe.rfm.loyal",
            "probe.chance.loyal",
            "probe.both.loyal",
            "evaluate");
  }

  /** Every n-th of the clients that are scored. */
  private void writeLabels(Path file, int n) throws Exception {
    RunResult any = RecipeRunner.run(recipe("evaluation.tasks=[churn]"), context(2));
    ProfileFolder profiles = ProfileFolder.read(any.folder().resolve("profiles").resolve("rfm"));
    StringBuilder text = new StringBuilder("client_id,loyal\n");
    for (long id : profiles.profiles().clientIds()) {
      text.append(id).append(',').append(id % n == 0 ? 1 : 0).append('\n');
    }
    Files.writeString(file, text);
  }

  @Test
  void clientsAreNamedOnlyWhenAskedFor() {
    RunResult hidden = RecipeRunner.run(recipe("evaluation.tasks=[churn]"), context(2));
    assertThat(hidden.report()).content().doesNotContain("Clients to look at");
    RunResult shown =
        RecipeRunner.run(
            recipe("evaluation.tasks=[churn]", "evaluation.show_ids=true"), context(2));
    assertThat(ran(shown)).containsExactly("evaluate");
    long example =
        shown.evaluations().getFirst().profiles().getFirst().tasks().getFirst().examples().stream()
            .mapToLong(each -> each.client())
            .findFirst()
            .orElseThrow();
    assertThat(example).isNotNegative();
    assertThat(shown.report()).content().contains("Clients to look at");
  }

  /** The first phase of a published hybrid: learned from another data set, applied to this one. */
  @Test
  void aModelOfAnotherDataSetEmbedsThisOneAsItIs() {
    Path other = dir.resolve("other");
    var unused = ShopGenerator.generate(ShopSettings.of(200, 45, 7), other, context(2));
    save(other, dir.resolve("early"), false);
    save(other, dir.resolve("late"), true);
    String member = "members=[{name: first-phase, fitted: " + dir.resolve("early") + "}]";
    RunResult result = RecipeRunner.run(recipe(member, "merge=[]"), context(2));
    assertThat(ran(result)).contains("embed.first-phase");
    ProfileFolder made = ProfileFolder.read(dir.resolve("out/profiles/first-phase"));
    assertThat(made.profiles().size()).isEqualTo(150);
    assertThat(made.provenance().orElseThrow().model()).isEqualTo("sra");
    assertThat(made.provenance().orElseThrow().inputs()).containsKey("model");
    assertThat(ran(RecipeRunner.run(recipe(member, "merge=[]"), context(1)))).isEmpty();
    // This one has learned from events after the cut-off.
    String seen = "members=[{name: first-phase, fitted: " + dir.resolve("late") + "}]";
    assertThatThrownBy(() -> RecipeRunner.run(recipe(seen, "merge=[]"), context(2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("first-phase")
        .hasMessageContaining("cut-off");
    String none = "members=[{name: first-phase, fitted: " + dir.resolve("nowhere") + "}]";
    assertThatThrownBy(() -> RecipeRunner.run(recipe(none, "merge=[]"), context(2)))
        .hasMessageContaining("nowhere");
  }

  private static void save(Path data, Path model, boolean allEvents) {
    Map<String, String> small = Map.of("hidden", "8", "latent", "4");
    OptionalInt days = allEvents ? OptionalInt.empty() : OptionalInt.of(14);
    try (Habitus habitus = Habitus.open(data, context(2))) {
      var unused =
          habitus.embed(new EmbedRequest("sra", small, 1, days, allEvents, Optional.of(model)));
    }
  }

  @Test
  void severalCutOffsHaveAReportEach() {
    RunResult result = RecipeRunner.run(recipe("split={days: 7, cutoffs: 2}"), context(2));
    Path earlier = result.folder().resolve("cutoffs");
    assertThat(earlier.toFile().list()).hasSize(1);
    assertThat(earlier.toFile().listFiles()[0].toPath().resolve(Report.FILE)).isNotEmptyFile();
    assertThat(result.report()).content().contains("Earlier cut-offs");
  }

  @Test
  void whatThereIsNotIsSaidBeforeAnythingRuns() {
    assertThatThrownBy(() -> RecipeRunner.run(recipe("members.rfm.model=rfn"), context(1)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("rfm");
    assertThatThrownBy(() -> RecipeRunner.run(recipe("data.generate={clinets: 5}"), context(1)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Did you mean clients?");
    assertThatThrownBy(
            () -> RecipeRunner.run(recipe("evaluation.labels=[nowhere.csv]"), context(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nowhere.csv");
    assertThat(dir.resolve("out").resolve("steps")).doesNotExist();
  }

  @Test
  void samplesAreNestedAndDependOnIdsAndSeedAlone() {
    ClientSet all = ClientSet.of(LongStream.range(0, 1000).toArray());
    ClientSet small = ClientSample.of(all, 100, 1);
    ClientSet large = ClientSample.of(all, 200, 1);
    assertThat(small.size()).isEqualTo(100);
    assertThat(LongStream.of(small.toArray())).allMatch(large::contains);
    assertThat(ClientSample.of(all, 100, 2).toArray()).isNotEqualTo(small.toArray());
    assertThat(ClientSample.of(all, 5000, 1)).isSameAs(all);
    // a sample is the same in every version; the ids are those of SplitMix64 written in Python
    assertThat(ClientSample.of(all, 3, 1).toArray()).containsExactly(119, 686, 919);
  }
}
