package io.habitus.pipeline.study;

import io.habitus.core.run.RunContext;
import io.habitus.pipeline.report.RecommenderFacts.NewItem;
import io.habitus.recommend.ItemAudience;
import io.habitus.recommend.content.ItemContent;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.sequential.FittedSequential;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An item arrives: where does it rank, for whom, and were they the ones who took it? Histories end
 * at the cut-off; what came after it is only counted.
 */
final class NewItemStudy {
  private static final int TOP = 10;

  private final BeforeAndAfter data;
  private final ItemContent content;
  private final RunContext context;

  NewItemStudy(BeforeAndAfter data, ItemContent content, RunContext context) {
    this.data = data;
    this.content = content;
    this.context = context;
  }

  /** The new item that most clients with a history took; empty where there is none. */
  Optional<NewItem> of(FittedSequential model, ItemWords words) {
    List<String> newItems =
        data.newItems().stream().filter(id -> content.find(id) != null).toList();
    String chosen = "";
    Set<Long> takers = Set.of();
    for (String id : newItems) {
      Set<Long> found = takers(id);
      if (found.size() > takers.size()) {
        chosen = id;
        takers = found;
      }
    }
    float[] vector = content.find(chosen);
    if (vector == null) {
      return Optional.empty();
    }
    try (FittedSequential grown = model.withItems(Map.of(chosen, vector))) {
      int item = grown.items().find(chosen);
      ItemAudience audience =
          ItemAudience.of(grown, item, data.past(), data.past().size(), context);
      return Optional.of(facts(audience, takers, words.of(chosen), newItems.size()));
    }
  }

  /** Clients with a history at the cut-off who took the item afterwards. */
  private Set<Long> takers(String id) {
    Interactions all = data.all();
    int item = all.items().find(id);
    Set<Long> takers = new HashSet<>();
    for (int user = 0; user < all.size(); user++) {
      if (data.past().find(all.userId(user)) >= 0
          && Arrays.binarySearch(data.takenAfter(user), item) >= 0) {
        takers.add(all.userId(user));
      }
    }
    return takers;
  }

  private static NewItem facts(
      ItemAudience audience, Set<Long> takers, String words, int newItems) {
    int[] theirs = ranks(audience, takers, true);
    int[] others = ranks(audience, takers, false);
    return new NewItem(
        words,
        newItems,
        audience.candidates(),
        audience.users(),
        audience.medianRank(),
        audience.users10(),
        theirs.length,
        theirs.length == 0 ? 0 : theirs[theirs.length / 2],
        (int) Arrays.stream(theirs).filter(rank -> rank <= TOP).count(),
        better(theirs, others));
  }

  /** Sorted. */
  private static int[] ranks(ItemAudience audience, Set<Long> takers, boolean wanted) {
    return audience.audience().stream()
        .filter(member -> takers.contains(member.client()) == wanted)
        .mapToInt(ItemAudience.Member::rank)
        .sorted()
        .toArray();
  }

  /** Share of pairs whose first rank is smaller, ties counted half; 0.5 without a pair. */
  static double better(int[] ranks, int[] others) {
    double sum = 0;
    for (int one : ranks) {
      for (int other : others) {
        sum += one < other ? 1 : one == other ? 0.5 : 0;
      }
    }
    double pairs = (double) ranks.length * others.length;
    return pairs == 0 ? 0.5 : sum / pairs;
  }
}
