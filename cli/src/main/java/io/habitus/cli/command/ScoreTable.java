package io.habitus.cli.command;

import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.Leaderboard;
import io.habitus.evaluation.result.ProfilesResult;
import io.habitus.evaluation.result.TaskResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Scores as a table for people: a row per task, a column per profile set. */
final class ScoreTable {
  private final EvaluationResult result;

  private ScoreTable(EvaluationResult result) {
    this.result = result;
  }

  static String of(EvaluationResult result) {
    return new ScoreTable(result).text();
  }

  private String text() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("task"));
    result.profiles().forEach(set -> head.add(set.name()));
    rows.add(head);
    for (String task : tasks()) {
      List<String> row = new ArrayList<>(List.of(task));
      result.profiles().forEach(set -> row.add(score(set, task).map(this::cell).orElse("–")));
      rows.add(row);
    }
    if (result.profiles().size() > 1) {
      rows.add(points());
    }
    return TextTable.of(rows) + legend();
  }

  private Set<String> tasks() {
    Set<String> tasks = new LinkedHashSet<>();
    result.profiles().forEach(set -> set.tasks().forEach(task -> tasks.add(task.task())));
    return tasks;
  }

  private static Optional<TaskResult> score(ProfilesResult set, String task) {
    return set.tasks().stream().filter(result -> result.task().equals(task)).findFirst();
  }

  private String cell(TaskResult task) {
    StringBuilder cell = new StringBuilder(format("%.4f", task.score()));
    task.interval().ifPresent(i -> cell.append(format(" [%.3f %.3f]", i.low(), i.high())));
    task.shareOfOracle().ifPresent(share -> cell.append(format(" %3.0f %%", 100 * share)));
    return cell.toString();
  }

  private List<String> points() {
    List<String> row = new ArrayList<>(List.of("points (Borda)"));
    for (ProfilesResult set : result.profiles()) {
      result.leaderboard().lines().stream()
          .filter(line -> line.entry().equals(set.name()))
          .map(Leaderboard.Line::points)
          .forEach(points -> row.add(format("%.1f", points)));
    }
    return row;
  }

  private String legend() {
    StringBuilder legend =
        new StringBuilder("score by the ").append(result.probe()).append(" probe");
    if (result.bootstrap().resamples() > 0) {
      legend.append(format(", [%.0f %% interval]", 100 * result.bootstrap().confidence()));
    }
    boolean oracle =
        result.profiles().stream()
            .flatMap(set -> set.tasks().stream())
            .anyMatch(task -> task.shareOfOracle().isPresent());
    return oracle
        ? legend.append(", share of what the latent oracle gains over chance").toString()
        : legend.toString();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
