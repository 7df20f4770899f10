package io.habitus.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.core.time.Split;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.evaluation.interval.PairedDifference.Claim;
import io.habitus.evaluation.metric.TaskScore;
import io.habitus.evaluation.probe.LinearProbe;
import io.habitus.evaluation.result.CutOffCheck;
import io.habitus.evaluation.result.ExampleClient;
import io.habitus.evaluation.result.ExampleClient.Kind;
import io.habitus.evaluation.result.TaskResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {
  private static final int CLIENTS = 1500;
  private static final int WIDTH = 6;
  private static final Split SPLIT = Split.organisers(Instant.parse("2022-12-31T23:00:00Z"), 14);
  private static final EvaluationOptions OPTIONS =
      new EvaluationOptions(
          Optional.of(SPLIT),
          new BootstrapOptions(200, 0.95, 1),
          Map.of("churn", 0.9, "propensity_sku", 0.75),
          ClientNaming.HIDDEN);

  private static double trait(long id, int column) {
    return new SplittableRandom(id * 31 + column).nextGaussian();
  }

  private static double draw(long id, int label, long window) {
    double uniform = new SplittableRandom(id * 977 + label * 13 + window * 7_777_777).nextDouble();
    return uniform < 1 / (1 + Math.exp(1 - 2 * trait(id, label % WIDTH))) ? 1 : 0;
  }

  /** Vectors that hold the traits, and noise. */
  private static NamedProfiles profiles(String name, double noise, String cutOff) {
    long[] ids = LongStream.range(0, CLIENTS).map(i -> i * 7 % CLIENTS).toArray();
    float[] vectors = new float[CLIENTS * WIDTH];
    var random = new SplittableRandom(4);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) (trait(ids[i / WIDTH], i % WIDTH) + noise * random.nextGaussian());
    }
    return new NamedProfiles(
        name,
        Profiles.ofFloats(ids, WIDTH, vectors),
        Optional.of(cutOff).filter(text -> !text.isEmpty()).map(Instant::parse));
  }

  private static List<Task> tasks() {
    return List.of(
        TestLabels.binary("churn", id -> draw(id, 0, 1), id -> draw(id, 0, 2)),
        TestLabels.task(
            "propensity_sku",
            TaskKind.MULTI_LABEL,
            5,
            (id, l) -> l == 4 ? 0 : draw(id, l, 1),
            (id, l) -> l == 4 ? 0 : draw(id, l, 2)),
        TestLabels.task(
            "value", TaskKind.NUMERIC, 1, (id, l) -> trait(id, 1), (id, l) -> trait(id, 1)),
        TestLabels.binary("nobody", id -> 0, id -> draw(id, 0, 2)),
        TestLabels.binary("everybody", id -> draw(id, 0, 1), id -> 1));
  }

  private static EvaluationResult evaluate(NamedProfiles... sets) {
    return Evaluator.evaluate(
        List.of(sets), tasks(), new LinearProbe(), OPTIONS, RunContext.silent());
  }

  @Test
  void scoresIntervalsComparisonsAndLeaderboard() {
    EvaluationResult result =
        evaluate(profiles("good", 0.1, "2022-12-04T00:00:00Z"), profiles("noisy", 2, ""));
    assertThat(result.probe()).isEqualTo("linear");
    assertThat(result.profiles())
        .extracting(p -> p.cutOffCheck())
        .containsExactly(CutOffCheck.VERIFIED, CutOffCheck.UNVERIFIED);
    assertThat(result.leaderboard().lines().getFirst().entry()).isEqualTo("good");
    for (TaskResult task : result.profiles().getFirst().tasks()) {
      assertThat(task.interval().orElseThrow().contains(task.unrounded())).isTrue();
      assertThat(task.score()).isCloseTo(task.unrounded(), within(5.1e-5));
    }
    TaskResult churn = result.profiles().getFirst().tasks().getFirst();
    assertThat(churn.shareOfOracle().orElseThrow())
        .isCloseTo((churn.unrounded() - 0.5) / 0.4, within(1e-12));
    TaskResult sku = result.profiles().getFirst().tasks().get(1);
    assertThat(sku.labels()).hasSize(5);
    double auroc = ((TaskScore.MultiLabel) sku.measures()).auroc();
    assertThat(sku.shareOfOracle().orElseThrow()) // one of five labels has a single class
        .isCloseTo((auroc - 0.4) / (0.75 - 0.4), within(1e-12));
    assertThat(sku.labels().get(4).positives()).isZero();
    assertThat(sku.labels().get(4).auroc()).isZero();
    assertThat(sku.labels().get(3).auroc()).isGreaterThan(0.7);
    assertThat(result.comparisons())
        .hasSize(3)
        .allSatisfy(c -> assertThat(c.claim()).isEqualTo(Claim.BETTER))
        .allSatisfy(
            c -> assertThat(c.holm().orElseThrow()).isCloseTo(3 * 2 / 201.0, within(1e-12)));
  }

  @Test
  void seedsAreAveragedTaskByTaskAndRankedAnew() {
    EvaluationResult first = evaluate(profiles("a", 0.1, ""), profiles("b", 0.2, ""));
    EvaluationResult second = evaluate(profiles("a", 3, ""), profiles("b", 0.3, ""));
    EvaluationResult mean = SeedMeans.of(List.of(first, second));

    assertThat(SeedMeans.of(List.of(first))).isSameAs(first);
    for (int set = 0; set < 2; set++) {
      double sum = 0;
      for (int task = 0; task < 3; task++) {
        TaskResult one = first.profiles().get(set).tasks().get(task);
        TaskResult other = second.profiles().get(set).tasks().get(task);
        TaskResult both = mean.profiles().get(set).tasks().get(task);
        assertThat(both.score()).isCloseTo((one.score() + other.score()) / 2, within(5.1e-5));
        assertThat(both.interval().orElseThrow().low())
            .isCloseTo(
                (one.interval().orElseThrow().low() + other.interval().orElseThrow().low()) / 2,
                within(1e-12));
        sum += both.score();
      }
      assertThat(mean.profiles().get(set).sum()).isCloseTo(sum, within(1e-9));
    }
    assertThat(first.leaderboard().lines().getFirst().entry()).isEqualTo("a");
    assertThat(mean.leaderboard().lines().getFirst().entry()).isEqualTo("b");
    assertThat(mean.scores().get("a").get("churn"))
        .isEqualTo(mean.profiles().getFirst().tasks().getFirst().score());
  }

  @Test
  void anOracleThatKnowsNothingHasNoShare() {
    EvaluationOptions options =
        new EvaluationOptions(
            Optional.empty(), BootstrapOptions.none(), Map.of("churn", 0.5), ClientNaming.HIDDEN);
    TaskResult churn =
        Evaluator.evaluate(
                List.of(profiles("a", 1, "")),
                tasks().subList(0, 1),
                new LinearProbe(),
                options,
                RunContext.silent())
            .profiles()
            .getFirst()
            .tasks()
            .getFirst();
    assertThat(churn.oracleAuroc()).contains(0.5);
    assertThat(churn.shareOfOracle()).isEmpty();
  }

  @Test
  void aTaskAboutOtherClientsThanTheProfilesIsSkipped() {
    Task churn = tasks().getFirst();
    Task others =
        new Task(
            "others",
            churn.kind(),
            churn.labelNames(),
            churn.popularity(),
            Optional.of(ClientSet.of(CLIENTS + 1, CLIENTS + 2)),
            churn.train(),
            churn.validation());
    EvaluationResult result =
        Evaluator.evaluate(
            List.of(profiles("a", 1, "")),
            List.of(others, churn),
            new LinearProbe(),
            OPTIONS,
            RunContext.silent());
    assertThat(result.profiles().getFirst().tasks())
        .extracting(TaskResult::task)
        .containsExactly("churn");
    assertThat(result.skipped())
        .singleElement()
        .satisfies(s -> assertThat(s.reason()).isEqualTo("none of its clients has a profile"));
  }

  @Test
  void clientsAreNamedOnlyWhenAskedFor() {
    NamedProfiles set = profiles("a", 0.5, "");
    assertThat(evaluate(set).profiles().getFirst().tasks())
        .allSatisfy(task -> assertThat(task.examples()).isEmpty());
    EvaluationOptions shown =
        new EvaluationOptions(
            Optional.empty(), BootstrapOptions.none(), Map.of(), ClientNaming.SHOWN);
    List<TaskResult> results =
        Evaluator.evaluate(List.of(set), tasks(), new LinearProbe(), shown, RunContext.silent())
            .profiles()
            .getFirst()
            .tasks();
    assertThat(results.get(0).examples())
        .extracting(ExampleClient::kind)
        .containsExactlyElementsOf(
            List.of(
                Kind.SURE_AND_RIGHT,
                Kind.SURE_AND_RIGHT,
                Kind.SURE_AND_RIGHT,
                Kind.SURE_AND_WRONG,
                Kind.SURE_AND_WRONG,
                Kind.SURE_AND_WRONG,
                Kind.MISSED,
                Kind.MISSED,
                Kind.MISSED));
    for (ExampleClient each : results.get(0).examples()) {
      assertThat(each.actual()).isEqualTo(each.kind() == Kind.SURE_AND_WRONG ? 0 : 1);
      assertThat(each.actual()).isEqualTo(draw(each.client(), 0, 2));
      assertThat(each.predicted()).isBetween(each.kind() == Kind.MISSED ? 0 : 0.5, 1.0);
    }
    assertThat(results.get(0).examples().getFirst().predicted())
        .isGreaterThanOrEqualTo(results.get(0).examples().get(1).predicted());
    assertThat(results.get(1).examples())
        .hasSize(9)
        .allSatisfy(e -> assertThat(e.label()).startsWith("label"));
    assertThat(results.get(2).examples())
        .extracting(ExampleClient::kind)
        .containsOnly(Kind.TOO_HIGH, Kind.TOO_LOW);
  }

  @Test
  void whatCannotBeScoredIsSkippedWithItsReason() {
    EvaluationResult result = evaluate(profiles("a", 1, ""));
    assertThat(result.profiles().getFirst().tasks())
        .extracting(TaskResult::task)
        .containsExactly("churn", "propensity_sku", "value");
    assertThat(result.skipped()).hasSize(2);
    assertThat(result.skipped().get(0).reason()).isEqualTo("in the train window no client has it");
    assertThat(result.skipped().get(1).reason())
        .isEqualTo("in the validation window every label has a single class");
  }

  @Test
  void aLaterCutOffIsRefused() {
    assertThatThrownBy(
            () -> evaluate(profiles("late", 1, "2022-12-04T00:00:01Z"), profiles("ok", 1, "")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("profiles late")
        .hasMessageContaining("not later than the train start, 2022-12-04T00:00:00Z")
        .hasMessageContaining("cut-off 2022-12-04T00:00:01Z");
  }

  @Test
  void otherClientsAreNotCompared() {
    NamedProfiles all = profiles("all", 1, "");
    long[] ids = Arrays.copyOf(all.profiles().clientIds(), 900);
    NamedProfiles some =
        new NamedProfiles(
            "some",
            new Profiles(ids, WIDTH, all.profiles().halves().asSlice(0, 900L * WIDTH * 2)),
            Optional.empty());
    assertThat(evaluate(all, some).comparisons())
        .isNotEmpty()
        .allSatisfy(c -> {
          assertThat(c.difference()).isEmpty();
          assertThat(c.claim()).isEqualTo(Claim.NO_DIFFERENCE_SHOWN);
        });
  }

  @Test
  void filesComeBack(@TempDir Path folder) throws Exception {
    EvaluationResult result = evaluate(profiles("a", 0.5, ""), profiles("b", 1, ""));
    result.writeTo(folder);
    assertThat(EvaluationResult.readFrom(folder)).isEqualTo(result);
    JsonNode scores = new ObjectMapper().readTree(folder.resolve("scores.json").toFile());
    assertThat(scores.get("a").get("churn").asDouble())
        .isEqualTo(result.profiles().getFirst().tasks().getFirst().score());
    assertThat(scores.get("b").get("sum").asDouble()).isEqualTo(result.profiles().get(1).sum());
    assertThat(scores.get("a")).hasSize(4);
  }

  @Test
  void namesAreDistinct() {
    assertThatThrownBy(() -> evaluate(profiles("a", 1, ""), profiles("a", 1, "")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("found a twice");
    assertThatThrownBy(() -> evaluate()).hasMessageContaining("at least one of profiles");
  }
}
