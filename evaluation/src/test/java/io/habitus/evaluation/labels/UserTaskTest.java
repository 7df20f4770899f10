package io.habitus.evaluation.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.ClientNaming;
import io.habitus.evaluation.EvaluationOptions;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.Evaluator;
import io.habitus.evaluation.NamedProfiles;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.evaluation.metric.TaskScore;
import io.habitus.evaluation.probe.LinearProbe;
import io.habitus.evaluation.result.CutOffCheck;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UserTaskTest {
  private static final double UNKNOWN = Double.NaN;
  private static final long[] IDS = LongStream.range(0, 1000).toArray();

  private static Task task(List<String> columns, long[] ids, double[]... values) {
    return UserTask.of("mine", "labels.csv", columns, ids, values, 0.5, 3);
  }

  private static double[] column(LongToDoubleFunction value) {
    return Arrays.stream(IDS).mapToDouble(value).toArray();
  }

  @Test
  void oneColumnDividesTheClients() {
    Task task = task(List.of("vip"), IDS, column(id -> id % 4 == 0 ? 1 : 0));
    assertThat(task.kind()).isEqualTo(TaskKind.BINARY);
    long[] train = task.trainClients().orElseThrow().toArray();
    long[] validation = task.validationClients().orElseThrow().toArray();
    assertThat(train.length).isBetween(430, 570);
    assertThat(train.length + validation.length).isEqualTo(1000);
    assertThat(train).doesNotContain(validation);
    Task again = task(List.of("vip"), IDS, column(id -> id % 4 == 0 ? 1 : 0));
    assertThat(again.trainClients().orElseThrow().toArray()).containsExactly(train);
  }

  @Test
  void twoColumnsAreTwoWindowsAndUnknownClientsAreLeftOut() {
    Task task =
        task(
            List.of("train", "validation"),
            new long[] {7, 5, 9},
            new double[] {1.5, UNKNOWN, 3},
            new double[] {UNKNOWN, 20, 30});
    assertThat(task.kind()).isEqualTo(TaskKind.NUMERIC);
    assertThat(task.trainClients().orElseThrow().toArray()).containsExactly(7, 9);
    assertThat(task.validationClients().orElseThrow().toArray()).containsExactly(5, 9);
    float[] value = new float[1];
    task.validation().fill(9, value, 0);
    assertThat(value[0]).isEqualTo(30);
    assertThat(task.labelNames()).containsExactly("mine");
  }

  @Test
  void severalColumnsAreLabels() {
    Task task =
        task(
            List.of("train_a", "train_b", "validation_a", "validation_b"),
            new long[] {1, 2},
            new double[][] {{1, 1}, {0, 1}, {0, UNKNOWN}, {1, UNKNOWN}});
    assertThat(task.kind()).isEqualTo(TaskKind.MULTI_LABEL);
    assertThat(task.labelNames()).containsExactly("a", "b");
    assertThat(task.popularity()).containsExactly(2 / 3.0, 1 / 3.0);
    assertThat(task.validationClients().orElseThrow().toArray()).containsExactly(1);
    float[] row = new float[2];
    task.train().fill(2, row, 0);
    assertThat(row).containsExactly(1, 1);
  }

  @Test
  void whatIsNotUnderstoodNamesRowAndColumn() {
    long[] ids = {1, 2, 3};
    assertThatThrownBy(
            () -> task(List.of("a", "b"), ids, new double[][] {{0, 1, 2}, {0, UNKNOWN, 1}}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("labels.csv, row 3, a: expected 0 or 1")
        .hasMessageContaining("labels.csv, row 2, b: expected 0 or 1");
    assertThatThrownBy(() -> task(List.of("v"), ids, new double[] {0, Double.POSITIVE_INFINITY, 1}))
        .hasMessageContaining("row 2, v: expected a number");
    assertThatThrownBy(() -> task(List.of("train_a", "validation_b"), ids, new double[2][3]))
        .hasMessageContaining("train_NAME");
    assertThatThrownBy(() -> task(List.of("train", "other"), ids, new double[2][3]))
        .hasMessageContaining("[train, other]");
    assertThatThrownBy(() -> task(List.of(), ids)).hasMessageContaining("a column with values");
  }

  /** The probe learns from some clients and is scored about others, who are never learned from. */
  @Test
  void clientsThatAreScoredAreNotLearnedFrom() {
    int width = 3;
    float[] vectors = new float[IDS.length * width];
    var random = new SplittableRandom(1);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) random.nextGaussian();
    }
    NamedProfiles profiles =
        new NamedProfiles(
            "p",
            Profiles.ofFloats(IDS, width, vectors),
            Optional.of(Instant.parse("2022-01-01T00:00:00Z")));
    double[] value = column(id -> 100 + 9 * vectors[(int) id * width]);
    EvaluationResult result = evaluate(profiles, task(List.of("value"), IDS, value));
    var scored = result.profiles().getFirst().tasks().getFirst();
    assertThat(((TaskScore.Numeric) scored.measures()).r2()).isGreaterThan(0.99);
    assertThat(scored.clients()).isBetween(430, 570);
    assertThat(result.profiles().getFirst().cutOffCheck()).isEqualTo(CutOffCheck.UNVERIFIED);
    // The truth of the scored clients does not reach the model: turn it round, and only R² changes.
    long[] validation =
        task(List.of("value"), IDS, value).validationClients().orElseThrow().toArray();
    double[] turned = value.clone();
    Arrays.stream(validation).forEach(id -> turned[(int) id] = 200 - turned[(int) id]);
    EvaluationResult other = evaluate(profiles, task(List.of("value"), IDS, turned));
    assertThat(other.profiles().getFirst().tasks().getFirst().unrounded())
        .isEqualTo(-scored.unrounded());
  }

  private static EvaluationResult evaluate(NamedProfiles profiles, Task task) {
    return Evaluator.evaluate(
        List.of(profiles),
        List.of(task),
        new LinearProbe(),
        new EvaluationOptions(
            Optional.empty(), BootstrapOptions.none(), Map.of(), ClientNaming.HIDDEN),
        RunContext.silent());
  }
}
