package io.habitus.recommend.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.evaluation.interval.Interval;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.recommend.experiment.Claim.Verdict;
import io.habitus.recommend.experiment.ExperimentReport.Comparison;
import io.habitus.recommend.experiment.ExperimentReport.Row;
import io.habitus.recommend.metrics.Group;
import io.habitus.recommend.metrics.Protocol;
import io.habitus.recommend.metrics.Score;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimTest {
  private static final String DELTA = "content + delta 0.5";
  private static final String FROZEN = "content, frozen";
  private static final String FREE = "content, fine-tuned";

  private static PairedDifference from(double low, double high) {
    return new PairedDifference((low + high) / 2, new Interval(low, high, 0.95, 0), 0.5);
  }

  private static Row row(String model) {
    Map<String, Score> scores = Map.of("NDCG@10", new Score(0.02, null));
    return new Row(
        model,
        1,
        List.of(new Group("all", 9, scores), new Group("cold", 3, scores)),
        0,
        0.5,
        8,
        0,
        1);
  }

  private static ExperimentReport report(Comparison... comparisons) {
    Protocol protocol = new Protocol("d", 9, 9, 9, 9, "leave-one-out", 0, 1, 9, 0, "all", "seen");
    return new ExperimentReport(
        "t",
        protocol,
        List.of(1L),
        List.of(row("random"), row(FROZEN), row(FREE), row(DELTA)),
        DELTA,
        List.of(comparisons));
  }

  private static Verdict whole(
      PairedDifference frozen, PairedDifference free, PairedDifference cold) {
    return Claim.of(
            report(
                new Comparison("random", "all", "NDCG@10", from(0.1, 0.2)),
                new Comparison(FROZEN, "all", "NDCG@10", frozen),
                new Comparison(FREE, "all", "NDCG@10", free),
                new Comparison(FROZEN, "cold", "NDCG@10", cold)))
        .getFirst()
        .verdict();
  }

  @Test
  void theWholeHoldsOnlyIfEachPartDoes() {
    PairedDifference better = from(0.001, 0.003);
    PairedDifference worse = from(-0.003, -0.001);
    PairedDifference unclear = from(-0.001, 0.003);
    PairedDifference same = from(-0.001, 0.001); // 5 % of 0.02 at worst

    assertThat(whole(better, better, same)).isEqualTo(Verdict.HOLDS);
    assertThat(whole(better, better, better)).isEqualTo(Verdict.HOLDS);
    assertThat(whole(better, unclear, same)).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(whole(unclear, worse, same)).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(whole(worse, unclear, same)).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(whole(better, better, worse)).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(whole(better, better, from(-0.003, 0.004))).isEqualTo(Verdict.NOT_SHOWN);
  }

  @Test
  void withoutColdCasesNothingIsKept() {
    List<Claim> claims =
        Claim.of(
            report(
                new Comparison(FROZEN, "all", "NDCG@10", from(0.001, 0.003)),
                new Comparison(FREE, "all", "NDCG@10", from(0.001, 0.003))));
    assertThat(claims.get(3).verdict()).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(claims.get(3).because()).contains("no case");
    assertThat(claims).hasSize(4);
  }

  @Test
  void otherReportsSayWhomTheReferenceBeats() {
    ExperimentReport report =
        new ExperimentReport(
            "t",
            report().protocol(),
            List.of(1L),
            List.of(row("item-knn"), row("sasrec")),
            "sasrec",
            List.of(new Comparison("item-knn", "all", "NDCG@10", from(-0.2, -0.1))));
    assertThat(Claim.of(report))
        .singleElement()
        .satisfies(claim -> {
          assertThat(claim.statement()).isEqualTo("sasrec beats item-knn over all cases");
          assertThat(claim.verdict().text()).isEqualTo("does not hold");
        });
  }
}
