package io.habitus.evaluation.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.Predictions;
import io.habitus.evaluation.ProbeResult;
import io.habitus.evaluation.TestLabels;
import io.habitus.evaluation.metric.ChallengeScorer;
import io.habitus.evaluation.metric.TaskScore;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LinearProbeTest {
  private static final int CLIENTS = 3000;
  private static final int WIDTH = 20;
  private final float[] vectors = new float[CLIENTS * WIDTH];
  private final Profiles profiles;

  LinearProbeTest() {
    var random = new SplittableRandom(11);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) random.nextGaussian();
    }
    // Ids in no order: the probe sorts them into folds and back.
    long[] ids = LongStream.range(0, CLIENTS).map(i -> i * 1777 % CLIENTS).toArray();
    profiles = Profiles.ofFloats(ids, WIDTH, arranged(ids));
  }

  private float[] arranged(long[] ids) {
    float[] rows = new float[vectors.length];
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(vectors, (int) ids[i] * WIDTH, rows, i * WIDTH, WIDTH);
    }
    return rows;
  }

  private double x(long id, int column) {
    return vectors[(int) id * WIDTH + column];
  }

  /** True log-odds of a label. */
  private double logit(long id, int label) {
    return -1.5 - label % 3 + 1.5 * x(id, label % WIDTH) - x(id, (label + 1) % WIDTH);
  }

  private double draw(long id, int label, long window) {
    double uniform = new SplittableRandom(id * 1000 + label + window * 77_777_777).nextDouble();
    return uniform < 1 / (1 + Math.exp(-logit(id, label))) ? 1 : 0;
  }

  private Task task(TaskKind kind, int labels) {
    return TestLabels.task("t", kind, labels, (id, l) -> draw(id, l, 1), (id, l) -> draw(id, l, 2));
  }

  private double oracle(Task task) {
    float[] logits = new float[CLIENTS * task.width()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) logit(profiles.clientIds()[i / task.width()], i % task.width());
    }
    return new ChallengeScorer()
        .score(task, new Predictions(profiles.clientIds(), task.width(), logits));
  }

  @Test
  void binaryTasksComeCloseToTheTruth() {
    Task task = task(TaskKind.BINARY, 1);
    ProbeResult result = new LinearProbe().run(profiles, task, RidgeTest.threads(2));
    assertThat(result.score()).isCloseTo(oracle(task), within(0.01)).isGreaterThan(0.8);
    assertThat(result.predictions().clientIds()).containsExactly(profiles.clientIds());
    assertCalibrated(result.predictions(), task);
  }

  @Test
  void multiLabelTasksComeCloseToTheTruth() {
    Task task = task(TaskKind.MULTI_LABEL, 30);
    ProbeResult result = new LinearProbe().run(profiles, task, RidgeTest.threads(2));
    TaskScore.MultiLabel score =
        (TaskScore.MultiLabel) new ChallengeScorer().measure(task, result.predictions());
    assertThat(result.score()).isCloseTo(oracle(task), within(0.01));
    assertThat(score.auroc()).isGreaterThan(0.8);
    assertCalibrated(result.predictions(), task);
  }

  /** Probabilities sum to about the positives of the train window. */
  private static void assertCalibrated(Predictions predictions, Task task) {
    double sum = 0;
    for (float logit : predictions.logits()) {
      sum += 1 / (1 + Math.exp(-logit));
    }
    double positives = task.train().sum(predictions.clientIds());
    assertThat(sum / positives).isCloseTo(1, within(0.05));
  }

  @Test
  void numbersAreRankedAndKeepTheirUnit() {
    Task task =
        TestLabels.task(
            "value",
            TaskKind.NUMERIC,
            1,
            (id, l) -> 50 + 10 * logit(id, 0),
            (id, l) -> 50 + 10 * logit(id, 0));
    ProbeResult result = new LinearProbe().run(profiles, task, RidgeTest.threads(2));
    TaskScore.Numeric score =
        (TaskScore.Numeric) new ChallengeScorer().measure(task, result.predictions());
    assertThat(score.spearman()).isGreaterThan(0.999);
    assertThat(score.r2()).isGreaterThan(0.999);
  }

  @Test
  void theBitsDoNotDependOnTheThreads() {
    for (Task task : new Task[] {task(TaskKind.BINARY, 1), task(TaskKind.MULTI_LABEL, 7)}) {
      float[] one = logits(task, 1);
      assertThat(logits(task, 2)).containsExactly(one);
      assertThat(logits(task, 5)).containsExactly(one);
    }
  }

  private float[] logits(Task task, int threads) {
    return new LinearProbe().run(profiles, task, RidgeTest.threads(threads)).predictions().logits();
  }

  @Test
  void aTaskAboutSomeClientsSeesThemAlone() {
    Task all = task(TaskKind.BINARY, 1);
    long[] odd = LongStream.range(0, CLIENTS).filter(id -> id % 2 == 1).toArray();
    Task some =
        new Task(
            all.name(),
            all.kind(),
            all.labelNames(),
            all.popularity(),
            Optional.of(ClientSet.of(odd)),
            all.train(),
            all.validation());
    LinearProbe probe = new LinearProbe();
    probe.run(profiles, all, RidgeTest.threads(2)); // what is kept must not serve other clients
    Predictions predictions = probe.run(profiles, some, RidgeTest.threads(2)).predictions();
    assertThat(predictions.clientIds()).hasSize(CLIENTS / 2).containsOnly(odd);
    assertThat(predictions.logits())
        .containsExactly(
            new LinearProbe().run(profiles, some, RidgeTest.threads(2)).predictions().logits());
  }

  @Test
  void awkwardTasksGiveNumbers() {
    Task none = TestLabels.binary("none", id -> 0, id -> id % 2);
    assertThat(new LinearProbe().run(profiles, none, RidgeTest.threads(2)).score()).isEqualTo(0.5);
    Task rare =
        TestLabels.task(
            "rare",
            TaskKind.MULTI_LABEL,
            3,
            (id, l) -> l == 0 && id == 17 ? 1 : 0,
            (id, l) -> id % 5 == l ? 1 : 0);
    for (float logit :
        new LinearProbe().run(profiles, rare, RidgeTest.threads(2)).predictions().logits()) {
      assertThat(logit).isFinite().isNegative();
    }
    for (int clients : new int[] {1, 2, 3, 8}) {
      Profiles few =
          Profiles.ofFloats(
              LongStream.range(0, clients).toArray(),
              WIDTH,
              Arrays.copyOf(vectors, clients * WIDTH));
      Task half = TestLabels.binary("half", id -> id % 2, id -> id % 2);
      for (float logit :
          new LinearProbe().run(few, half, RidgeTest.threads(2)).predictions().logits()) {
        assertThat(logit).isFinite();
      }
    }
    Profiles nobody = Profiles.ofFloats(new long[0], WIDTH, new float[0]);
    assertThatThrownBy(() -> new LinearProbe().run(nobody, none, RidgeTest.threads(1)))
        .hasMessageContaining("expected clients that have a vector");
  }
}
