package io.habitus.pipeline.run;

import io.habitus.core.json.Json;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskSet;
import io.habitus.core.target.Tasks;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.evaluation.EvaluationOptions;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.Evaluator;
import io.habitus.evaluation.NamedProfiles;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.pipeline.recipe.EvaluationSection;
import io.habitus.pipeline.recipe.EvaluationSection.CheckSection;
import io.habitus.pipeline.recipe.EvaluationSection.IntervalsSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.report.Report;
import io.habitus.pipeline.report.ReportData;
import io.habitus.pipeline.step.StepCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A recipe at one cut-off: its tasks, profiles and scores. */
final class CutOffRun {
  private static final String CHECK = "check.json";

  private final Recipe recipe;
  private final RunData data;
  private final Split split;
  private final Path folder;
  private final StepCache cache;
  private final RunContext context;
  private final TaskSet tasks;
  private final List<EvaluationResult> results = new ArrayList<>();
  private Optional<EvaluationResult> checked = Optional.empty();
  private SequencedMap<String, Members.Made> made = new LinkedHashMap<>();

  CutOffRun(
      Recipe recipe, RunData data, Split split, Path folder, StepCache cache, RunContext context) {
    this.recipe = recipe;
    this.data = data;
    this.split = split;
    this.folder = folder;
    this.cache = cache;
    this.context = context;
    this.tasks = tasks();
  }

  Split split() {
    return split;
  }

  /** One per seed. */
  List<EvaluationResult> results() {
    return results;
  }

  /** Fit for a folder: the cut-off's date. */
  static String name(Split split) {
    return split.trainStart().toString().substring(0, 10);
  }

  void run() {
    made = Members.make(recipe, data, tasks, cache, context);
    made.values().forEach(this::link);
    List<NamedProfiles> evaluated =
        made.values().stream()
            .filter(Members.Made::evaluate)
            .map(each -> NamedProfiles.of(each.name(), each.profiles()))
            .toList();
    for (long seed : Probes.seeds(recipe.evaluation())) {
      KeptProbe probe = Probes.kept(recipe.evaluation().probe(), seed, cache, dataFingerprint());
      made.values()
          .forEach(each -> probe.add(each.name(), each.profiles().profiles(), each.fingerprint()));
      results.add(Evaluator.evaluate(evaluated, chosen(), probe, options(), context));
    }
    results.getFirst().writeTo(folder);
    recipe.evaluation().check().ifPresent(this::check);
  }

  /** The second probe, on a sample; it has the challenge's seed, like the first one by default. */
  private void check(CheckSection section) {
    ClientSet sample = ClientSample.of(tasks.relevant(), section.clients(), section.seed());
    KeptProbe probe =
        Probes.kept(section.probe(), EvaluationSection.ORGANISERS_SEED, cache, dataFingerprint());
    List<NamedProfiles> sampled = new ArrayList<>();
    for (Members.Made each : made.values()) {
      boolean wanted = section.members().isEmpty() || section.members().contains(each.name());
      if (each.evaluate() && wanted) {
        NamedProfiles whole = NamedProfiles.of(each.name(), each.profiles());
        Profiles some = whole.profiles().only(sample);
        sampled.add(new NamedProfiles(each.name(), some, whole.cutOff()));
        String which = " of " + section.clients() + " clients, seed " + section.seed();
        probe.add("check." + each.name(), some, each.fingerprint() + which);
      }
    }
    checked = Optional.of(Evaluator.evaluate(sampled, chosen(), probe, options(), context));
    Json.write(folder.resolve(CHECK), checked.get());
  }

  /** The second probe's word, where the recipe asks for it. */
  Optional<EvaluationResult> checked() {
    return checked;
  }

  /** Writes the report, once every cut-off is scored. */
  void report(RecipeRunner.RunFacts facts, List<CutOffRun> all) {
    List<ReportData.EarlierCutOff> earlier =
        all.stream()
            .filter(run -> run != this && all.getLast() == this)
            .map(run -> RunReport.earlier(run.split, run.results))
            .toList();
    Report.write(
        folder.resolve(Report.FILE),
        RunReport.of(
            recipe, data, tasks, List.copyOf(made.values()), results, checked, earlier, facts));
  }

  private EvaluationOptions options() {
    IntervalsSection intervals = recipe.evaluation().intervals();
    BootstrapOptions bootstrap =
        new BootstrapOptions(intervals.resamples(), intervals.level(), intervals.seed());
    return new EvaluationOptions(Optional.of(split), bootstrap, data.oracleAuroc(split));
  }

  private List<Task> chosen() {
    List<String> names = recipe.evaluation().tasks();
    return tasks.tasks().stream()
        .filter(task -> names.isEmpty() || names.contains(task.name()))
        .toList();
  }

  private String dataFingerprint() {
    return data.fingerprint() + " " + split + " " + recipe.data().clients();
  }

  private TaskSet tasks() {
    Histories input = data.store().histories(Long.MIN_VALUE, split.cutOffMicros());
    Histories targets = data.store().histories(split.cutOffMicros(), Micros.of(split.end()) + 1);
    TaskSet all = Tasks.of(input, targets, split, data.store().given(), context);
    return recipe
        .data()
        .clients()
        .sample()
        .map(size ->
            about(all, ClientSample.of(all.relevant(), size, recipe.data().clients().seed())))
        .orElse(all);
  }

  /** The same tasks about fewer clients. */
  private static TaskSet about(TaskSet all, ClientSet sample) {
    ClientSet active =
        ClientSet.of(Arrays.stream(all.active().toArray()).filter(sample::contains).toArray());
    return new TaskSet(
        all.split(),
        all.tasks(),
        all.skipped(),
        sample,
        active,
        all.labels(),
        all.train(),
        all.validation());
  }

  /** {@code profiles/NAME} leads to the step that made them. */
  private void link(Members.Made each) {
    Path profiles = folder.resolve("profiles").toAbsolutePath().normalize();
    Path link = profiles.resolve(each.name());
    Path part = profiles.resolve(each.name() + ".part");
    try {
      Files.createDirectories(profiles);
      Files.deleteIfExists(part);
      Files.createSymbolicLink(
          part, profiles.relativize(each.folder().toAbsolutePath().normalize()));
      Files.move(part, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("linking " + link, e);
    }
  }
}
