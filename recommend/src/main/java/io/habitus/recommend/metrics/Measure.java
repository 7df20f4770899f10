package io.habitus.recommend.metrics;

/** What a rank is worth; each is a mean over cases. */
public sealed interface Measure {
  /** As tables name it, such as {@code NDCG@10}. */
  String name();

  /**
   * Of one case.
   *
   * @param rank of the right item, 1 for the best; 0 where it is not ranked at all
   */
  double of(int rank);

  /** 1 if the right item is among the first k. */
  record HitRate(int k) implements Measure {
    @Override
    public String name() {
      return "HR@" + k;
    }

    @Override
    public double of(int rank) {
      return rank >= 1 && rank <= k ? 1 : 0;
    }
  }

  /** 1 / log2(rank + 1) if among the first k: with one right item, the ideal is 1. */
  record Ndcg(int k) implements Measure {
    private static final double LOG_2 = Math.log(2);

    @Override
    public String name() {
      return "NDCG@" + k;
    }

    @Override
    public double of(int rank) {
      return rank >= 1 && rank <= k ? LOG_2 / Math.log(rank + 1.0) : 0;
    }
  }

  /** 1 / rank, over the whole ranking. */
  record ReciprocalRank() implements Measure {
    @Override
    public String name() {
      return "MRR";
    }

    @Override
    public double of(int rank) {
      return rank >= 1 ? 1.0 / rank : 0;
    }
  }
}
