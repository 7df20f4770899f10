package io.habitus.evaluation.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.Predictions;
import io.habitus.evaluation.TestLabels;
import io.habitus.evaluation.metric.ChallengeScorer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static RunContext threads(int threads) {
    return new RunContext(new Resources(threads, 1L << 30, Path.of("/tmp")), Progress.SILENT);
  }

  private static BootstrapOptions resamples(int count, long seed) {
    return new BootstrapOptions(count, 0.95, seed);
  }

  /** Positives score one standard deviation higher: AUROC Φ(1/√2) = .7602. */
  private static Predictions shifted(long seed, int clients) {
    var random = new SplittableRandom(seed);
    float[] logits = new float[clients];
    for (int i = 0; i < clients; i++) {
      logits[i] = (float) (random.nextGaussian() + (i % 3 == 0 ? 1 : 0));
    }
    return new Predictions(LongStream.range(0, clients).toArray(), 1, logits);
  }

  private static final Task THIRDS =
      TestLabels.binary("thirds", id -> id % 3 == 0 ? 1 : 0, id -> id % 3 == 0 ? 1 : 0);

  private static Predictions many(int clients, int labels) {
    var random = new SplittableRandom(5);
    float[] logits = new float[clients * labels];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = random.nextInt(-9, 9) / 2f;
    }
    return new Predictions(LongStream.range(0, clients).toArray(), labels, logits);
  }

  /** Every resample's score is that of the sample in which clients are repeated. */
  @Test
  void aResampleIsTheSampleWithClientsRepeated() {
    for (TaskKind kind : TaskKind.values()) {
      int labels = kind == TaskKind.MULTI_LABEL ? 20 : 1;
      Task task =
          TestLabels.task(
              "t", kind, labels, (id, l) -> 0, (id, l) -> (id * 31 + l * 7) % 5 == 0 ? 1 : 0);
      Predictions predictions = many(90, labels);
      double[] scores = Bootstrap.scores(task, predictions, resamples(25, 3), RunContext.silent());
      Resamples resamples = new Resamples(3, predictions.clientIds());
      for (int r = 0; r < scores.length; r++) {
        Predictions repeated = repeat(predictions, resamples.draw(r));
        assertThat(scores[r])
            .as("%s, resample %d", kind, r)
            .isCloseTo(new ChallengeScorer().score(task, repeated), within(1e-9));
      }
    }
  }

  /** Churn is about some of the clients whom other tasks are about: its draws are theirs. */
  @Test
  void aTaskAboutFewerClientsMeetsTheDrawsOfAll() {
    long[] all = LongStream.range(0, 90).toArray();
    long[] some = {80, 3, 41, 0};
    Resamples whole = new Resamples(3, all);
    Resamples part = new Resamples(3, all, some);
    for (int r = 0; r < 20; r++) {
      byte[] weights = whole.draw(r);
      assertThat(part.draw(r)).containsExactly(weights[80], weights[3], weights[41], weights[0]);
    }
    Predictions every = shifted(4, 90);
    assertThat(Bootstrap.scores(THIRDS, every, all, resamples(20, 3), RunContext.silent()))
        .isEqualTo(Bootstrap.scores(THIRDS, every, resamples(20, 3), RunContext.silent()));
  }

  private static Predictions repeat(Predictions predictions, byte[] weights) {
    int labels = predictions.labels();
    long[] ids = new long[predictions.clients()];
    float[] logits = new float[predictions.logits().length];
    int next = 0;
    for (int row = 0; row < ids.length; row++) {
      for (int k = 0; k < weights[row]; k++) {
        ids[next] = predictions.clientIds()[row];
        System.arraycopy(predictions.logits(), row * labels, logits, next++ * labels, labels);
      }
    }
    assertThat(next).isEqualTo(ids.length);
    return new Predictions(ids, labels, logits);
  }

  @Test
  void theStandardErrorIsDeLongs() {
    Predictions predictions = shifted(7, 600);
    double[] scores =
        Bootstrap.scores(THIRDS, predictions, resamples(2000, 1), RunContext.silent());
    assertThat(Interval.of(scores, 0.95).standardError())
        .isCloseTo(deLong(predictions), withinPercentage(8));
  }

  /** DeLong, DeLong and Clarke-Pearson 1988: from each client's share of pairs in order. */
  private static double deLong(Predictions predictions) {
    float[] scores = predictions.logits();
    double[] above = new double[scores.length];
    int positives = 0;
    for (int i = 0; i < scores.length; i++) {
      positives += i % 3 == 0 ? 1 : 0;
      for (int j = 0; j < scores.length; j++) {
        if ((i % 3 == 0) != (j % 3 == 0)) {
          boolean right = i % 3 == 0 ? scores[i] > scores[j] : scores[i] < scores[j];
          above[i] += right ? 1 : 0;
        }
      }
    }
    int negatives = scores.length - positives;
    return Math.sqrt(
        variance(above, true, negatives) / positives
            + variance(above, false, positives) / negatives);
  }

  private static double variance(double[] above, boolean positives, int others) {
    double[] shares = new double[above.length];
    int n = 0;
    for (int i = 0; i < above.length; i++) {
      if ((i % 3 == 0) == positives) {
        shares[n++] = above[i] / others;
      }
    }
    double mean = Arrays.stream(shares, 0, n).sum() / n;
    return Arrays.stream(shares, 0, n).map(s -> (s - mean) * (s - mean)).sum() / (n - 1);
  }

  @Test
  void aboutNineteenOfTwentyIntervalsHoldTheTruth() {
    int held = 0;
    for (long seed = 1; seed <= 200; seed++) {
      Predictions predictions = shifted(seed, 240);
      double[] scores =
          Bootstrap.scores(THIRDS, predictions, resamples(300, seed), RunContext.silent());
      held += Interval.of(scores, 0.95).contains(0.76025) ? 1 : 0;
    }
    assertThat(held).isBetween(180, 198); // 190 ± 2.7 standard deviations
  }

  @Test
  void equalProfilesAreNeverBetterAndRealDifferencesAreFound() {
    Predictions weak = shifted(1, 900);
    float[] stronger = weak.logits().clone();
    for (int i = 0; i < stronger.length; i += 3) {
      stronger[i] += 0.4f;
    }
    Predictions strong = new Predictions(weak.clientIds(), 1, stronger);
    double[] first = Bootstrap.scores(THIRDS, weak, resamples(400, 2), RunContext.silent());
    double[] second = Bootstrap.scores(THIRDS, strong, resamples(400, 2), RunContext.silent());
    PairedDifference same = PairedDifference.of(0, first, first, 0.95);
    assertThat(same.p()).isEqualTo(1);
    assertThat(same.claim()).isEqualTo(PairedDifference.Claim.NO_DIFFERENCE_SHOWN);
    PairedDifference better = PairedDifference.of(0.1, second, first, 0.95);
    assertThat(better.claim()).isEqualTo(PairedDifference.Claim.BETTER);
    assertThat(better.p()).isLessThan(0.01);
    PairedDifference worse = PairedDifference.of(-0.1, first, second, 0.95);
    assertThat(worse.claim()).isEqualTo(PairedDifference.Claim.WORSE);
    // The same clients are drawn: the difference is far surer than either score.
    assertThat(better.interval().standardError())
        .isLessThan(Interval.of(first, 0.95).standardError() / 2);
  }

  @Test
  void theOrderOfClientsAndTheThreadsChangeNothing() {
    Predictions forward = many(500, 20);
    Task task =
        TestLabels.task(
            "t",
            TaskKind.MULTI_LABEL,
            20,
            (id, l) -> 0,
            (id, l) -> (id * 31 + l * 7) % 5 == 0 ? 1 : 0);
    double[] scores = Bootstrap.scores(task, forward, resamples(40, 9), threads(1));
    assertThat(Bootstrap.scores(task, forward, resamples(40, 9), threads(3)))
        .containsExactly(scores);
    long[] ids = new long[500];
    float[] logits = new float[500 * 20];
    for (int i = 0; i < 500; i++) {
      ids[499 - i] = forward.clientIds()[i];
      System.arraycopy(forward.logits(), i * 20, logits, (499 - i) * 20, 20);
    }
    double[] backward =
        Bootstrap.scores(task, new Predictions(ids, 20, logits), resamples(40, 9), threads(2));
    assertThat(backward).containsExactly(scores, within(1e-12));
    assertThat(Bootstrap.scores(task, forward, resamples(40, 10), threads(1))).isNotEqualTo(scores);
  }

  @Test
  void rareLabelsDoNotDragIntervalsBelowTheirScore() {
    // Ten labels with one positive each: a third of resamples lose any one of them.
    Task rare =
        TestLabels.task(
            "rare", TaskKind.MULTI_LABEL, 10, (id, l) -> 0, (id, l) -> id == l * 20 ? 1 : 0);
    Predictions predictions = many(300, 10);
    double score = new ChallengeScorer().score(rare, predictions);
    double[] scores = Bootstrap.scores(rare, predictions, resamples(500, 4), RunContext.silent());
    assertThat(Arrays.stream(scores).average().orElseThrow()).isCloseTo(score, within(0.02));
  }
}
