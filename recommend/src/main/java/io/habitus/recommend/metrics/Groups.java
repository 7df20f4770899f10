package io.habitus.recommend.metrics;

import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.evaluation.interval.Interval;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.evaluation.interval.Resamples;
import io.habitus.recommend.data.Cases;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Means and their intervals over groups of cases. Resamples draw users, with all their cases; two
 * models meet the same draws.
 */
public final class Groups {
  private final Interactions data;
  private final Cases cases;
  private final int[][] ranks; // (fits)(cases)
  private final int[] frequency; // (cases) of the right item in training
  private final RankingOptions options;
  private final List<String> names = new ArrayList<>();
  private final List<boolean[]> members = new ArrayList<>();

  private Groups(
      Partition partition,
      Cases cases,
      int[][] ranks,
      RankingOptions options,
      Map<String, BitSet> more) {
    this.data = partition.data();
    this.cases = cases;
    this.ranks = ranks;
    this.options = options;
    int[] counts = partition.trainingCounts();
    frequency = new int[cases.size()];
    Arrays.setAll(frequency, i -> counts[cases.target(data, i)]);
    add(RankingResult.ALL, times -> true);
    add(RankingResult.WARM, times -> times > 0);
    add(RankingResult.COLD, times -> times == 0);
    add("in training 1–4 times", times -> times >= 1 && times < 5);
    add("in training 5–19 times", times -> times >= 5 && times < 20);
    add("in training 20 times and more", times -> times >= 20);
    more.forEach((name, items) -> {
      names.add(name);
      boolean[] member = new boolean[cases.size()];
      for (int i = 0; i < member.length; i++) {
        member[i] = items.get(cases.target(data, i));
      }
      members.add(member);
    });
  }

  static List<Group> of(Partition partition, Cases cases, int[] ranks, RankingOptions options) {
    return of(partition, cases, new int[][] {ranks}, options, new TreeMap<>());
  }

  /**
   * Scores of several fits of one model: the mean over fits of each case, then over cases.
   *
   * @param ranks (fits)(cases) of the right item
   * @param more groups beside the usual ones: sets of right items, by name
   */
  public static List<Group> of(
      Partition partition,
      Cases cases,
      int[][] ranks,
      RankingOptions options,
      SortedMap<String, BitSet> more) {
    return new Groups(partition, cases, ranks, options, more).groups();
  }

  /**
   * How much better one model is than another, over the same users.
   *
   * @param ranks (fits)(cases) of the one
   * @param others (fits)(cases) of the other
   * @return by group, in the order of {@link #of}; groups without cases are left out
   */
  public static Map<String, PairedDifference> differences(
      Partition partition,
      Cases cases,
      int[][] ranks,
      int[][] others,
      Measure measure,
      RankingOptions options,
      SortedMap<String, BitSet> more) {
    Groups one = new Groups(partition, cases, ranks, options, more);
    Groups other = new Groups(partition, cases, others, options, more);
    double[][] values = {one.values(measure), other.values(measure)};
    double[][] means = one.means(values, one.once());
    double[][][] draws = one.resampled(values);
    Map<String, PairedDifference> found = new LinkedHashMap<>();
    for (int g = 0; g < one.names.size(); g++) {
      int group = g;
      double[][][] usable =
          Arrays.stream(draws)
              .filter(draw -> !Double.isNaN(draw[group][0]))
              .toArray(double[][][]::new);
      if (usable.length > 0) {
        found.put(
            one.names.get(g),
            PairedDifference.of(
                means[g][0] - means[g][1],
                Arrays.stream(usable).mapToDouble(draw -> draw[group][0]).toArray(),
                Arrays.stream(usable).mapToDouble(draw -> draw[group][1]).toArray(),
                options.bootstrap().confidence()));
      }
    }
    return found;
  }

  private byte[] once() {
    byte[] once = new byte[cases.size()];
    Arrays.fill(once, (byte) 1);
    return once;
  }

  /** (cases) Mean over fits. */
  private double[] values(Measure measure) {
    double[] values = new double[cases.size()];
    for (int[] fit : ranks) {
      for (int i = 0; i < values.length; i++) {
        values[i] += measure.of(fit[i]) / ranks.length;
      }
    }
    return values;
  }

  private void add(String name, IntPredicate wanted) {
    boolean[] member = new boolean[cases.size()];
    for (int i = 0; i < member.length; i++) {
      member[i] = wanted.test(frequency[i]);
    }
    names.add(name);
    members.add(member);
  }

  private List<Group> groups() {
    List<Measure> measures = options.measures();
    double[][] values = new double[measures.size()][cases.size()];
    for (int m = 0; m < values.length; m++) {
      values[m] = values(measures.get(m));
    }
    double[][] means = means(values, once());
    double[][][] resampled = resampled(values);
    List<Group> groups = new ArrayList<>();
    for (int g = 0; g < names.size(); g++) {
      Map<String, Score> scores = new HashMap<>();
      for (int m = 0; m < values.length; m++) {
        scores.put(measures.get(m).name(), score(means[g][m], resampled, g, m));
      }
      groups.add(new Group(names.get(g), count(members.get(g)), scores));
    }
    return groups;
  }

  private Score score(double mean, double[][][] resampled, int group, int measure) {
    double[] draws =
        Arrays.stream(resampled)
            .mapToDouble(draw -> draw[group][measure])
            .filter(value -> !Double.isNaN(value)) // a draw without any of the group
            .toArray();
    Interval interval =
        draws.length == 0 ? null : Interval.of(draws, options.bootstrap().confidence());
    return new Score(Double.isNaN(mean) ? 0 : mean, interval);
  }

  /** (resamples, groups, measures) */
  private double[][][] resampled(double[][] values) {
    BootstrapOptions bootstrap = options.bootstrap();
    if (bootstrap.resamples() == 0 || cases.size() == 0) {
      return new double[0][][];
    }
    long[] users = Arrays.stream(cases.users()).mapToLong(data::userId).toArray();
    long[] distinct = Arrays.stream(users).distinct().toArray();
    Resamples resamples = new Resamples(bootstrap.seed(), distinct, users);
    double[][][] all = new double[bootstrap.resamples()][][];
    Arrays.setAll(all, r -> means(values, resamples.draw(r)));
    return all;
  }

  /** (groups, measures); not a number for a group without weight. */
  private double[][] means(double[][] values, byte[] weights) {
    double[][] means = new double[members.size()][values.length];
    for (int g = 0; g < means.length; g++) {
      boolean[] member = members.get(g);
      long total = 0;
      for (int i = 0; i < member.length; i++) {
        total += member[i] ? weights[i] : 0;
      }
      for (int m = 0; m < values.length; m++) {
        double sum = 0;
        for (int i = 0; i < member.length; i++) {
          sum += member[i] ? weights[i] * values[m][i] : 0;
        }
        means[g][m] = sum / total;
      }
    }
    return means;
  }

  private static int count(boolean[] member) {
    int count = 0;
    for (boolean each : member) {
      count += each ? 1 : 0;
    }
    return count;
  }
}
