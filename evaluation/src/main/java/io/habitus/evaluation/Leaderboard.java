package io.habitus.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Borda count over tasks: the k-th of N gets N − k points in each, summed.
 *
 * <p>Entries that tie in a task (equal scores, rounded to four decimals as they are published)
 * share the mean of the points of the places that they take, so that the points of a task always
 * sum to N (N − 1) / 2. An entry without a score in a task comes after all that have one.
 *
 * @param lines from most points to fewest; equal points in the order in which the entries were
 *     given
 */
public record Leaderboard(List<Line> lines) {

  /**
   * One entry's place.
   *
   * @param place 1 for the most points; entries with equal points share a place
   * @param taskPoints task → points
   */
  public record Line(
      int place, String entry, double points, SequencedMap<String, Double> taskPoints) {}

  public Leaderboard {
    lines = List.copyOf(lines);
  }

  /**
   * Ranks entries.
   *
   * @param scores entry → task → score, rounded; the order of entries decides nothing but the order
   *     of equal lines
   */
  public static Leaderboard of(SequencedMap<String, ? extends Map<String, Double>> scores) {
    Set<String> tasks = new LinkedHashSet<>();
    scores.values().forEach(byTask -> tasks.addAll(byTask.keySet()));
    Map<String, SequencedMap<String, Double>> points = new LinkedHashMap<>();
    for (String entry : scores.keySet()) {
      SequencedMap<String, Double> ofEntry = new LinkedHashMap<>();
      tasks.forEach(task -> ofEntry.put(task, points(scores, entry, task)));
      points.put(entry, ofEntry);
    }
    return new Leaderboard(lines(points));
  }

  /** One for each entry that is worse, half for each other one that is equal. */
  private static double points(
      Map<String, ? extends Map<String, Double>> scores, String entry, String task) {
    double own = score(scores, entry, task);
    double points = -0.5; // itself
    for (String other : scores.keySet()) {
      points += (1 + Double.compare(own, score(scores, other, task))) / 2.0;
    }
    return points;
  }

  private static double score(
      Map<String, ? extends Map<String, Double>> scores, String entry, String task) {
    Map<String, Double> byTask = scores.get(entry);
    Double score = byTask == null ? null : byTask.get(task);
    return score == null ? Double.NEGATIVE_INFINITY : score + 0.0; // −0 equals 0
  }

  private static List<Line> lines(Map<String, SequencedMap<String, Double>> points) {
    List<Line> unplaced = new ArrayList<>();
    points.forEach((entry, ofEntry) -> unplaced.add(new Line(0, entry, sum(ofEntry), ofEntry)));
    unplaced.sort(Comparator.comparingDouble(Line::points).reversed()); // stable
    List<Line> lines = new ArrayList<>();
    for (Line line : unplaced) {
      boolean tied = !lines.isEmpty() && lines.getLast().points() == line.points();
      int place = tied ? lines.getLast().place() : lines.size() + 1;
      lines.add(new Line(place, line.entry(), line.points(), line.taskPoints()));
    }
    return lines;
  }

  private static double sum(Map<String, Double> points) {
    return points.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
