package io.habitus.pipeline.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RecipeTest {
  private static final String MINIMAL =
      """
      data: shop
      members: [rfm]
      """;

  private static Recipe parse(String yaml, String... overrides) {
    return Recipe.parse(yaml, "recipes/small.yaml", List.of(overrides));
  }

  private static List<Problem> problems(String yaml, String... overrides) {
    try {
      parse(yaml, overrides);
    } catch (UsageException e) {
      return e.problems();
    }
    throw new AssertionError("expected problems");
  }

  @Test
  void aCheckHasDefaultsAndSurvivesBeingWritten() {
    Recipe recipe = parse(MINIMAL, "evaluation.check.probe=linear");
    assertThat(recipe.evaluation().check())
        .contains(new EvaluationSection.CheckSection("linear", 300, 1, List.of()));
    assertThat(parse(recipe.toYaml())).isEqualTo(recipe);
    assertThat(problems(MINIMAL, "evaluation.check.client=3"))
        .singleElement()
        .satisfies(p -> assertThat(p.advice()).contains("Did you mean clients?"));
  }

  @Test
  void ownTargetsAreNamedForTheirFileAndCanBeChosen() {
    Recipe recipe =
        parse(
            MINIMAL,
            "evaluation.labels=[a/value.csv.gz, {file: b.csv, name: vip, id_column: user}]",
            "evaluation.tasks=[vip, churn]");
    assertThat(recipe.evaluation().labels())
        .containsExactly(
            new LabelsSection("a/value.csv.gz", "client_id", "value"),
            new LabelsSection("b.csv", "user", "vip"));
    assertThat(parse(recipe.toYaml())).isEqualTo(recipe);
    assertThat(problems(MINIMAL, "evaluation.labels=[vip.csv]", "evaluation.tasks=[vop]"))
        .singleElement()
        .satisfies(p -> assertThat(p.advice()).isEqualTo("Did you mean vip?"));
    assertThat(problems(MINIMAL, "evaluation.labels=[churn.csv, x.csv, x.parquet]"))
        .extracting(Problem::found)
        .containsExactly("a second churn", "a second x");
    assertThat(problems(MINIMAL, "evaluation.labels=[{name: x}]"))
        .singleElement()
        .satisfies(p -> assertThat(p.column()).isEqualTo("evaluation.labels.0.file"));
  }

  private static final String JOINED =
      """
      data: shop
      members: [rfm, statistical, {name: wide, model: random}]
      merge:
        - {name: pair, members: [rfm, wide]}
        - {name: all, members: [pair, statistical]}
      tune:
        profiles: all
        parameters:
          members.wide.parameters.width: [8, 16]
          merge.all.members.statistical.scale: [none, quantile]
      """;

  @Test
  void whatIsLeftOutIsGoneFromMembersMergesAndWhatIsTuned() {
    Recipe recipe = parse(JOINED, "without=[wide]");

    assertThat(recipe.members())
        .extracting(MemberSection::name)
        .containsExactly("rfm", "statistical");
    assertThat(recipe.merge().getFirst().members())
        .extracting(MergeSection.Input::name)
        .containsExactly("rfm");
    assertThat(recipe.tune().orElseThrow().parameters().keySet())
        .containsExactly("merge.all.members.statistical.scale");
    assertThat(parse(recipe.toYaml())).isEqualTo(recipe);
    assertThat(parse(JOINED, "without=[pair]").merge())
        .singleElement()
        .satisfies(all -> assertThat(all.members()).singleElement());
    assertThat(parse(JOINED, "without=[]")).isEqualTo(parse(JOINED));
  }

  @Test
  void whatCannotBeLeftOutIsNamed() {
    assertThat(problems(JOINED, "without=[wid]"))
        .singleElement()
        .satisfies(p -> assertThat(p.advice()).isEqualTo("Did you mean wide?"));
    assertThat(problems(JOINED, "without=[rfm, wide]"))
        .singleElement()
        .satisfies(p -> assertThat(p.advice()).isEqualTo("Leave out pair too."));
    assertThat(problems(MINIMAL, "without=[rfm]"))
        .extracting(Problem::found)
        .contains("all of them");
    assertThat(problems(JOINED.replace("members.wide", "members.2"), "without=[statistical]"))
        .singleElement()
        .satisfies(p -> assertThat(p.found()).isEqualTo("members.2.parameters.width"));
  }

  @Test
  void aRecommenderHasDefaultsAndSurvivesBeingWritten() {
    Recipe recipe = parse(MINIMAL, "recommender.content=codes:name");
    assertThat(recipe.recommender())
        .contains(
            new RecommenderSection(
                Optional.empty(),
                List.of(),
                Optional.of("codes:name"),
                0.5,
                new TreeMap<>(),
                new RecommenderSection.Autoencoder(
                    Optional.empty(), Optional.empty(), Optional.empty())));
    assertThat(parse(recipe.toYaml())).isEqualTo(recipe);
    Recipe whole =
        parse(
            MINIMAL,
            "recommender={events: [buy], parameters: {width: 8}, autoencoder: {sparsity: topk 3}}");
    assertThat(parse(whole.toYaml())).isEqualTo(whole);
    assertThat(problems(MINIMAL, "recommender.autoencoder.feature=8"))
        .singleElement()
        .satisfies(p -> assertThat(p.advice()).contains("Did you mean features?"));
    assertThat(problems(MINIMAL, "recommender.max_delta_norm=0"))
        .singleElement()
        .satisfies(p -> assertThat(p.expected()).isEqualTo("more than 0"));
  }

  @Test
  void everyDefaultIsPinned() {
    assertThat(parse(MINIMAL))
        .isEqualTo(
            new Recipe(
                "small",
                new DataSection(
                    new StoreSection(
                        Optional.of("shop"),
                        Optional.empty(),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        Optional.empty(),
                        Optional.empty(),
                        false),
                    new ClientsSection(Optional.empty(), 1)),
                new SplitSection(Optional.empty(), 1),
                List.of(
                    new MemberSection(
                        "rfm",
                        Optional.of("rfm"),
                        Optional.empty(),
                        Optional.empty(),
                        new TreeMap<>(),
                        true)),
                List.of(),
                new EvaluationSection(
                    List.of(),
                    List.of(),
                    "predictor",
                    List.of(1278L),
                    new EvaluationSection.IntervalsSection(500, 0.95, 1278),
                    false,
                    true,
                    Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                "runs/small",
                1,
                Optional.empty(),
                Optional.empty()));
    assertThat(parse("data: d\nmembers: [a]\nmerge: [{name: m, members: [a]}]").merge())
        .containsExactly(
            new MergeSection(
                "m",
                "concatenate",
                List.of(new MergeSection.Input("a", 1, Optional.empty(), "none", "none", false)),
                true));
  }

  @Test
  void whatIsAskedAboutProfilesThatAreGoneIsGone() {
    String yaml = "data: d\nmembers: [rfm, als]\nexplain: {profiles: [rfm], features: 9}";
    assertThat(parse(yaml).explain().orElseThrow().profiles()).containsExactly("rfm");
    assertThat(parse(yaml).explain().orElseThrow().permutations()).isEqualTo(20);
    assertThat(parse(yaml).only("als").explain()).isEmpty();
    assertThat(parse(yaml).only("rfm").explain()).isPresent();
    assertThat(problems(yaml, "explain.profiles=[rmf]"))
        .singleElement()
        .satisfies(p -> assertThat(p.advice()).contains("Did you mean rfm?"));
  }

  @Test
  void theEffectiveRecipeReadsBackAsItself() {
    Recipe recipe =
        parse(
            """
            name: full
            data:
              path: "null"
              schema: schemas/globo.yaml
              variables: {year: "2017", flag: "true"}
              until: 2017-10-17T00:00:00Z
              timezone: Europe/Warsaw
              deduplicate: true
              clients: {sample: 8000, seed: 3}
            split: {days: 3, cutoffs: 2}
            members:
              - {name: one, model: aggregated, parameters: {windows: [1, 7], on: true}}
              - {name: two, profiles: ../other, evaluate: false}
            merge:
              - name: both
                operator: sum
                members: [{name: one, weight: 0.7, scale: l2}, {name: two, pca: 64, impute: mean, drop_zero_rows: true}]
            evaluation:
              tasks: [churn]
              probe: linear
              seeds: [1, 2]
              intervals: {resamples: 0, level: 0.9, seed: 4}
            output: out
            seed: -5
            threads: 2
            """);
    assertThat(recipe.members().getFirst().parameters())
        .isEqualTo(Map.of("windows", "1,7", "on", "true"));
    String yaml = recipe.toYaml();
    assertThat(parse(yaml)).isEqualTo(recipe);
    assertThat(yaml).contains("drop_zero_rows: true", "pca: 64").doesNotContain("null\n");
  }

  @Test
  void overridesWinAndAreReadAsYaml() {
    Recipe recipe =
        parse(
            MINIMAL,
            "split.days=7",
            "members.0.parameters.x=3",
            "members.rfm.name=mine",
            "evaluation.seeds=[1, 2]",
            "data=elsewhere",
            "data.clients.sample=10");
    assertThat(recipe.split().days()).contains(7);
    assertThat(recipe.evaluation().seeds()).containsExactly(1L, 2L);
    assertThat(recipe.data().store().path()).contains("elsewhere");
    assertThat(recipe.data().clients().sample()).contains(10);
    assertThat(recipe.members().getFirst().name()).isEqualTo("mine");
    assertThat(recipe.members().getFirst().parameters()).isEqualTo(Map.of("x", "3"));
  }

  @Test
  void dataInShortKeepsTheSchema() {
    Recipe recipe = parse("data: {schema: s.yaml}\nmembers: [rfm]", "data=folder");
    assertThat(recipe.data().store().path()).contains("folder");
    assertThat(recipe.data().store().schema()).contains("s.yaml");
  }

  @Test
  void membersGivenInShortCanBeOverridden() {
    Recipe recipe = parse(MINIMAL, "members.rfm.parameters.x=3");
    assertThat(recipe.members().getFirst().parameters()).isEqualTo(Map.of("x", "3"));
  }

  @Test
  void unknownKeysNameTheNearestAndTheirLine() {
    assertThat(problems("data: d\nmembers:\n  - modle: rfm\n    model: rfm\nsplt: {days: 7}\n"))
        .extracting(Problem::sentence)
        .containsExactly(
            "recipes/small.yaml, row 3, members.0.modle: expected a key of members.0, found an"
                + " unknown key. Did you mean model?",
            "recipes/small.yaml, row 5, splt: expected a key of a recipe, found an unknown key. Did"
                + " you mean split?");
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    assertThat(
            problems(
                """
                data: {path: d, until: yesterday, timezone: Mars/Base}
                split: {days: seven, cutoffs: 0}
                members: [rfm, rfm, {model: a, profiles: b}]
                merge:
                  - {name: m, operator: multiply, members: [rmf]}
                evaluation: {probe: liner, tasks: [chrun], seeds: [x], intervals: {level: 2}}
                """))
        .extracting(Problem::column)
        .containsExactlyInAnyOrder(
            "data.until",
            "data.timezone",
            "split.days",
            "split.cutoffs",
            "members.1.name",
            "members.2.model",
            "merge.0.operator",
            "merge.0.members",
            "evaluation.probe",
            "evaluation.tasks",
            "evaluation.seeds",
            "evaluation.intervals.level");
  }

  @Test
  void wrongTypesSayKeyExpectedAndFound() {
    assertThat(problems("data: d\nmembers: [rfm]\nsplit:\n  days: seven\n"))
        .extracting(Problem::sentence)
        .containsExactly(
            "recipes/small.yaml, row 4, split.days: expected an integer, found the text \"seven\"");
  }

  @Test
  void aWrongOverrideIsShownAsTyped() {
    assertThat(problems(MINIMAL, "split.dys=7").getFirst().sentence())
        .isEqualTo(
            "split.dys=7, split.dys: expected a key of split, found an unknown key. Did you mean"
                + " days?");
    assertThat(problems(MINIMAL, "members.rfm.modle=a").getFirst().sentence())
        .startsWith("members.rfm.modle=a, members.0.modle: expected a key of members.0");
    assertThatThrownBy(() -> parse(MINIMAL, "split"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("key=value");
    assertThatThrownBy(() -> parse(MINIMAL, "members.rmf.model=x"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("rmf");
  }

  @Test
  void brokenYamlNamesTheLine() {
    assertThat(problems("data: [\n").getFirst().row()).isNotNull();
    assertThat(problems("split: {}\nsplit: {}\n").getFirst().sentence()).contains("split");
    assertThat(problems("- a\n").getFirst().found()).isEqualTo("a list");
  }

  @Test
  void dataIsNeeded() {
    assertThat(problems("members: [rfm]").getFirst().sentence())
        .contains("either path or generate")
        .contains("data=FOLDER");
  }

  @Test
  void aMissingFileIsTheInputsFault() {
    assertThatThrownBy(() -> Recipe.read(Path.of("absent.yaml"), List.of()))
        .asInstanceOf(InstanceOfAssertFactories.type(InputException.class))
        .extracting(e -> e.problems().getFirst().file())
        .isEqualTo("absent.yaml");
  }
}
