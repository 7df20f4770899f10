package io.habitus.pipeline.report;

import io.habitus.core.time.Split;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What each member of a merge is worth; written as {@value #FILE}.
 *
 * @param format version of this layout
 * @param title of the report
 * @param made when
 * @param merge whose members are left out and added
 * @param source the log in words
 * @param split of the targets
 * @param clients who are scored
 * @param probe in words
 * @param probeSeeds of the probe; one where it draws nothing
 * @param tasks whose scores are added up
 * @param resamples of the intervals
 * @param confidence of the intervals
 * @param whole the merge as it is
 * @param without leave one out, in the order of the recipe
 * @param added one at a time, from the first alone to the whole
 * @param alone each member by itself
 * @param command that repeats it
 * @param recipe effective
 */
public record AblationFacts(
    int format,
    String title,
    Instant made,
    String merge,
    String source,
    Split split,
    int clients,
    String probe,
    List<Long> probeSeeds,
    List<String> tasks,
    int resamples,
    double confidence,
    Row whole,
    List<Row> without,
    List<Row> added,
    List<Row> alone,
    String command,
    String recipe) {
  public static final int FORMAT = 1;
  public static final String FILE = "ablation.json";

  public AblationFacts {
    probeSeeds = List.copyOf(probeSeeds);
    tasks = List.copyOf(tasks);
    without = List.copyOf(without);
    added = List.copyOf(added);
    alone = List.copyOf(alone);
  }

  /**
   * One variant.
   *
   * @param label what is left out, added, or alone
   * @param members how many there are in it
   * @param width columns
   * @param sum of the scores, unrounded
   * @param scores task → score, unrounded
   * @param toWhole the sum minus the whole's; empty for the whole, and where tasks were skipped
   * @param taskToWhole task → score minus the whole's
   * @param toPrevious the sum minus that of the row before, where members are added
   */
  public record Row(
      String label,
      int members,
      int width,
      double sum,
      SequencedMap<String, Double> scores,
      Optional<PairedFact> toWhole,
      SequencedMap<String, PairedFact> taskToWhole,
      Optional<PairedFact> toPrevious) {}
}
