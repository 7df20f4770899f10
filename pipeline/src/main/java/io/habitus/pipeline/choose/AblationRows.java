package io.habitus.pipeline.choose;

import io.habitus.evaluation.SetScores;
import io.habitus.evaluation.interval.Holm;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.pipeline.report.AblationFacts.Row;
import io.habitus.pipeline.report.PairedFact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Variants' scores as rows of a report. Three families of differences are corrected, each by
 * itself: sums to the whole, single tasks to the whole, and sums to the row before.
 */
final class AblationRows {
  private final SequencedMap<String, SetScores> scores;
  private final SetScores whole;
  private final double confidence;
  private final Map<String, PairedFact> sums;
  private final Map<String, PairedFact> tasks;
  private Map<String, PairedFact> steps = Map.of();

  /**
   * Compares all variants with the first one.
   *
   * @param scores by the variants' names, the whole first
   */
  AblationRows(SequencedMap<String, SetScores> scores, double confidence) {
    this.scores = scores;
    this.whole = scores.firstEntry().getValue();
    this.confidence = confidence;
    SequencedMap<String, PairedDifference> ofSums = new LinkedHashMap<>();
    SequencedMap<String, PairedDifference> ofTasks = new LinkedHashMap<>();
    scores.forEach((name, variant) -> {
      if (variant != whole) {
        variant.minus(whole, confidence).ifPresent(d -> ofSums.put(name, d));
        tasks()
            .forEach(task ->
                variant
                    .minus(whole, task, confidence)
                    .ifPresent(d -> ofTasks.put(key(name, task), d)));
      }
    });
    sums = corrected(ofSums);
    tasks = corrected(ofTasks);
  }

  /** Tasks of the whole. */
  List<String> tasks() {
    return whole.tasks().stream().map(SetScores.TaskScores::task).toList();
  }

  /** Compares each of these variants with the one before. */
  void chain(List<String> names) {
    SequencedMap<String, PairedDifference> ofSteps = new LinkedHashMap<>();
    for (int i = 1; i < names.size(); i++) {
      String name = names.get(i);
      scores(name).minus(scores(names.get(i - 1)), confidence).ifPresent(d -> ofSteps.put(name, d));
    }
    steps = corrected(ofSteps);
  }

  /**
   * A row.
   *
   * @param previous the row before, in a chain
   */
  Row row(String label, int members, String name, Optional<String> previous) {
    SetScores variant = scores(name);
    SequencedMap<String, Double> byTask = new LinkedHashMap<>();
    variant.tasks().forEach(task -> byTask.put(task.task(), task.score()));
    SequencedMap<String, PairedFact> toWhole = new LinkedHashMap<>();
    for (String task : tasks()) {
      PairedFact difference = tasks.get(key(name, task));
      if (difference != null) {
        toWhole.put(task, difference);
      }
    }
    return new Row(
        label,
        members,
        variant.width(),
        variant.sum(),
        byTask,
        Optional.ofNullable(sums.get(name)),
        toWhole,
        previous.flatMap(before -> Optional.ofNullable(steps.get(name))));
  }

  private SetScores scores(String name) {
    return Objects.requireNonNull(scores.get(name), name);
  }

  private static String key(String variant, String task) {
    return variant + "\n" + task;
  }

  /** The family's p corrected together. */
  static <K> SequencedMap<K, PairedFact> corrected(SequencedMap<K, PairedDifference> family) {
    double[] holm =
        Holm.correct(family.values().stream().mapToDouble(PairedDifference::p).toArray());
    SequencedMap<K, PairedFact> facts = new LinkedHashMap<>();
    family.forEach((key, d) -> facts.put(key, PairedFact.of(d, holm[facts.size()])));
    return facts;
  }
}
