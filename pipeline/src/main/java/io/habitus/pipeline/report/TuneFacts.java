package io.habitus.pipeline.report;

import io.habitus.core.time.Split;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a search over a recipe's parameters found; written as {@value #FILE}.
 *
 * @param format version of this layout
 * @param title of the report
 * @param made when
 * @param profiles whose sum of scores decides
 * @param source the log in words
 * @param split inside the input, that trials are scored on
 * @param outer split of the recipe's own evaluation, of whose targets nothing was seen
 * @param probe in words
 * @param tasks whose scores are added up
 * @param resamples of the intervals
 * @param confidence of the intervals
 * @param rungs sizes of a trial, the whole last
 * @param parameters that were searched
 * @param trials in order; the first is the recipe as it is
 * @param compared index of the rung that the verdict is about
 * @param best number of the trial with the highest sum there
 * @param outOfTime whether the time budget ended the search
 * @param command that repeats it
 * @param recipe effective
 */
public record TuneFacts(
    int format,
    String title,
    Instant made,
    String profiles,
    String source,
    Split split,
    Split outer,
    String probe,
    List<String> tasks,
    int resamples,
    double confidence,
    List<Rung> rungs,
    List<Parameter> parameters,
    List<Trial> trials,
    int compared,
    int best,
    boolean outOfTime,
    String command,
    String recipe) {
  public static final int FORMAT = 1;
  public static final String FILE = "tune.json";

  public TuneFacts {
    tasks = List.copyOf(tasks);
    rungs = List.copyOf(rungs);
    parameters = List.copyOf(parameters);
    trials = List.copyOf(trials);
  }

  /**
   * A size of trials.
   *
   * @param share of a whole trial
   * @param clients that are scored
   * @param epochs share of each model's passes over the data
   */
  public record Rung(double share, int clients, double epochs) {}

  /**
   * A key that was searched.
   *
   * @param key of the recipe
   * @param choices in words
   * @param ticks values to show on an axis → where they lie in [0, 1]
   */
  public record Parameter(String key, String choices, SequencedMap<String, Double> ticks) {}

  /**
   * One setting.
   *
   * @param number 0 for the recipe as it is
   * @param values key → value
   * @param positions key → where the value lies in [0, 1], where it is one of the choices
   * @param results one per rung that it reached
   * @param toDefault its sum minus that of trial 0 on the compared rung
   * @param failure why it went no further; empty where nothing went wrong
   */
  public record Trial(
      int number,
      SequencedMap<String, String> values,
      SequencedMap<String, Double> positions,
      List<Result> results,
      Optional<PairedFact> toDefault,
      Optional<String> failure) {
    public Trial {
      results = List.copyOf(results);
    }

    /** The result on a rung. */
    public Optional<Result> on(int rung) {
      return results.stream().filter(result -> result.rung() == rung).findFirst();
    }
  }

  /**
   * A trial on a rung.
   *
   * @param sum of the scores, unrounded
   * @param scores task → score
   * @param seconds that its steps took when they were made
   */
  public record Result(int rung, double sum, SequencedMap<String, Double> scores, double seconds) {}

  /** The best trial. */
  public Trial bestTrial() {
    return trials.get(best);
  }

  /** Whether it is shown to be better than the recipe as it is, even as the best of several. */
  public boolean better() {
    return bestTrial().toDefault().filter(d -> d.shown() && d.value() > 0).isPresent();
  }
}
