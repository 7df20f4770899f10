package io.habitus.pipeline.choose;

import io.habitus.core.file.WholeFile;
import io.habitus.core.json.Json;
import io.habitus.evaluation.SetScores;
import io.habitus.evaluation.interval.PairedDifference;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.recipe.TuneSection;
import io.habitus.pipeline.report.PairedFact;
import io.habitus.pipeline.report.Report;
import io.habitus.pipeline.report.TuneFacts;
import io.habitus.pipeline.report.TunePage;
import io.habitus.pipeline.run.Probes;
import io.habitus.pipeline.run.Workbench;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a tuning writes at its end: the report, its numbers, and the best recipe. */
final class TuneFiles {
  static final String BEST = "best.yaml";
  private static final String FOLDER = "tune";

  private final Recipe recipe;
  private final TuneSection tune;
  private final String profiles;
  private final List<Trial> trials;
  private final Halving halving;
  private final Rungs rungs;
  private final TuneLog log;

  TuneFiles(
      Recipe recipe,
      TuneSection tune,
      String profiles,
      List<Trial> trials,
      Halving halving,
      Rungs rungs,
      TuneLog log) {
    this.recipe = recipe;
    this.tune = tune;
    this.profiles = profiles;
    this.trials = List.copyOf(trials);
    this.halving = halving;
    this.rungs = rungs;
    this.log = log;
  }

  /** Results, below the recipe's output folder. */
  static Path folder(Recipe recipe) {
    return Path.of(recipe.output()).resolve(FOLDER);
  }

  TuneResult write(Workbench bench, boolean outOfTime, String command) {
    TuneFacts facts = facts(bench, outOfTime, command);
    Path folder = folder(recipe);
    Path report = folder.resolve(Report.FILE);
    Json.write(folder.resolve(TuneFacts.FILE), facts);
    WholeFile.write(folder.resolve(BEST), bestRecipe(facts));
    TunePage.write(report, facts);
    return new TuneResult(folder, report, folder.resolve(BEST), facts, bench.steps());
  }

  private String bestRecipe(TuneFacts facts) {
    String comment =
        TunePage.summary(facts).stream()
            .map(line -> "# " + line + "\n")
            .collect(Collectors.joining());
    String output = Path.of(recipe.output()).resolve("best").toString();
    return comment + trials.get(facts.best()).of(recipe).tuned(output).toYaml();
  }

  private TuneFacts facts(Workbench bench, boolean outOfTime, String command) {
    int compared = halving.compared();
    SetScores asItIs = log.scores(0, compared).orElseThrow();
    return new TuneFacts(
        TuneFacts.FORMAT,
        "Tuning " + recipe.name(),
        Instant.now(),
        profiles,
        bench.source(),
        bench.split(),
        bench.outer(),
        Probes.describe(tune.probe()),
        asItIs.tasks().stream().map(SetScores.TaskScores::task).toList(),
        recipe.evaluation().intervals().resamples(),
        recipe.evaluation().intervals().level(),
        IntStream.range(0, tune.rungs()).mapToObj(this::rung).toList(),
        tune.parameters().entrySet().stream()
            .map(e ->
                new TuneFacts.Parameter(e.getKey(), e.getValue().describe(), e.getValue().ticks()))
            .toList(),
        trials(compared, asItIs),
        compared,
        halving.best(compared),
        outOfTime,
        command,
        recipe.toYaml());
  }

  private TuneFacts.Rung rung(int rung) {
    boolean fewer = tune.halve().contains(TuneSection.EPOCHS);
    return new TuneFacts.Rung(
        rungs.share(rung), rungs.clients(rung), fewer ? rungs.share(rung) : 1);
  }

  private List<TuneFacts.Trial> trials(int compared, SetScores asItIs) {
    SequencedMap<Integer, PairedDifference> family = new LinkedHashMap<>();
    for (Trial trial : trials.subList(1, trials.size())) {
      log.scores(trial.number(), compared)
          .flatMap(scores -> scores.minus(asItIs, recipe.evaluation().intervals().level()))
          .ifPresent(d -> family.put(trial.number(), d));
    }
    Map<Integer, PairedFact> corrected = AblationRows.corrected(family);
    return trials.stream()
        .filter(
            trial -> !log.of(trial.number()).isEmpty() || log.failure(trial.number()).isPresent())
        .map(trial -> fact(trial, Optional.ofNullable(corrected.get(trial.number()))))
        .toList();
  }

  private TuneFacts.Trial fact(Trial trial, Optional<PairedFact> toDefault) {
    SequencedMap<String, Double> positions = new LinkedHashMap<>();
    tune.parameters()
        .forEach((key, choices) ->
            Optional.ofNullable(trial.values().get(key))
                .flatMap(choices::position)
                .ifPresent(at -> positions.put(key, at)));
    return new TuneFacts.Trial(
        trial.number(),
        trial.values(),
        positions,
        log.of(trial.number()).stream().map(TuneFiles::result).toList(),
        toDefault,
        log.failure(trial.number()));
  }

  private static TuneFacts.Result result(TuneLog.Entry entry) {
    SequencedMap<String, Double> scores = new LinkedHashMap<>();
    entry.scores().tasks().forEach(task -> scores.put(task.task(), task.score()));
    return new TuneFacts.Result(entry.rung(), entry.scores().sum(), scores, entry.seconds());
  }
}
