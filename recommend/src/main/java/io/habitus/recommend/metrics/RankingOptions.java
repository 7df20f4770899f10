package io.habitus.recommend.metrics;

import io.habitus.evaluation.interval.BootstrapOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured.
 *
 * @param ks lengths of lists; coverage and novelty are of the last one
 * @param seen what becomes of items that the user has had before
 * @param candidates which items are ranked
 * @param bootstrap how intervals are made
 */
public record RankingOptions(
    List<Integer> ks, Seen seen, Candidates candidates, BootstrapOptions bootstrap) {

  /** Items of the user's own history, up to the moment that is asked about. */
  public enum Seen {
    /** Are not ranked; a case whose right answer is one of them is missed. */
    LEFT_OUT("items that the user had before are not ranked"),
    /** Are ranked as any other. */
    RANKED("items that the user had before are ranked too");

    private final String sentence;

    Seen(String sentence) {
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }

  /** What may be recommended. */
  public enum Candidates {
    /** Every item that the model has a score for, cold ones included. */
    ALL("all items that the model can score"),
    /** Items that occur in training. */
    WARM("items that occur in training");

    private final String sentence;

    Candidates(String sentence) {
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }

  public RankingOptions {
    ks = List.copyOf(ks);
    if (ks.isEmpty() || ks.stream().anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException("expected list lengths of at least 1, found " + ks);
    }
  }

  /** Lists of 5, 20 and 10 items, seen ones left out, all candidates, 500 resamples. */
  public static RankingOptions defaults() {
    return new RankingOptions(
        List.of(5, 20, 10), Seen.LEFT_OUT, Candidates.ALL, BootstrapOptions.defaults());
  }

  public RankingOptions with(Seen newSeen) {
    return new RankingOptions(ks, newSeen, candidates, bootstrap);
  }

  public RankingOptions with(Candidates newCandidates) {
    return new RankingOptions(ks, seen, newCandidates, bootstrap);
  }

  public RankingOptions with(BootstrapOptions newBootstrap) {
    return new RankingOptions(ks, seen, candidates, newBootstrap);
  }

  /** Length of the lists that coverage and novelty are of. */
  int listed() {
    return ks.getLast();
  }

  List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    ks.forEach(k -> measures.add(new Measure.HitRate(k)));
    ks.forEach(k -> measures.add(new Measure.Ndcg(k)));
    measures.add(new Measure.ReciprocalRank());
    return measures;
  }
}
