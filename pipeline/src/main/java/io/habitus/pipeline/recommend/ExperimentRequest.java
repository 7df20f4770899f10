package io.habitus.pipeline.recommend;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.recommend.content.ItemContent;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.experiment.Entrant;
import io.habitus.recommend.experiment.Experiment;
import io.habitus.recommend.experiment.ExperimentReport;
import io.habitus.recommend.experiment.FitStore;
import io.habitus.recommend.metrics.RankingOptions;
import io.habitus.recommend.sequential.ItemVectors;
import io.habitus.recommend.sequential.Settings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A comparison of recommenders.
 *
 * @param kind which
 * @param split how the data is cut
 * @param content of items; needed for cold start
 * @param holdOut share of items that are held out of training by seed: cold items where the split
 *     makes none
 * @param maxDeltaNorms bounds that are tried
 * @param baselines whether models without a network are in the table
 * @param parameters of the networks
 * @param seeds of fits
 * @param users drawn by the first seed; 0 for all
 * @param options of the measures
 */
public record ExperimentRequest(
    Kind kind,
    SplitChoice split,
    Optional<ContentSource> content,
    double holdOut,
    List<Double> maxDeltaNorms,
    boolean baselines,
    Map<String, String> parameters,
    List<Long> seeds,
    int users,
    RankingOptions options) {

  /** Which comparison. */
  public enum Kind {
    /** Networks of both kinds and models without a network. */
    SEQUENTIAL,
    /** One network whose items are learned from nothing or from content, in four ways. */
    COLD_START
  }

  /**
   * How the data is cut.
   *
   * @param byTime one point in time for all; else leave-one-out
   * @param validationShare of interactions, by time
   * @param testShare of interactions, by time
   * @param targets what is asked for, by time
   */
  public record SplitChoice(
      boolean byTime, double validationShare, double testShare, Split.Targets targets) {
    Split of(Interactions data) {
      return byTime
          ? Split.GlobalTime.ofShares(data, validationShare, testShare, targets)
          : new Split.LeaveOneOut();
    }
  }

  public ExperimentRequest {
    if (kind == Kind.COLD_START && content.isEmpty()) {
      throw new UsageException("cold-start needs the items' content");
    }
    if (!(holdOut >= 0 && holdOut < 1)) {
      throw new UsageException("hold-out: expected a share in [0, 1), found " + holdOut);
    }
    maxDeltaNorms = List.copyOf(maxDeltaNorms);
    parameters = new TreeMap<>(parameters);
    seeds = List.copyOf(seeds);
  }

  /** Runs it. */
  public ExperimentReport run(RecommendData data, RunContext context) {
    return run(data, FitStore.NONE, context);
  }

  /** Runs what the store does not have. */
  public ExperimentReport run(RecommendData data, FitStore store, RunContext context) {
    RecommendData asked = users > 0 ? data.drawn(users, seeds.getFirst()) : data;
    Interactions interactions = asked.interactions();
    String name = asked.name();
    Partition partition = split.of(interactions).of(interactions, heldOut(interactions));
    return switch (kind) {
      case SEQUENTIAL -> sequential(name, partition).run(store, context);
      case COLD_START ->
          coldStart(name, partition, content.orElseThrow().read(data, context)).run(store, context);
    };
  }

  private BitSet heldOut(Interactions data) {
    BitSet held = new BitSet();
    SplittableRandom random = new SplittableRandom(seeds.getFirst());
    for (int item = 0; item < data.items().size(); item++) {
      if (random.nextDouble() < holdOut) {
        held.set(item);
      }
    }
    return held;
  }

  private Experiment sequential(String name, Partition partition) {
    List<Entrant> entrants = new ArrayList<>(baselines ? Entrant.baselines() : List.of());
    for (Settings.Layers layers : Settings.Layers.values()) {
      Map<String, String> values = new HashMap<>(parameters);
      values.put("network", layers.name().toLowerCase(Locale.ROOT));
      Settings settings = Settings.of(values);
      entrants.add(Entrant.of(values.get("network"), settings, new ItemVectors.Random()));
    }
    return new Experiment(
        "Sequential recommendation on " + name,
        name,
        partition,
        entrants,
        seeds,
        options,
        new TreeMap<>(),
        "sasrec");
  }

  private Experiment coldStart(String name, Partition partition, ItemContent items) {
    List<Entrant> entrants = new ArrayList<>(baselines ? Entrant.baselines() : List.of());
    entrants.addAll(Entrant.coldStart(Settings.of(parameters), items, maxDeltaNorms));
    return new Experiment(
        "Cold start on %s, content from %s".formatted(name, items.source()),
        name,
        partition,
        entrants,
        seeds,
        options,
        byContent(partition, items),
        new ItemVectors.ContentPlusDelta(items, maxDeltaNorms.getFirst()).name());
  }

  /** Warm and cold items with content and without: none of them where all have it. */
  private static SortedMap<String, BitSet> byContent(Partition partition, ItemContent content) {
    SortedMap<String, BitSet> groups = new TreeMap<>();
    int[] counts = partition.trainingCounts();
    boolean all = true;
    for (int item = 0; item < counts.length; item++) {
      boolean has = content.find(partition.data().items().id(item)) != null;
      all &= has;
      String group =
          (counts[item] > 0 ? "warm" : "cold") + (has ? ", with content" : ", without content");
      groups.computeIfAbsent(group, name -> new BitSet()).set(item);
    }
    return all ? new TreeMap<>() : groups;
  }
}
