package io.habitus.pipeline.run;

import io.habitus.core.json.Json;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskSet;
import io.habitus.core.time.Split;
import io.habitus.evaluation.ClientNaming;
import io.habitus.evaluation.EvaluationOptions;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.Evaluator;
import io.habitus.evaluation.NamedProfiles;
import io.habitus.evaluation.SeedMeans;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.pipeline.recipe.ClientsSection;
import io.habitus.pipeline.recipe.EvaluationSection;
import io.habitus.pipeline.recipe.EvaluationSection.CheckSection;
import io.habitus.pipeline.recipe.EvaluationSection.IntervalsSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.report.ProfileFeatures;
import io.habitus.pipeline.report.RecommenderFacts;
import io.habitus.pipeline.report.Report;
import io.habitus.pipeline.report.ReportData;
import io.habitus.pipeline.report.ReportData.ReadBack;
import io.habitus.pipeline.step.Code;
import io.habitus.pipeline.step.StepCache;
import io.habitus.pipeline.step.StepKey;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/** A recipe at one cut-off: its tasks, profiles and scores. */
final class CutOffRun {
  private static final int EVALUATE_VERSION = 2;
  private static final String CHECK = "check.json";

  private final Recipe recipe;
  private final RunData data;
  private final Split split;
  private final List<OwnTask> own;
  private final Path folder;
  private final StepCache cache;
  private final RunContext context;
  private final TaskSet tasks;
  private final List<EvaluationResult> results = new ArrayList<>();
  private Optional<EvaluationResult> checked = Optional.empty();
  private List<ReadBack> readBack = List.of();
  private Optional<RecommenderFacts> recommender = Optional.empty();
  private List<ProfileFeatures> explained = List.of();
  private SequencedMap<String, Members.Made> made = new LinkedHashMap<>();

  CutOffRun(
      Recipe recipe,
      RunData data,
      Split split,
      List<OwnTask> own,
      Path folder,
      StepCache cache,
      RunContext context) {
    this.recipe = recipe;
    this.data = data;
    this.split = split;
    this.own = List.copyOf(own);
    this.folder = folder;
    this.cache = cache;
    this.context = context;
    this.tasks = RunTasks.of(data, split, recipe.data().clients(), context);
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
    readBack =
        new Reconstructions(recipe.evaluation(), data, tasks, cache, context)
            .of(List.copyOf(made.values()));
    List<Scored> all = scored(each -> true, Optional.empty());
    for (long seed : Probes.seeds(recipe.evaluation())) {
      results.add(evaluate("evaluate", recipe.evaluation().probe(), seed, all));
    }
    results.getFirst().writeTo(folder);
    Json.write(folder.resolve(EvaluationResult.SCORES), SeedMeans.of(results).scores());
    recipe.evaluation().check().ifPresent(this::check);
  }

  /** The second probe, on a sample; it has the challenge's seed, like the first one by default. */
  private void check(CheckSection section) {
    List<String> names = section.members();
    List<Scored> sampled =
        scored(each -> names.isEmpty() || names.contains(each.name()), Optional.of(section));
    checked =
        Optional.of(evaluate("check", section.probe(), EvaluationSection.ORGANISERS_SEED, sampled));
    Json.write(folder.resolve(CHECK), checked.get());
  }

  /**
   * Profiles as an evaluation takes them.
   *
   * @param step the probe's steps are called by it
   * @param fingerprint of the profiles, sampled or not
   */
  private record Scored(String step, NamedProfiles profiles, String fingerprint) {}

  private List<Scored> scored(Predicate<Members.Made> wanted, Optional<CheckSection> sample) {
    return made.values().stream()
        .filter(Members.Made::evaluate)
        .filter(wanted)
        .map(each -> scored(each, sample))
        .toList();
  }

  private Scored scored(Members.Made each, Optional<CheckSection> sample) {
    NamedProfiles whole = NamedProfiles.of(each.name(), each.profiles());
    if (sample.isEmpty()) {
      return sampled(each, whole);
    }
    CheckSection section = sample.get();
    ClientSet clients = ClientSample.of(tasks.relevant(), section.clients(), section.seed());
    Profiles some = whole.profiles().only(clients);
    return new Scored(
        "check." + each.name(),
        new NamedProfiles(each.name(), some, whole.cutOff()),
        each.fingerprint() + " of " + section.clients() + " clients, seed " + section.seed());
  }

