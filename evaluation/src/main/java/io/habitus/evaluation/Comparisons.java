package io.habitus.evaluation;

import io.habitus.core.target.Task;
import io.habitus.evaluation.interval.Holm;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.evaluation.result.Comparison;
import io.habitus.evaluation.result.ProfilesResult;
import io.habitus.evaluation.result.TaskResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scores on resamples, kept until every pair of profile sets can be compared. */
final class Comparisons {
  private record Key(String profiles, String task) {}

  private record Resampled(long[] sortedIds, double[] scores) {}

  private final Map<Key, Resampled> kept = new HashMap<>();

  void add(String profiles, String task, long[] clientIds, double[] scores) {
    long[] sorted = clientIds.clone();
    Arrays.sort(sorted);
    kept.put(new Key(profiles, task), new Resampled(sorted, scores));
  }

  /** Every pair on every task that both were scored on, tasks first. */
  List<Comparison> all(List<Task> tasks, List<ProfilesResult> results, double confidence) {
    List<Comparison> all = new ArrayList<>();
    for (Task task : tasks) {
      for (int i = 0; i < results.size(); i++) {
        for (int j = i + 1; j < results.size(); j++) {
          compare(task.name(), results.get(i), results.get(j), confidence).ifPresent(all::add);
        }
      }
    }
    return corrected(all);
  }

  /** All differences of an evaluation are one family. */
  private static List<Comparison> corrected(List<Comparison> all) {
    double[] p =
        all.stream().flatMap(each -> each.difference().stream()).mapToDouble(d -> d.p()).toArray();
    double[] holm = Holm.correct(p);
    List<Comparison> corrected = new ArrayList<>();
    int next = 0;
    for (Comparison each : all) {
      corrected.add(each.difference().isPresent() ? each.withHolm(holm[next++]) : each);
    }
    return corrected;
  }

  private Optional<Comparison> compare(
      String task, ProfilesResult first, ProfilesResult second, double confidence) {
    Resampled one = kept.get(new Key(first.name(), task));
    Resampled other = kept.get(new Key(second.name(), task));
    if (one == null || other == null) {
      return Optional.empty();
    }
    Optional<PairedDifference> difference = Optional.empty();
    if (one.scores.length > 0 && Arrays.equals(one.sortedIds, other.sortedIds)) {
      double scores = unrounded(first, task) - unrounded(second, task);
      difference = Optional.of(PairedDifference.of(scores, one.scores, other.scores, confidence));
    }
    PairedDifference.Claim claim =
        difference.map(PairedDifference::claim).orElse(PairedDifference.Claim.NO_DIFFERENCE_SHOWN);
    return Optional.of(
        new Comparison(task, first.name(), second.name(), difference, claim, Optional.empty()));
  }

  private static double unrounded(ProfilesResult set, String task) {
    return set.tasks().stream()
        .filter(result -> result.task().equals(task))
        .mapToDouble(TaskResult::unrounded)
        .findFirst()
        .orElseThrow();
  }
}
