package io.habitus.evaluation.result;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one profile set does on all tasks.
 *
 * @param name as given
 * @param clients rows
 * @param width columns
 * @param cutOff no event at or after it was seen; empty where that is not known
 * @param cutOffCheck what that says about leaks
 * @param tasks in the order given; skipped ones are left out
 * @param sum of the rounded scores
 */
public record ProfilesResult(
    String name,
    int clients,
    int width,
    Optional<Instant> cutOff,
    CutOffCheck cutOffCheck,
    List<TaskResult> tasks,
    double sum) {
  public ProfilesResult {
    tasks = List.copyOf(tasks);
  }
}
