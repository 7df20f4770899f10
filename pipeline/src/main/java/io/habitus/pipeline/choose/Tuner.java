package io.habitus.pipeline.choose;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.time.Split;
import io.habitus.evaluation.SetScores;
import io.habitus.pipeline.recipe.MemberSection;
import io.habitus.pipeline.recipe.MergeSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.recipe.TuneSection;
import io.habitus.pipeline.run.Workbench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Searches settings of a recipe that score higher than the recipe as it is: random search with
 * successive halving, on a split inside the recipe's input, so that the targets of its own
 * evaluation are never seen. Every trial's steps are kept: a search that was stopped goes on where
 * it was, and gives the same results as one that was not.
 */
public final class Tuner {
  private final Recipe recipe;
  private final TuneSection tune;
  private final String profiles;
  private final SearchSpace space;
  private final Halving halving;
  private final RunContext context;
  private final RunContext limited;
  private final List<Trial> trials = new ArrayList<>();
  private final TuneLog log;

  private Tuner(Recipe recipe, Optional<Duration> budget, RunContext context) {
    this.recipe = recipe;
    this.tune = recipe.tune().orElseThrow(Tuner::nothingToTune);
    this.profiles = profiles(recipe, tune);
    this.context = recipe.threads().map(context::withThreads).orElse(context);
    this.limited = budget.map(this.context::withTimeLeft).orElse(this.context);
    Workbench.check(recipe);
    this.space = new SearchSpace(recipe, tune);
    this.halving = new Halving(tune.rungs(), tune.factor(), tune.trials());
    this.log = new TuneLog(TuneFiles.folder(recipe));
    trials.add(space.asItIs());
  }

  private static UsageException nothingToTune() {
    return new UsageException(
        """
        the recipe has no tune section. Such as:
        tune:
          parameters:
            members.sra.parameters.learning-rate: {from: 0.0003, to: 0.01, log: true}
            members.sra.parameters.batch: [32, 64, 128]\
        """);
  }

  private static String profiles(Recipe recipe, TuneSection tune) {
    List<String> names =
        Stream.concat(
                recipe.members().stream().map(MemberSection::name),
                recipe.merge().stream().map(MergeSection::name))
            .toList();
    Optional<String> given = tune.profiles();
    if (given.isPresent() && !names.contains(given.get())) {
      throw new UsageException(
          "tune.profiles: expected a member or merge, found "
              + given.get()
              + ". "
              + Nearest.advice(given.get(), names));
    }
    return given.orElseGet(() -> lastScored(recipe));
  }

  private static String lastScored(Recipe recipe) {
    return Stream.concat(
            recipe.merge().reversed().stream()
                .filter(MergeSection::evaluate)
                .map(MergeSection::name),
            recipe.members().reversed().stream()
                .filter(MemberSection::evaluate)
                .map(MemberSection::name))
        .findFirst()
        .orElseThrow(() -> new UsageException("tune.profiles: the recipe scores no profiles"));
  }

  /**
   * Tunes and writes the report and the best recipe.
   *
   * @param budget after which the search stops, within a trial if need be; empty for none
   * @param command that repeats it, for the report
   * @throws UsageException if the recipe has nothing to tune, or a value is no good
   */
  public static TuneResult run(
      Recipe recipe, Optional<Duration> budget, String command, RunContext context) {
    Tuner tuner = new Tuner(recipe, budget, context);
    return tuner.run(budget, command, () -> Workbench.inside(recipe, tuner.limited));
  }

  /** On the split inside another one than the recipe's own. */
  static TuneResult run(Recipe recipe, Split outer, RunContext context) {
    Tuner tuner = new Tuner(recipe, Optional.empty(), context);
    return tuner.run(Optional.empty(), "", () -> Workbench.inside(recipe, outer, tuner.limited));
  }

  @FunctionalInterface
  private interface Opening {
    Workbench open();
  }

  private TuneResult run(Optional<Duration> budget, String command, Opening opening) {
    boolean outOfTime = false;
    try (Workbench bench = opened(opening, budget)) {
      Rungs rungs = new Rungs(tune, bench.clients());
      try {
        search(bench, rungs);
      } catch (InterruptedRunException e) {
        context.checkStopped("tuning"); // Ctrl-C is no end of a budget
        outOfTime = true;
      }
      if (halving.on(0).isEmpty()) {
        throw tooShort(budget);
      }
      TuneFiles files = new TuneFiles(recipe, tune, profiles, trials, halving, rungs, log);
      return files.write(bench, outOfTime, command);
    }
  }

  private Workbench opened(Opening opening, Optional<Duration> budget) {
    try {
      return opening.open();
    } catch (InterruptedRunException e) {
      context.checkStopped("tuning");
      throw tooShort(budget);
    }
  }

  private static UsageException tooShort(Optional<Duration> budget) {
    return new UsageException(
        "the time budget ("
            + budget.map(Duration::toSeconds).orElse(0L)
            + " s) ended before the recipe itself was scored once. What was made is kept: the same"
            + " command goes on from there.");
  }

  private void search(Workbench bench, Rungs rungs) {
    for (Optional<Halving.Job> next = next(); next.isPresent(); next = next()) {
      run(next.get(), bench, rungs);
    }
  }

  /** Draws the setting of a trial that begins. */
  private Optional<Halving.Job> next() {
    Optional<Halving.Job> job = halving.next();
    if (job.isPresent() && job.get().trial() == trials.size()) {
      Optional<Trial> drawn = space.draw();
      if (drawn.isEmpty()) {
        halving.noMore();
        return halving.next();
      }
      trials.add(drawn.get());
    }
    return job;
  }

  private void run(Halving.Job job, Workbench bench, Rungs rungs) {
    Trial trial = trials.get(job.trial());
    int before = bench.steps().size();
    double score;
    try {
      Recipe sized = rungs.at(trial.of(recipe), job.rung());
      SetScores scores =
          bench.score(sized, profiles, tune.probe(), recipe.evaluation().intervals(), limited);
      log.add(trial, job.rung(), rungs, scores, TuneLog.seconds(bench.steps(), before));
      score = scores.sum();
    } catch (InputException | UsageException e) {
      if (trial.number() == 0) {
        throw e;
      }
      log.fail(trial, job.rung(), String.valueOf(e.getMessage()));
      score = Double.NEGATIVE_INFINITY;
    }
    halving.done(job, score);
    say(job, score);
  }

  private void say(Halving.Job job, double score) {
    context
        .progress()
        .note(
            "trial %d of %d, rung %d of %d: %s"
                .formatted(
                    job.trial(),
                    tune.trials() - 1,
                    job.rung() + 1,
                    tune.rungs(),
                    Double.isInfinite(score) ? "failed" : "sum %.4f".formatted(score)));
  }
}
