package io.habitus.pipeline.run;

import io.habitus.core.json.Json;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskSet;
import io.habitus.core.time.Split;
import io.habitus.evaluation.ClientNaming;
import io.habitus.evaluation.EvaluationOptions;
import io.habitus.evaluation.NamedProfiles;
import io.habitus.evaluation.SetScores;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.pipeline.recipe.EvaluationSection.IntervalsSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.step.RunLock;
import io.habitus.pipeline.step.StepCache;
import io.habitus.pipeline.step.StepKey;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recipe's data at one cut-off, for whoever makes and scores one variant of the recipe after the
 * other: ablation and tuning. Steps are kept in the recipe's output folder, where {@code habitus
 * run} keeps its own: what one has made the other does not make again.
 */
public final class Workbench implements AutoCloseable {
  private static final int SCORE_VERSION = 1;
  private static final String SCORES = "scores.json";

  private final RunLock lock;
  private final RunData data;
  private final Split split;
  private final Split outer; // of the final evaluation; the same where this is at its cut-off
  private final TaskSet tasks; // about all clients that the recipe wants
  private final List<OwnTask> own;
  private final StepCache cache;

  private Workbench(
      RunLock lock,
      RunData data,
      Split split,
      Split outer,
      TaskSet tasks,
      List<OwnTask> own,
      StepCache cache) {
    this.lock = lock;
    this.data = data;
    this.split = split;
    this.outer = outer;
    this.tasks = tasks;
    this.own = List.copyOf(own);
    this.cache = cache;
  }

  /** At the cut-off that the recipe is scored at, the latest one. */
  public static Workbench latest(Recipe recipe, RunContext context) {
    return open(
        recipe,
        context,
        (lock, data, cache) -> {
          Split split = RunSplits.of(recipe, data).getLast();
          TaskSet tasks = RunTasks.of(data, split, recipe.data().clients(), context);
          List<OwnTask> own = OwnTask.read(recipe.evaluation(), data.store(), context);
          return new Workbench(lock, data, split, split, tasks, own, cache);
        });
  }

  /**
   * At a cut-off inside the recipe's input: nothing at or after the earliest cut-off that the
   * recipe is scored at is seen, neither by models nor in targets. Targets of the user's own are
   * left out, as a file is about one time.
   */
  public static Workbench inside(Recipe recipe, RunContext context) {
    return open(
        recipe,
        context,
        (lock, data, cache) ->
            inside(recipe, RunSplits.of(recipe, data).getFirst(), lock, data, cache, context));
  }

  /** Inside the input of a given split instead of the recipe's own. */
  public static Workbench inside(Recipe recipe, Split outer, RunContext context) {
    return open(
        recipe, context, (lock, data, cache) -> inside(recipe, outer, lock, data, cache, context));
  }

  private static Workbench inside(
      Recipe recipe, Split outer, RunLock lock, RunData data, StepCache cache, RunContext context) {
    Split inner = RunSplits.inside(outer, recipe, data);
    if (!inner.end().isBefore(outer.trainStart())) {
      throw new IllegalStateException(
          "expected a split that ends before " + outer.trainStart() + ", found " + inner);
    }
    RunData before = data.deriving();
    TaskSet tasks = RunTasks.of(before, inner, recipe.data().clients(), context);
    return new Workbench(lock, before, inner, outer, tasks, List.of(), cache);
  }

  @FunctionalInterface
  private interface Opening {
    Workbench open(RunLock lock, RunData data, StepCache cache);
  }

  /** Closes again what is open when something goes wrong. */
  private static Workbench open(Recipe recipe, RunContext context, Opening opening) {
    check(recipe);
    Path output = Path.of(recipe.output());
    RunLock lock = RunLock.of(output);
    try {
      StepCache cache = StepCache.below(output);
      RunData data = RunData.open(recipe.data().store(), cache, context);
      try {
        return opening.open(lock, data, cache);
      } catch (RuntimeException e) {
        data.close();
        throw e;
      }
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Looks up what a recipe names, before anything runs.
   *
   * @throws io.habitus.core.problem.UsageException if there is no model or parameter of that name
   */
  public static void check(Recipe recipe) {
    Members.check(recipe);
    OwnTask.check(recipe);
    Shops.settings(recipe.data().store().generate());
  }

  public Split split() {
    return split;
  }

  /** The split of the final evaluation, the earliest one; this one's where it is no other. */
  public Split outer() {
    return outer;
  }

  /** How many clients are scored, unless a variant samples fewer. */
  public int clients() {
    return tasks.relevant().size();
  }

  /** The log in words. */
  public String source() {
    return data.source();
  }

  /** The source's hash, as provenance names it. */
  public String dataHash() {
    return data.hash();
  }

  /** Whether steps were reused, and how long they took. */
  public List<StepResult> steps() {
    return cache.results();
  }

  /**
   * Makes and scores profiles.
   *
   * @param variant of the recipe that this was opened for; data, split and tasks are the same, but
   *     it may sample fewer clients
   * @param profiles a member or merge of it; whatever it does not need is not made
   * @param probe that scores them
   * @param intervals resamples of the scores
   */
  public SetScores score(
      Recipe variant,
      String profiles,
      String probe,
      IntervalsSection intervals,
      RunContext context) {
    Recipe needed = variant.only(profiles);
    TaskSet about = RunTasks.about(tasks, needed.data().clients());
    Members.Made made =
        Members.make(needed, data, about, cache, context).sequencedValues().getLast();
    List<Task> chosen = RunTasks.chosen(needed, about, own);
    String fingerprint = RunTasks.fingerprint(data, split, needed.data().clients());
    List<SetScores> seeds = new ArrayList<>();
    for (long seed : Probes.seeds(probe, variant.evaluation().seeds())) {
      KeptProbe kept = Probes.kept(probe, seed, cache, fingerprint);
      seeds.add(score(made, chosen, kept, fingerprint, intervals, context));
    }
    return SetScores.mean(seeds);
  }

  private SetScores score(
      Members.Made made,
      List<Task> chosen,
      KeptProbe probe,
      String fingerprint,
      IntervalsSection intervals,
      RunContext context) {
    NamedProfiles set = NamedProfiles.of(made.name(), made.profiles());
    probe.add(set.name(), set.profiles(), made.fingerprint());
    own.forEach(each -> probe.add(each.task().name(), each.fingerprint()));
    Map<String, String> parameters = new HashMap<>(probe.parameters());
    parameters.put("tasks", chosen.stream().map(Task::name).toList().toString());
    parameters.put("intervals", intervals.toString());
    parameters.put("data", fingerprint);
    parameters.put("labels", own.stream().map(OwnTask::fingerprint).toList().toString());
    StepKey key =
        StepKey.of(
            "score." + made.name(),
            SCORE_VERSION,
            parameters,
            Map.of("profiles", made.fingerprint()));
    EvaluationOptions options =
        new EvaluationOptions(
            Optional.of(split), options(intervals), Map.of(), ClientNaming.HIDDEN);
    StepResult result =
        cache.run(
            key,
            context,
            into ->
                Json.write(
                    into.resolve(SCORES), SetScores.of(set, chosen, probe, options, context)));
    return Json.read(result.folder().resolve(SCORES), SetScores.class);
  }

  private static BootstrapOptions options(IntervalsSection intervals) {
    return new BootstrapOptions(intervals.resamples(), intervals.level(), intervals.seed());
  }

  @Override
  public void close() {
    data.close();
    lock.close();
  }
}
