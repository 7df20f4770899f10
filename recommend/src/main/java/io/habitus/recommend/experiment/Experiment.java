package io.habitus.recommend.experiment;

import io.habitus.core.run.RunContext;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.metrics.Groups;
import io.habitus.recommend.metrics.Measure;
import io.habitus.recommend.metrics.Protocol;
import io.habitus.recommend.metrics.RankingEvaluation;
import io.habitus.recommend.metrics.RankingOptions;
import io.habitus.recommend.metrics.RankingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fits entrants to one partition, each with several seeds, and measures them on its test.
 *
 * @param title of the report
 * @param data name of the data set
 * @param partition what is learned from and what is asked
 * @param entrants in the order of the table
 * @param seeds of those that depend on one
 * @param options of the measures
 * @param groups of right items beside all, warm, cold and by frequency
 * @param reference the entrant that all others are compared with
 */
public record Experiment(
    String title,
    String data,
    Partition partition,
    List<Entrant> entrants,
    List<Long> seeds,
    RankingOptions options,
    SortedMap<String, BitSet> groups,
    String reference) {
  private static final Measure COMPARED = new Measure.Ndcg(10);

  /** Of a fit without its ranks, its folder and its card included. */
  private static final long FIT_BYTES = 1 << 14;

  public Experiment {
    entrants = List.copyOf(entrants);
    seeds = List.copyOf(seeds);
    if (entrants.isEmpty() || seeds.isEmpty()) {
      throw new IllegalArgumentException("expected at least one entrant and one seed");
    }
  }

  /** Ranks of all fits of one entrant. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Fits(ExperimentReport.Row row, int[][] ranks) {}

  /** Runs all of it. */
  public ExperimentReport run(RunContext context) {
    return run(FitStore.NONE, context);
  }

  /** Runs what the store does not have. */
  public ExperimentReport run(FitStore store, RunContext context) {
    store.requireRoom(storedBytes(), context);
    String cut = partition.fingerprint();
    List<Fits> all = new ArrayList<>();
    for (Entrant entrant : entrants) {
      List<FitResult> results = new ArrayList<>();
      for (long seed : entrant.seeded() ? seeds : seeds.subList(0, 1)) {
        context.checkStopped("experiment");
        results.add(
            store.get(key(entrant, seed, cut), context, with -> fitted(entrant, seed, with)));
      }
      all.add(fits(entrant, results));
    }
    Protocol protocol = Protocol.of(data, partition, partition.test(), options);
    List<ExperimentReport.Row> rows = all.stream().map(Fits::row).toList();
    return new ExperimentReport(title, protocol, seeds, rows, reference, comparisons(all));
  }

  /** About how much the results of all fits take, as JSON: ranks, and what is said of the fit. */
  long storedBytes() {
    long fits = entrants.stream().mapToLong(entrant -> entrant.seeded() ? seeds.size() : 1).sum();
    long digits = 1 + Integer.toString(partition.data().items().size()).length();
    return fits * (FIT_BYTES + (1 + digits) * partition.test().size());
  }

  private FitStore.Key key(Entrant entrant, long seed, String cut) {
    SortedMap<String, String> decides = new TreeMap<>();
    decides.put("model", entrant.name());
    decides.put("identity", entrant.identity());
    decides.put("seed", Long.toString(seed));
    decides.put("partition", cut);
    decides.put("measures", options.with(BootstrapOptions.none()).toString());
    return new FitStore.Key(entrant.name(), seed, decides);
  }

  private FitResult fitted(Entrant entrant, long seed, RunContext context) {
    context.progress().note("fitting " + entrant.name() + ", seed " + seed);
    long started = System.nanoTime();
    try (Recommender model = entrant.fit().fit(partition, seed, context)) {
      return FitResult.of(measured(model, context), (System.nanoTime() - started) / 1e9);
    }
  }

  private RankingResult measured(Recommender model, RunContext context) {
    return RankingEvaluation.run(
        model, data, partition, partition.test(), options.with(BootstrapOptions.none()), context);
  }

  private Fits fits(Entrant entrant, List<FitResult> results) {
    int[][] ranks = results.stream().map(FitResult::ranks).toArray(int[][]::new);
    ExperimentReport.Row row =
        new ExperimentReport.Row(
            entrant.name(),
            results.size(),
            Groups.of(partition, partition.test(), ranks, options, groups),
            deviation(Arrays.stream(ranks).mapToDouble(Experiment::mean).toArray()),
            results.stream().mapToDouble(FitResult::coverage).average().orElse(0),
            results.stream().mapToDouble(FitResult::novelty).average().orElse(0),
            results.getFirst().unanswered(),
            results.stream().mapToDouble(FitResult::seconds).sum());
    return new Fits(row, ranks);
  }

  private static double mean(int[] ranks) {
    return Arrays.stream(ranks).mapToDouble(COMPARED::of).average().orElse(0);
  }

  /** Between seeds; 0 for one. */
  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / Math.max(1, values.length - 1));
  }

  private List<ExperimentReport.Comparison> comparisons(List<Fits> all) {
    List<ExperimentReport.Comparison> comparisons = new ArrayList<>();
    Fits mine =
        all.stream().filter(fits -> fits.row().model().equals(reference)).findFirst().orElse(null);
    if (mine == null || options.bootstrap().resamples() == 0) {
      return comparisons;
    }
    for (Fits other : all) {
      if (other != mine) {
        Groups.differences(
                partition, partition.test(), mine.ranks(), other.ranks(), COMPARED, options, groups)
            .forEach((group, difference) ->
                comparisons.add(comparison(other.row().model(), group, difference)));
      }
    }
    return comparisons;
  }

  private static ExperimentReport.Comparison comparison(
      String model, String group, PairedDifference difference) {
    return new ExperimentReport.Comparison(model, group, COMPARED.name(), difference);
  }
}
