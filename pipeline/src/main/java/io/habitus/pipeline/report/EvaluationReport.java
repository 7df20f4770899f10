package io.habitus.pipeline.report;

import io.habitus.core.provenance.Provenance;
import io.habitus.core.store.LateTail;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskSet;
import io.habitus.core.time.Micros;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.result.ExampleClient;
import io.habitus.evaluation.result.ProfilesResult;
import io.habitus.evaluation.result.TaskResult;
import io.habitus.pipeline.report.ReportData.CrossCheck;
import io.habitus.pipeline.report.ReportData.CrossScore;
import io.habitus.pipeline.report.ReportData.DataFacts;
import io.habitus.pipeline.report.ReportData.EarlierCutOff;
import io.habitus.pipeline.report.ReportData.Example;
import io.habitus.pipeline.report.ReportData.Interval;
import io.habitus.pipeline.report.ReportData.Leak;
import io.habitus.pipeline.report.ReportData.Memory;
import io.habitus.pipeline.report.ReportData.ProfileFacts;
import io.habitus.pipeline.report.ReportData.Protocol;
import io.habitus.pipeline.report.ReportData.Repeat;
import io.habitus.pipeline.report.ReportData.Skipped;
import io.habitus.pipeline.report.ReportData.SplitFacts;
import io.habitus.pipeline.report.ReportData.Standing;
import io.habitus.pipeline.report.ReportData.StepTime;
import io.habitus.pipeline.report.ReportData.TypeFacts;
import io.habitus.pipeline.report.ReportData.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From an evaluation to what its report shows.
 *
 * @param title of the report
 * @param store the data, where it is at hand
 * @param source of the data, in words
 * @param tasks that were scored, where the data is at hand
 * @param origins profile name → what made it; profiles that are not in it are called foreign
 * @param results one per seed of the probe, at least one, all of the same profiles and tasks
 * @param probeDescription in a sentence without a full stop
 * @param seeds of the probe; empty for one that draws nothing
 * @param readBack how much of histories can be read back, of profiles that know how
 * @param explained what the columns of profiles mean, where that was asked for
 * @param recommender what a recommender did after the cut-off, where the run has one
 * @param checked some of the profiles by a second probe on a sample of clients
 * @param earlier scores at earlier cut-offs
 * @param steps of the run
 * @param memory of the run
 * @param repeat how to make it again
 */
