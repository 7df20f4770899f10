package io.habitus.recommend.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.recommend.Toy;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.metrics.RankingOptions;
import io.habitus.recommend.metrics.RankingResult;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExperimentTest {
  /** After item i comes (3·i + 1) mod 12: one entrant knows, one does the opposite. */
  private static Entrant knowing(String name, boolean seeded, int sign) {
    return new Entrant(
        name,
        "chain " + sign,
        seeded,
        (partition, seed, run) ->
            Toy.recommender(
                partition.data().items(),
                history -> {
                  float[] scores = new float[12];
                  int next = Toy.next(history[history.length - 1], 12);
                  // Every other seed is wrong.
                  scores[next] = seed % 2 == 0 && seeded ? -sign : sign;
                  return scores;
                }));
  }

  private static ExperimentReport run() {
    return experiment(2).run(RunContext.silent());
  }

  private static Experiment experiment(long seed) {
    Partition partition = new Split.LeaveOneOut().of(Toy.chain(300, 12, 6, 0.3, seed));
    BitSet even = new BitSet();
    for (int item = 0; item < 12; item += 2) {
      even.set(item);
    }
    TreeMap<String, BitSet> groups = new TreeMap<>();
    groups.put("even", even);
    return new Experiment(
        "A test",
        "chain",
        partition,
        List.of(knowing("good", false, 1), knowing("half", true, 1), knowing("bad", false, -1)),
        List.of(1L, 2L),
        RankingOptions.defaults()
            .with(RankingOptions.Seen.RANKED)
            .with(new BootstrapOptions(100, 0.95, 1)),
        groups,
        "good");
  }

  @Test
  void averagesOverSeedsAndComparesOverTheSameUsers() {
    ExperimentReport report = run();
    double good = ndcg(report, "good");
    double half = ndcg(report, "half");
    double bad = ndcg(report, "bad");

    assertThat(report.row("good").fits()).isEqualTo(1);
    assertThat(report.row("half").fits()).isEqualTo(2);
    assertThat(half).isBetween((good + bad) / 2 - 1e-9, (good + bad) / 2 + 1e-9);
    assertThat(report.row("half").seedDeviation()).isGreaterThan(0.1);
    assertThat(report.row("good").groups()).extracting(g -> g.name()).contains("even");
    assertThat(report.comparisons())
        .filteredOn(each -> each.group().equals(RankingResult.ALL))
        .allSatisfy(each ->
            assertThat(each.difference().claim().name()).as(each.model()).isEqualTo("BETTER"));
  }

  private static double ndcg(ExperimentReport report, String model) {
    return report.row(model).groups().getFirst().value("NDCG@10");
  }

  @Test
  void finishedFitsAreTakenFromTheStoreUnlessSomethingElseDecides() {
    Map<FitStore.Key, FitResult> kept = new HashMap<>();
    int[] made = {0};
    FitStore store =
        (key, context, fit) ->
            kept.computeIfAbsent(
                key,
                k -> {
                  made[0]++;
                  return fit.apply(context);
                });
    Experiment experiment = experiment(2);
    ExperimentReport first = experiment.run(store, RunContext.silent());
    assertThat(made[0]).as("one fit of each that has no seed, two of the other").isEqualTo(4);
    assertThat(experiment.run(store, RunContext.silent())).isEqualTo(first);
    assertThat(made[0]).isEqualTo(4);
    experiment(3).run(store, RunContext.silent());
    assertThat(made[0]).as("other data").isEqualTo(8);
  }

  @Test
  void theReportPrintsItsProtocol() {
    String text = run().markdown();
    assertThat(text)
        .contains("# A test", "Leave-one-out", "300 cases", "Full ranking of all items")
        .contains("## Right item: even", "good minus the others", "better");
  }
}
