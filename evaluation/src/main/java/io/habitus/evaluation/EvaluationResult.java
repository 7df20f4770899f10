package io.habitus.evaluation;

import io.habitus.core.json.Json;
import io.habitus.core.time.Split;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.evaluation.result.Comparison;
import io.habitus.evaluation.result.ProfilesResult;
import io.habitus.evaluation.result.SkippedTask;
import io.habitus.evaluation.result.TaskResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What an evaluation says; written as {@value #FILE}, its scores alone as {@value #SCORES}.
 *
 * @param format version of this layout, {@value #FORMAT}
 * @param probe that made every number
 * @param split of the targets, where there is one
 * @param bootstrap of the intervals
 * @param profiles in the order given
 * @param leaderboard over them
 * @param comparisons of every pair on every task that both were scored on
 * @param skipped what was not scored, and why
 * @param seconds in all
 */
public record EvaluationResult(
    int format,
    String probe,
    Optional<Split> split,
    BootstrapOptions bootstrap,
    List<ProfilesResult> profiles,
    Leaderboard leaderboard,
    List<Comparison> comparisons,
    List<SkippedTask> skipped,
    double seconds) {
  public static final int FORMAT = 1;
  public static final String FILE = "evaluation.json";
  public static final String SCORES = "scores.json";

  public EvaluationResult {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "evaluation format: expected " + FORMAT + ", found " + format);
    }
    profiles = List.copyOf(profiles);
    comparisons = List.copyOf(comparisons);
    skipped = List.copyOf(skipped);
  }

  /** Profile set → task → rounded score, with their sum as {@code sum}. */
  public SequencedMap<String, SequencedMap<String, Double>> scores() {
    SequencedMap<String, SequencedMap<String, Double>> all = new LinkedHashMap<>();
    for (ProfilesResult set : profiles) {
      SequencedMap<String, Double> scores = new LinkedHashMap<>();
      for (TaskResult task : set.tasks()) {
        scores.put(task.task(), task.score());
      }
      scores.put("sum", set.sum());
      all.put(set.name(), scores);
    }
    return all;
  }

  /** Writes {@value #SCORES} and {@value #FILE} into a folder, each by atomic rename. */
  public void writeTo(Path folder) {
    Json.write(folder.resolve(FILE), this);
    Json.write(folder.resolve(SCORES), scores());
  }

  /** Reads {@value #FILE} of a folder. */
  public static EvaluationResult readFrom(Path folder) {
    return Json.read(folder.resolve(FILE), EvaluationResult.class);
  }
}