public record EvaluationReport(
    String title,
    Optional<SequenceStore> store,
    String source,
    Optional<TaskSet> tasks,
    Map<String, Origin> origins,
    List<EvaluationResult> results,
    String probeDescription,
    List<Long> seeds,
    List<ReportData.ReadBack> readBack,
    List<ProfileFeatures> explained,
    Optional<RecommenderFacts> recommender,
    Optional<EvaluationResult> checked,
    List<EarlierCutOff> earlier,
    List<StepTime> steps,
    Optional<Memory> memory,
    Repeat repeat) {

  /** What made a set of profiles, in words, and its provenance if it has one. */
  public record Origin(String words, Optional<Provenance> provenance) {}

  public EvaluationReport {
    results = List.copyOf(results);
    if (results.isEmpty()) {
      throw new IllegalArgumentException("a report needs at least one evaluation");
    }
  }

  /** The same with other commands to repeat it. */
  public EvaluationReport withRepeat(Repeat other) {
    return new EvaluationReport(
        title,
        store,
        source,
        tasks,
        origins,
        results,
        probeDescription,
        seeds,
        readBack,
        explained,
        recommender,
        checked,
        earlier,
        steps,
        memory,
        other);
  }

  /** All that the report shows. */
  public ReportData toReportData() {
    EvaluationResult first = results.getFirst();
    Scores scores = new Scores(results, tasks);
    return new ReportData(
        title,
        Instant.now(),
        store.map(opened -> dataFacts(opened, source)),
        tasks.map(set -> splitFacts(set, targetEvent())),
        new Protocol(
            first.probe(),
            probeDescription,
            seeds,
            first.bootstrap().resamples(),
            first.bootstrap().confidence()),
        scores.tasks(),
        skipped(),
        first.profiles().stream().map(this::profileFacts).toList(),
        scores.scores(),
        scores.leaderboard(),
        scores.differences(),
        examples(scores.leaderboard()),
        readBack,
        explained,
        recommender,
        checked.map(EvaluationReport::crossCheck),
        earlier,
        steps,
        memory,
        warnings(),
        repeat);
  }

  /** Of the profiles that came first, by the first seed. */
  private List<Example> examples(List<Standing> leaderboard) {
    List<ProfilesResult> sets = results.getFirst().profiles();
    String shown =
        leaderboard.isEmpty() ? sets.getFirst().name() : leaderboard.getFirst().profile();
    List<Example> examples = new ArrayList<>();
    for (ProfilesResult set : sets) {
      if (set.name().equals(shown)) {
        for (TaskResult task : set.tasks()) {
          task.examples().forEach(each -> examples.add(example(shown, task.task(), each)));
        }
      }
    }
    return examples;
  }

  private Example example(String profile, String task, ExampleClient each) {
    String client =
        store
            .flatMap(opened -> opened.clientIds().find(each.client()))
            .orElse(Long.toString(each.client()));
    return new Example(
        profile,
        task,
        switch (each.kind()) {
          case SURE_AND_RIGHT -> "sure, and right";
          case SURE_AND_WRONG -> "sure, and wrong";
          case MISSED -> "sure of the contrary";
          case TOO_HIGH -> "too high";
          case TOO_LOW -> "too low";
        },
        client,
        each.label(),
        each.predicted(),
        each.actual());
  }

  private static CrossCheck crossCheck(EvaluationResult checked) {
    List<CrossScore> scores = new ArrayList<>();
    for (ProfilesResult profiles : checked.profiles()) {
      for (TaskResult task : profiles.tasks()) {
        scores.add(
            new CrossScore(
                profiles.name(),
                task.task(),
                task.score(),
                task.interval().map(i -> new Interval(i.low(), i.high()))));
      }
    }
    long clients = checked.profiles().stream().mapToLong(p -> p.clients()).max().orElse(0);
    return new CrossCheck(checked.probe(), clients, scores);
  }

  private String targetEvent() {
    return store.map(opened -> opened.schema().targetEvent()).orElse("target event");
  }

  /** What a store holds. */
  static DataFacts dataFacts(SequenceStore store, String source) {
    var statistics = store.manifest().statistics();
    String target = store.schema().targetEvent();
    TreeMap<LocalDate, Long> days = new TreeMap<>();
    statistics.eventsByDay().forEach((day, events) -> days.put(LocalDate.ofEpochDay(day), events));
    return new DataFacts(
        store.schema().name(),
        source,
        store.manifest().generations().getLast().source().hash(),
        statistics.clients(),
        statistics.events(),
        Micros.toInstant(statistics.firstMicros()),
        Micros.toInstant(statistics.lastMicros()),
        statistics.types().stream()
            .map(type -> new TypeFacts(type.type(), type.events(), type.type().equals(target)))
            .toList(),
        days,
        statistics.lengths(),
        statistics.longest());
  }

  private static SplitFacts splitFacts(TaskSet set, String targetEvent) {
    Duration window = Duration.between(set.split().trainStart(), set.split().validationStart());
    return new SplitFacts(
        set.split(),
        Math.toIntExact(window.toDays()),
        targetEvent,
        set.relevant().size(),
        set.active().size(),
        new Window(set.train().events(), set.train().clients()),
        new Window(set.validation().events(), set.validation().clients()));
  }

  private ProfileFacts profileFacts(ProfilesResult result) {
    Origin origin =
        origins.getOrDefault(
            result.name(), new Origin("a folder that was made elsewhere", Optional.empty()));
    return new ProfileFacts(
        result.name(),
        origin.words(),
        result.clients(),
        result.width(),
        switch (result.cutOffCheck()) {
          case VERIFIED -> Leak.PASSED;
          case UNVERIFIED -> Leak.UNVERIFIED;
        },
        result
            .cutOff()
            .map(cutOff -> "it saw nothing at or after " + Show.instant(cutOff))
            .orElse("what it saw is not known"),
        origin.provenance());
  }

  private List<Skipped> skipped() {
    Map<String, Skipped> byTask = new LinkedHashMap<>();
    tasks.ifPresent(
        set -> set.skipped().forEach(s -> byTask.put(s.task(), new Skipped(s.task(), s.reason()))));
    results
        .getFirst()
        .skipped()
        .forEach(s -> {
          String reason = s.reason() + " (" + s.profiles() + ")";
          byTask.putIfAbsent(s.task() + " " + s.reason(), new Skipped(s.task(), reason));
        });
    return List.copyOf(byTask.values());
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    store
        .flatMap(opened -> opened.manifest().generations().getLast().source().lateTail())
        .map(LateTail::sentence)
        .ifPresent(warnings::add);
    if (tasks.isPresent() && tasks.get().validation().clients() < 100) {
      warnings.add(
          "Only "
              + Show.count(tasks.get().validation().clients(), "client")
              + " have a target event in the validation window: the scores swing.");
    }
    for (ProfilesResult profiles : results.getFirst().profiles()) {
      if (profiles.width() > 2048) {
        warnings.add(
            profiles.name() + " has more than 2048 columns: the challenge would refuse it.");
      }
    }
    tasks.ifPresent(set -> fewLabels(set, warnings));
    if (tasks.isPresent()) {
      ownTargets(warnings);
    }
    return warnings;
  }

  private void ownTargets(List<String> warnings) {
    results.getFirst().profiles().stream()
        .flatMap(set -> set.tasks().stream())
        .map(TaskResult::task)
        .filter(task -> !Task.CHALLENGE.contains(task))
        .distinct()
        .forEach(task ->
            warnings.add(
                task
                    + " is a target of your own: that it begins after the profiles' cut-off is for"
                    + " you to know, nobody can check it."));
  }

  private static void fewLabels(TaskSet set, List<String> warnings) {
    for (Task task : set.tasks()) {
      if (task.width() > 1 && task.width() < 100) {
        warnings.add(
            "%s has %d labels instead of 100: its score is coarser."
                .formatted(Words.task(task.name()), task.width()));
      }
    }
  }
}
