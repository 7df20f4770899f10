package io.habitus.explain.steer;

import io.habitus.core.run.RunContext;
import io.habitus.explain.interpret.Attributes;
import io.habitus.recommend.Recommender;
import io.habitus.recommend.data.Cases;
import io.habitus.recommend.data.ContextCodes;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.metrics.TopItems;
import java.util.ArrayList;
import java.util.List;

/** What lists are made of: for each attribute, the share of all listed items that have it. */
public final class Shares {
  private static final int AT_ONCE = 512;

  private Shares() {}

  /**
   * Of the k best items for each case, items of its history left out.
   *
   * @return (attributes) shares
   */
  public static double[] of(
      Recommender model, Interactions data, Cases cases, Attributes items, int k, RunContext run) {
    long[] counts = new long[items.size()];
    long[] listed = {0};
    ContextCodes context = model.contextOf(data);
    try (Recommender.Scorer scorer = model.scorer()) {
      for (int from = 0; from < cases.size(); from += AT_ONCE) {
        run.checkStopped("looking at lists");
        List<int[]> histories = new ArrayList<>();
        List<int[][]> beside = new ArrayList<>();
        for (int i = from; i < Math.min(cases.size(), from + AT_ONCE); i++) {
          histories.add(cases.history(data, i));
          beside.add(cases.beside(context, i));
        }
        scorer.score(
            histories,
            beside,
            (place, scores, at) -> {
              TopItems top = top(model, histories.get(place), scores, at, k);
              for (int n = 0; n < top.size(); n++) {
                listed[0]++;
                int item = top.item(n);
                for (int id = items.offsets()[item]; id < items.offsets()[item + 1]; id++) {
                  counts[items.ids()[id]]++;
                }
              }
            });
      }
    }
    double[] shares = new double[counts.length];
    for (int a = 0; a < shares.length; a++) {
      shares[a] = listed[0] == 0 ? 0 : counts[a] / (double) listed[0];
    }
    return shares;
  }

  /** The k best items for one case, best first. */
  public static List<Integer> list(
      Recommender model, Interactions data, Cases cases, int i, int k) {
    int[] history = cases.history(data, i);
    List<Integer> best = new ArrayList<>();
    try (Recommender.Scorer scorer = model.scorer()) {
      scorer.score(
          List.of(history),
          List.<int[][]>of(cases.beside(model.contextOf(data), i)),
          (place, scores, at) -> {
            TopItems top = top(model, history, scores, at, k);
            for (int n = 0; n < top.size(); n++) {
              best.add(top.item(n));
            }
          });
    }
    return best;
  }

  private static TopItems top(Recommender model, int[] history, float[] scores, int at, int k) {
    for (int item : history) {
      scores[at + item] = Float.NEGATIVE_INFINITY;
    }
    TopItems top = new TopItems(k);
    top.select(scores, at, model.items().size());
    return top;
  }
}
