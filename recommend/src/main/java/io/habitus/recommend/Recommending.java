package io.habitus.recommend;

import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.recommend.data.ContextCodes;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.metrics.TopItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * Lists for many users, in their order, in memory that does not grow with them.
 *
 * @param model scores items
 * @param rules what may be in a list
 */
public record Recommending(Recommender model, Rules rules) {
  private static final int PIECE = 512;

  /**
   * What may be in a list.
   *
   * @param k items of a list
   * @param seen whether items of the user's own history may be in it
   * @param allowed if there, only these items; ids that the model does not have are passed over
   * @param denied never these items
   */
  public record Rules(int k, boolean seen, Optional<List<String>> allowed, List<String> denied) {
    /** The k best items that the user has not had. */
    public static Rules best(int k) {
      return new Rules(k, false, Optional.empty(), List.of());
    }

    public Rules {
      if (k < 1) {
        throw new IllegalArgumentException("expected lists of at least one item, found " + k);
      }
      allowed = allowed.map(List::copyOf);
      denied = List.copyOf(denied);
    }

    /** (items) Which may be recommended. */
    BitSet eligible(Recommender model) {
      BitSet eligible = new BitSet();
      if (allowed.isPresent()) {
        Arrays.stream(model.items().known(allowed.get())).forEach(eligible::set);
      } else {
        eligible.set(0, model.items().size());
      }
      Arrays.stream(model.items().known(denied)).forEach(eligible::clear);
      for (int item = 0; item < model.items().size(); item++) {
        if (!model.ranks(item)) {
          eligible.clear(item);
        }
      }
      return eligible;
    }
  }

  /**
   * The list of a history, which may be of someone nobody has heard of.
   *
   * @param ids of items, oldest first; ids that the model does not have are passed over
   * @return best first; empty where the history says nothing to the model
   */
  public List<Recommendation> of(List<String> ids) {
    List<List<Recommendation>> lists =
        lists(List.of(model.items().known(ids)), rules.eligible(model), model.scorer());
    return lists.getFirst();
  }

  /**
   * The lists of users, handed over in order.
   *
   * @param data whose items may be others than the model's: they meet by id
   * @param users places in the data
   * @param take called with a list, best first, empty where the history says nothing to the model,
   *     and the place in {@code users}
   */
  public void forEach(
      Interactions data, int[] users, RunContext run, ObjIntConsumer<List<Recommendation>> take) {
    int[] numbers = data.items().ids().stream().mapToInt(model.items()::find).toArray();
    BitSet eligible = rules.eligible(model);
    ContextCodes context = model.contextOf(data);
    Queue<Recommender.Scorer> idle = new ConcurrentLinkedQueue<>();
    try (var step = run.progress().start("recommending", users.length, "clients")) {
      Parallel.forEachInOrder(
          "recommending",
          Math.ceilDiv(users.length, PIECE),
          run,
          piece -> {
            int from = piece * PIECE;
            List<int[]> histories = new ArrayList<>();
            List<int[][]> beside = new ArrayList<>();
            for (int i = from; i < Math.min(users.length, from + PIECE); i++) {
              int user = users[i];
              int[] steps =
                  IntStream.range(0, data.length(user))
                      .filter(at -> numbers[data.item(user, at)] >= 0)
                      .toArray();
              histories.add(Arrays.stream(steps).map(at -> numbers[data.item(user, at)]).toArray());
              beside.add(context.of(user, steps));
            }
            Recommender.Scorer next = idle.poll();
            Recommender.Scorer scorer = next == null ? model.scorer() : next;
            try {
              return score(histories, beside, eligible, scorer);
            } finally {
              idle.add(scorer);
            }
          },
          (lists, piece) -> {
            for (int i = 0; i < lists.size(); i++) {
              take.accept(lists.get(i), piece * PIECE + i);
            }
            step.advance(lists.size());
          });
    } finally {
      idle.forEach(Recommender.Scorer::close);
    }
  }

  private List<List<Recommendation>> lists(
      List<int[]> histories, BitSet eligible, Recommender.Scorer scorer) {
    try (scorer) {
      return score(histories, List.of(), eligible, scorer);
    }
  }

  /** Without what is beside the items where {@code beside} is empty. */
  private List<List<Recommendation>> score(
      List<int[]> histories, List<int[][]> beside, BitSet eligible, Recommender.Scorer scorer) {
    List<List<Recommendation>> lists = new ArrayList<>();
    histories.forEach(history -> lists.add(List.of()));
    TopItems top = new TopItems(rules.k);
    scorer.score(
        histories,
        beside,
        (i, scores, at) -> {
          int count = model.items().size();
          for (int item = eligible.nextClearBit(0);
              item < count;
              item = eligible.nextClearBit(item + 1)) {
            scores[at + item] = Float.NEGATIVE_INFINITY;
          }
          if (!rules.seen) {
            for (int item : histories.get(i)) {
              scores[at + item] = Float.NEGATIVE_INFINITY;
            }
          }
          top.select(scores, at, count);
          List<Recommendation> list = new ArrayList<>();
          for (int place = 0; place < top.size(); place++) {
            list.add(new Recommendation(model.items().id(top.item(place)), top.score(place)));
          }
          lists.set(i, list);
        });
    return lists;
  }
}