  /** Profiles made elsewhere may hold everyone: all are to be probed on the same sample. */
  private Scored sampled(Members.Made each, NamedProfiles whole) {
    ClientsSection clients = recipe.data().clients();
    if (clients.sample().isEmpty()) {
      return new Scored(each.name(), whole, each.fingerprint());
    }
    Profiles some = whole.profiles().only(tasks.relevant());
    return new Scored(
        each.name(),
        new NamedProfiles(each.name(), some, whole.cutOff()),
        each.fingerprint() + " of " + clients);
  }

  /** An evaluation as a step: unchanged, not even its intervals are drawn again. */
  private EvaluationResult evaluate(String step, String probe, long seed, List<Scored> sets) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("profiles", sets.stream().map(set -> set.profiles().name()).toList().toString());
    parameters.put("tasks", chosen().stream().map(Task::name).toList().toString());
    parameters.put("probe", probe);
    parameters.put("seed", Long.toString(seed));
    parameters.put("intervals", recipe.evaluation().intervals().toString());
    parameters.put("data", dataFingerprint());
    parameters.put("labels", own.stream().map(OwnTask::fingerprint).toList().toString());
    parameters.put("ids", recipe.evaluation().showIds() ? "shown" : "hidden");
    Map<String, String> inputs = new HashMap<>();
    sets.forEach(set -> inputs.put(set.profiles().name(), set.fingerprint()));
    StepKey key = StepKey.of(step, EVALUATE_VERSION, Code.with(parameters), inputs);
    StepResult result = cache.run(key, context, into -> evaluate(probe, seed, sets).writeTo(into));
    return EvaluationResult.readFrom(result.folder());
  }

  private EvaluationResult evaluate(String name, long seed, List<Scored> sets) {
    KeptProbe probe = Probes.kept(name, seed, cache, dataFingerprint());
    own.forEach(each -> probe.add(each.task().name(), each.fingerprint()));
    sets.forEach(set -> probe.add(set.step(), set.profiles().profiles(), set.fingerprint()));
    List<NamedProfiles> profiles = sets.stream().map(Scored::profiles).toList();
    return Evaluator.evaluate(profiles, chosen(), probe, options(), context);
  }

  /** Runs the recipe's recommender, if it has one. */
  void recommend() {
    recommender =
        recipe
            .recommender()
            .map(section -> new RecommenderRun(recipe, section, data, split, cache, context))
            .map(run -> run.into(folder));
  }

  /** Says what the columns of the profiles mean that the recipe asks about. */
  void explain() {
    explained =
        recipe
            .explain()
            .map(section -> new ExplainRun(recipe, section, data, tasks, cache, context))
            .map(run -> run.of(made.values(), folder))
            .orElse(List.of());
  }

  /** What the recommender did, if there is one. */
  Optional<RecommenderFacts> recommender() {
    return recommender;
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
            recipe,
            data,
            tasks,
            List.copyOf(made.values()),
            results,
            readBack,
            explained,
            recommender,
            checked,
            earlier,
            facts));
  }

  private EvaluationOptions options() {
    IntervalsSection intervals = recipe.evaluation().intervals();
    BootstrapOptions bootstrap =
        new BootstrapOptions(intervals.resamples(), intervals.level(), intervals.seed());
    return new EvaluationOptions(
        Optional.of(split),
        bootstrap,
        data.oracleAuroc(split),
        recipe.evaluation().showIds() ? ClientNaming.SHOWN : ClientNaming.HIDDEN);
  }

  private List<Task> chosen() {
    return RunTasks.chosen(recipe, tasks, own);
  }

  private String dataFingerprint() {
    return RunTasks.fingerprint(data, split, recipe.data().clients());
  }

  /** {@code profiles/NAME} leads to the step that made them. */
  private void link(Members.Made each) {
    StepLinks.link(folder.resolve("profiles"), each.name(), each.folder());
  }
}
