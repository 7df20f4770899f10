package io.habitus.recommend;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.recommend.data.ContextCodes;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.metrics.TopItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where an item ranks, and for whom it ranks highest: asked of an item that is new.
 *
 * @param item its id
 * @param candidates items that it was ranked among, itself included
 * @param users whose history says something to the model and who have not had the item
 * @param medianRank over them; 0 without any
 * @param inTop share of them with the item among their first ten
 * @param users10 how many that are
 * @param audience the users with the best ranks, best first
 */
public record ItemAudience(
    String item,
    int candidates,
    int users,
    int medianRank,
    double inTop,
    int users10,
    List<Member> audience) {
  private static final int PIECE = 512;
  private static final int TOP = 10;

  /**
   * A user.
   *
   * @param client id
   * @param rank of the item, 1 for the best, among items that the user has not had
   * @param score of the item
   */
  public record Member(long client, int rank, float score) {}

  public ItemAudience {
    audience = List.copyOf(audience);
  }

  /**
   * Ranks an item for everyone.
   *
   * @param item the model's number
   * @param data whose items meet the model's by id
   * @param most users that are listed
   */
  public static ItemAudience of(
      Recommender model, int item, Interactions data, int most, RunContext context) {
    int[] numbers = data.items().ids().stream().mapToInt(model.items()::find).toArray();
    int[] ranks = new int[data.size()];
    float[] scores = new float[data.size()];
    Workers.forEach(
        Math.ceilDiv(data.size(), PIECE),
        context,
        "ranking an item",
        piece -> rank(model, item, data, numbers, piece * PIECE, ranks, scores));
    return summary(model, item, data, most, ranks, scores);
  }

  private static void rank(
      Recommender model,
      int item,
      Interactions data,
      int[] numbers,
      int from,
      int[] ranks,
      float[] itemScores) {
    ContextCodes context = model.contextOf(data);
    List<int[]> histories = new ArrayList<>();
    List<int[][]> beside = new ArrayList<>();
    for (int user = from; user < Math.min(data.size(), from + PIECE); user++) {
      int who = user;
      int[] steps =
          IntStream.range(0, data.length(who))
              .filter(step -> numbers[data.item(who, step)] >= 0)
              .toArray();
      histories.add(Arrays.stream(steps).map(step -> numbers[data.item(who, step)]).toArray());
      beside.add(context.of(who, steps));
    }
    try (Recommender.Scorer scorer = model.scorer()) {
      scorer.score(
          histories,
          beside,
          (i, scores, at) -> {
            itemScores[from + i] = scores[at + item];
            for (int seen : histories.get(i)) {
              scores[at + seen] = Float.NEGATIVE_INFINITY;
            }
            ranks[from + i] = TopItems.rank(scores, at, model.items().size(), item);
          });
    }
  }

  private static ItemAudience summary(
      Recommender model, int item, Interactions data, int most, int[] ranks, float[] scores) {
    int[] ranked = IntStream.range(0, ranks.length).filter(user -> ranks[user] > 0).toArray();
    int[] sorted = Arrays.stream(ranked).map(user -> ranks[user]).sorted().toArray();
    int top = (int) Arrays.stream(sorted).filter(rank -> rank <= TOP).count();
    List<Member> members =
        Arrays.stream(ranked)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer user) -> ranks[user])
                    .thenComparing(user -> -scores[user])
                    .thenComparing(Comparator.naturalOrder()))
            .limit(most)
            .map(user -> new Member(data.userId(user), ranks[user], scores[user]))
            .toList();
    int candidates = (int) IntStream.range(0, model.items().size()).filter(model::ranks).count();
    return new ItemAudience(
        model.items().id(item),
        candidates,
        ranked.length,
        sorted.length == 0 ? 0 : sorted[sorted.length / 2],
        sorted.length == 0 ? 0 : top / (double) sorted.length,
        top,
        members);
  }
}
