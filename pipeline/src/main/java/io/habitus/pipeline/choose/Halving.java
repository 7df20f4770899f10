package io.habitus.pipeline.choose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which trial is run next, and at which size: asynchronous successive halving (Li et al. 2020, "A
 * System for Massively Parallel Hyperparameter Tuning"), one trial at a time. Trial 0 goes through
 * all rungs first. Then a trial of the best 1/factor of a rung goes on to the next one as soon as
 * it is there; where none is, a new one begins. A whole result is there early, which is what a time
 * budget needs, and the order depends on scores alone.
 */
final class Halving {
  private final int rungs;
  private final int factor;
  private final int trials;
  private final List<List<Result>> results = new ArrayList<>();
  private int begun;
  private boolean exhausted;

  /**
   * A trial's score on a rung.
   *
   * @param score negative infinity for a failure
   */
  record Result(int trial, double score) {}

  /** What to run. */
  record Job(int trial, int rung) {}

  Halving(int rungs, int factor, int trials) {
    this.rungs = rungs;
    this.factor = factor;
    this.trials = trials;
    for (int rung = 0; rung < rungs; rung++) {
      results.add(new ArrayList<>());
    }
  }

  /** The next job; a new trial has the number of trials begun so far. Empty at the end. */
  Optional<Job> next() {
    for (int rung = 0; rung < rungs; rung++) {
      if (!has(0, rung)) {
        return Optional.of(new Job(0, rung));
      }
    }
    return promotion().or(this::newTrial).or(this::lastPromotion);
  }

  /** Says what came of a job. */
  void done(Job job, double score) {
    results.get(job.rung()).add(new Result(job.trial(), score));
    begun = Math.max(begun, job.trial() + 1);
  }

  private boolean has(int trial, int rung) {
    return results.get(rung).stream().anyMatch(result -> result.trial() == trial);
  }

  private Optional<Job> promotion() {
    for (int rung = rungs - 2; rung >= 0; rung--) {
      int next = rung + 1;
      Optional<Result> best =
          ranked(rung).stream()
              .limit(results.get(rung).size() / factor)
              .filter(result -> !has(result.trial(), next))
              .findFirst();
      if (best.isPresent()) {
        return Optional.of(new Job(best.get().trial(), next));
      }
    }
    return Optional.empty();
  }

  private Optional<Job> newTrial() {
    return begun < trials && !exhausted ? Optional.of(new Job(begun, 0)) : Optional.empty();
  }

  /** No draw is left: the trials that have begun are all. */
  void noMore() {
    exhausted = true;
  }

  /** Few trials may leave the whole to trial 0 alone: then the best other one goes on to it. */
  private Optional<Job> lastPromotion() {
    for (int rung = rungs - 1; rung >= 0; rung--) {
      Optional<Result> best =
          ranked(rung).stream().filter(result -> result.trial() > 0).findFirst();
      if (best.isPresent()) {
        int next = rung + 1;
        return next < rungs ? Optional.of(new Job(best.get().trial(), next)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Without failures, the best first; of equals the earlier trial. */
  private List<Result> ranked(int rung) {
    return results.get(rung).stream()
        .filter(result -> result.score() > Double.NEGATIVE_INFINITY)
        .sorted(
            Comparator.comparingDouble(Result::score).reversed().thenComparingInt(Result::trial))
        .toList();
  }

  /** The highest rung that another trial than 0 has a score on, else the highest that 0 has. */
  int compared() {
    for (int rung = rungs - 1; rung >= 0; rung--) {
      if (ranked(rung).stream().anyMatch(result -> result.trial() > 0)) {
        return rung;
      }
    }
    int rung = 0;
    while (rung + 1 < rungs && has(0, rung + 1)) {
      rung++;
    }
    return rung;
  }

  /** The best trial of a rung. */
  int best(int rung) {
    return ranked(rung).getFirst().trial();
  }

  /** Trials with a score on a rung. */
  Set<Integer> on(int rung) {
    Set<Integer> on = new HashSet<>();
    ranked(rung).forEach(result -> on.add(result.trial()));
    return on;
  }
}
