package io.habitus.recommend.metrics;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.data.Cases;
import io.habitus.recommend.data.ContextCodes;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.Partition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Ranks all items for every case. Cases are taken in pieces of a fixed size, so that results do not
 * depend on threads.
 */
public final class RankingEvaluation {
  private static final int PIECE = 512;

  private final Recommender model;
  private final Interactions data;
  private final ContextCodes context;
  private final Cases cases;
  private final RankingOptions options;
  private final int items;
  private final int[] leftOut; // items that are not ranked for anyone
  private final double[] bits; // (items) −log2 of the share of training interactions
  private final int[] ranks;
  private final double[] listBits; // (cases) summed over the list
  private final int[] listed; // (cases) length of the list
  private final BitSet covered = new BitSet();

  private RankingEvaluation(
      Recommender model, Partition partition, Cases cases, RankingOptions options) {
    this.model = model;
    this.data = partition.data();
    context = model.contextOf(data);
    this.cases = cases;
    this.options = options;
    int[] counts = partition.trainingCounts();
    long total = Math.max(1, Arrays.stream(counts).asLongStream().sum());
    items = counts.length;
    BitSet never = new BitSet();
    bits = new double[counts.length];
    for (int item = 0; item < counts.length; item++) {
      boolean allowed =
          switch (options.candidates()) {
            case ALL -> true;
            case WARM -> counts[item] > 0;
          };
      never.set(item, !(allowed && model.ranks(item)));
      bits[item] = Math.log((double) total / Math.max(1, counts[item])) / Math.log(2);
    }
    leftOut = never.stream().toArray();
    ranks = new int[cases.size()];
    listBits = new double[cases.size()];
    listed = new int[cases.size()];
  }

  /**
   * Measures a model.
   *
   * @param name of the data set
   * @param cases of the partition, such as its test
   * @throws IllegalArgumentException if the model's items are not those of the data
   */
  public static RankingResult run(
      Recommender model,
      String name,
      Partition partition,
      Cases cases,
      RankingOptions options,
      RunContext context) {
    if (!model.items().ids().equals(partition.data().items().ids())) {
      throw new IllegalArgumentException(
          "%s has %d items, the data has %d: expected the same"
              .formatted(model.name(), model.items().size(), partition.data().items().size()));
    }
    RankingEvaluation run = new RankingEvaluation(model, partition, cases, options);
    run.rankAll(context);
    return new RankingResult(
        model.name(),
        Protocol.of(name, partition, cases, options),
        Groups.of(partition, cases, run.ranks, options),
        run.covered.cardinality() / (double) run.items,
        run.novelty(),
        (int) Arrays.stream(run.listed).filter(length -> length == 0).count(),
        run.ranks);
  }

  private void rankAll(RunContext context) {
    Queue<Recommender.Scorer> idle = new ConcurrentLinkedQueue<>();
    try {
      Workers.forEach(
          Math.ceilDiv(cases.size(), PIECE),
          context,
          "ranking items",
          piece -> {
            Recommender.Scorer next = idle.poll();
            Recommender.Scorer scorer = next == null ? model.scorer() : next;
            try {
              rank(scorer, piece * PIECE, Math.min(cases.size(), (piece + 1) * PIECE));
            } finally {
              idle.add(scorer);
            }
          });
    } finally {
      idle.forEach(Recommender.Scorer::close);
    }
  }

  private void rank(Recommender.Scorer scorer, int from, int until) {
    List<int[]> histories = new ArrayList<>();
    List<int[][]> beside = new ArrayList<>();
    for (int i = from; i < until; i++) {
      histories.add(cases.history(data, i));
      beside.add(cases.beside(context, i));
    }
    TopItems top = new TopItems(options.listed());
    BitSet mine = new BitSet();
    scorer.score(
        histories,
        beside,
        (place, scores, at) -> {
          filter(histories.get(place), scores, at);
          int i = from + place;
          ranks[i] = TopItems.rank(scores, at, items, cases.target(data, i));
          top.select(scores, at, items);
          listed[i] = top.size();
          for (int rank = 0; rank < top.size(); rank++) {
            mine.set(top.item(rank));
            listBits[i] += bits[top.item(rank)];
          }
        });
    synchronized (covered) {
      covered.or(mine);
    }
  }

  private void filter(int[] history, float[] scores, int at) {
    for (int item : leftOut) {
      scores[at + item] = Float.NEGATIVE_INFINITY;
    }
    if (options.seen() == RankingOptions.Seen.LEFT_OUT) {
      for (int item : history) {
        scores[at + item] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  private double novelty() {
    long items = Arrays.stream(listed).asLongStream().sum();
    return items == 0 ? 0 : Arrays.stream(listBits).sum() / items;
  }
}
