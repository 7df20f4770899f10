package io.habitus.pipeline.report;

import io.habitus.pipeline.report.ReportData.Difference;
import io.habitus.pipeline.report.ReportData.Score;
import io.habitus.pipeline.report.ReportData.Standing;
import io.habitus.pipeline.report.ReportData.TaskFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was done and what came out, in plain sentences. */
final class Summary {
  private final ReportData data;

  private Summary(ReportData data) {
    this.data = data;
  }

  static List<String> of(ReportData data) {
    Summary summary = new Summary(data);
    List<String> sentences = new ArrayList<>();
    sentences.add(summary.done());
    summary.winner().ifPresent(sentences::add);
    summary.claim().ifPresent(sentences::add);
    summary.single().ifPresent(sentences::add);
    summary.oracle().ifPresent(sentences::add);
    summary.leaks().ifPresent(sentences::add);
    return sentences;
  }

  private String done() {
    long clients = data.profiles().stream().mapToLong(p -> p.clients()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    text.append(Words.plural(data.profiles().size(), "set of profiles", "sets of profiles"))
        .append(", one vector for each of ")
        .append(Show.count(clients, "client"));
    data.data()
        .ifPresent(d ->
            text.append(", made from ")
                .append(d.name())
                .append(" (")
                .append(Show.count(d.events(), "event"))
                .append(")"));
    data.split()
        .ifPresent(
            s -> text.append(" as it was before ").append(Show.instant(s.split().trainStart())));
    text.append(data.profiles().size() == 1 ? ", was scored on " : ", were scored on ")
        .append(Words.plural(data.tasks().size(), "task", "tasks"));
    data.split()
        .ifPresent(s ->
            text.append(" about the ")
                .append(s.days())
                .append(" days that the profiles have not seen"));
    return text.append('.').toString();
  }

  private Optional<String> winner() {
    if (data.leaderboard().size() < 2) {
      return Optional.empty();
    }
    List<String> first = placed(1);
    Standing leader = data.leaderboard().getFirst();
    int most = (data.leaderboard().size() - 1) * data.tasks().size();
    String of = Show.points(leader.points()) + " of " + most + " points";
    return Optional.of(
        first.size() > 1
            ? Words.list(first) + " share the first place with " + of + "."
            : leader.profile()
                + " comes first with "
                + of
                + ": it has the highest score in "
                + share(wins(leader.profile()), data.tasks().size())
                + ".");
  }

  private static String share(long wins, int tasks) {
    return wins == tasks
        ? "all " + Words.plural(tasks, "task", "tasks")
        : Show.count(wins) + " of " + Words.plural(tasks, "task", "tasks");
  }

  private List<String> placed(int place) {
    return data.leaderboard().stream()
        .filter(s -> s.place() == place)
        .map(Standing::profile)
        .toList();
  }

  private long wins(String profile) {
    return data.tasks().stream().filter(task -> isBest(profile, task)).count();
  }

  private boolean isBest(String profile, TaskFacts task) {
    double own = data.score(profile, task.name()).map(Score::value).orElse(Double.NaN);
    return data.scores().stream()
        .filter(score -> score.task().equals(task.name()))
        .allMatch(score -> own >= score.value());
  }

  /** "Better" is a claim with an interval. */
  private Optional<String> claim() {
    if (data.leaderboard().size() < 2) {
      return Optional.empty();
    }
    String one = data.leaderboard().get(0).profile();
    String other = data.leaderboard().get(1).profile();
    List<Difference> paired = Differences.between(data, one, other);
    if (paired.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        ("Against the runner-up %s, on the same clients, %s is better in %s, worse in %s;"
                + " no difference is shown in %s (%s intervals).")
            .formatted(
                other,
                one,
                named(paired, Difference.Verdict.BETTER),
                named(paired, Difference.Verdict.WORSE),
                named(paired, Difference.Verdict.UNDECIDED),
                Show.percent(data.protocol().level())));
  }

  private static String named(List<Difference> paired, Difference.Verdict verdict) {
    List<String> tasks =
        paired.stream()
            .filter(d -> d.verdict() == verdict)
            .map(d -> Words.task(d.task()).toLowerCase(Locale.ROOT))
            .toList();
    return tasks.isEmpty()
        ? "none"
        : tasks.size() == paired.size() ? "all tasks" : Words.list(tasks);
  }

  private Optional<String> single() {
    if (data.profiles().size() != 1 || data.scores().isEmpty()) {
      return Optional.empty();
    }
    List<String> parts =
        data.scores().stream()
            .map(s -> Words.task(s.task()).toLowerCase(Locale.ROOT) + " " + Show.score(s.value()))
            .toList();
    return Optional.of("Its scores: " + Words.list(parts) + ".");
  }

  private Optional<String> oracle() {
    List<Double> shares = new ArrayList<>();
    String best = data.ranking().isEmpty() ? "" : data.ranking().getFirst();
    for (TaskFacts task : data.tasks()) {
      data.score(best, task.name())
          .flatMap(score -> Oracle.share(task, score))
          .ifPresent(shares::add);
    }
    if (shares.isEmpty()) {
      return Optional.empty();
    }
    double least = shares.stream().min(Double::compare).orElseThrow();
    double most = shares.stream().max(Double::compare).orElseThrow();
    return Optional.of(
        ("The data was generated, so the best possible ranking is known: of what the"
                + " true probabilities gain over guessing, %s gets %s to %s, depending on the"
                + " task.")
            .formatted(best, Show.percent(least), Show.percent(most)));
  }

  private Optional<String> leaks() {
    List<String> refused = named(ReportData.Leak.REFUSED);
    List<String> unverified = named(ReportData.Leak.UNVERIFIED);
    if (!refused.isEmpty()) {
      return Optional.of(
          "Not to be believed: " + Words.list(refused) + " saw events of the target windows.");
    }
    return unverified.isEmpty()
        ? Optional.of("No profile saw an event at or after the cut-off.")
        : Optional.of(
            "Unverified: nobody can say which events " + Words.list(unverified) + " saw.");
  }

  private List<String> named(ReportData.Leak leak) {
    return data.profiles().stream().filter(p -> p.leak() == leak).map(p -> p.name()).toList();
  }
}
