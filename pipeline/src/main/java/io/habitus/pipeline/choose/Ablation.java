package io.habitus.pipeline.choose;

import io.habitus.core.json.Json;
import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.evaluation.SetScores;
import io.habitus.pipeline.choose.Parts.Part;
import io.habitus.pipeline.recipe.EvaluationSection.IntervalsSection;
import io.habitus.pipeline.recipe.MergeSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.report.AblationFacts;
import io.habitus.pipeline.report.AblationPage;
import io.habitus.pipeline.report.Report;
import io.habitus.pipeline.run.Probes;
import io.habitus.pipeline.run.Workbench;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What each member of a merge is worth: the merge without it, the members added one at a time, and
 * each by itself, all against the whole on the same resampled clients. Members are made once;
 * whatever an earlier run or ablation of the recipe made is used again.
 */
public final class Ablation {
  /** Results, below the recipe's output folder. */
  private static final String FOLDER = "ablation";

  /** Resamples per variant at least: then 2 / (resamples + 1), corrected by Holm, is below 0.05. */
  private static final int RESAMPLES_PER_VARIANT = 50;

  private final Recipe recipe;
  private final MergeSection merge;
  private final AblationOptions options;
  private final Parts parts;
  private final RunContext context;
  private final SequencedMap<String, Set<Part>> variants = new LinkedHashMap<>();

  private Ablation(Recipe recipe, MergeSection merge, AblationOptions options, RunContext context) {
    this.recipe = recipe;
    this.merge = merge;
    this.options = options;
    this.parts = new Parts(recipe, merge, options.expand());
    this.context = recipe.threads().map(context::withThreads).orElse(context);
  }

  /**
   * Ablates and writes the report.
   *
   * @param command that repeats it, for the report
   * @throws UsageException if there is no such merge, or it has a single member
   */
  public static AblationResult run(
      Recipe recipe, AblationOptions options, String command, RunContext context) {
    Workbench.check(recipe);
    return new Ablation(recipe, merge(recipe, options), options, context).run(command);
  }

  private static MergeSection merge(Recipe recipe, AblationOptions options) {
    if (recipe.merge().isEmpty()) {
      throw new UsageException(
          recipe.name() + " has no merge: there is nothing to leave members out of");
    }
    if (options.merge().isEmpty()) {
      return recipe.merge().getLast();
    }
    String wanted = options.merge().get();
    List<String> names = recipe.merge().stream().map(MergeSection::name).toList();
    return recipe.merge().stream()
        .filter(each -> each.name().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "expected a merge of the recipe, found "
                    + wanted
                    + ". "
                    + Nearest.advice(wanted, names)));
  }

  private AblationResult run(String command) {
    if (parts.all().size() < 2) {
      throw new UsageException(
          "expected a merge of at least two members, found "
              + merge.name()
              + " of one"
              + (options.expand() ? "" : "; --expand takes the merges within it apart"));
    }
    variants();
    try (Workbench bench = Workbench.latest(recipe, context)) {
      int resamples =
          Math.max(
              recipe.evaluation().intervals().resamples(), RESAMPLES_PER_VARIANT * variants.size());
      SequencedMap<String, SetScores> scores = score(bench, intervals(resamples));
      AblationFacts facts = facts(bench, scores, resamples, command);
      Path folder = folder();
      Json.write(folder.resolve(AblationFacts.FILE), facts);
      AblationPage.write(folder.resolve(Report.FILE), facts);
      return new AblationResult(folder, folder.resolve(Report.FILE), facts, bench.steps());
    }
  }

  private Path folder() {
    String name =
        merge.name()
            + (options.expand() ? "-expanded" : "")
            + (options.reversed() ? "-reversed" : "");
    return Path.of(recipe.output()).resolve(FOLDER).resolve(name);
  }

  /** Every variant once, by its name: the whole first. */
  private void variants() {
    List<Part> all = parts.all();
    add(new HashSet<>(all));
    all.forEach(part -> add(without(part)));
    for (int count = 1; count <= all.size(); count++) {
      add(first(count));
    }
    all.forEach(part -> add(Set.of(part)));
  }

  private void add(Set<Part> kept) {
    variants.putIfAbsent(parts.name(kept), kept);
  }

  private Set<Part> without(Part part) {
    Set<Part> kept = new HashSet<>(parts.all());
    kept.remove(part);
    return kept;
  }

  /** The first members, in the order in which they are added. */
  private Set<Part> first(int count) {
    return new HashSet<>(order().subList(0, count));
  }

  private List<Part> order() {
    return options.reversed() ? parts.all().reversed() : parts.all();
  }

  private IntervalsSection intervals(int resamples) {
    IntervalsSection given = recipe.evaluation().intervals();
    return new IntervalsSection(resamples, given.level(), given.seed());
  }

  private SequencedMap<String, SetScores> score(Workbench bench, IntervalsSection intervals) {
    SequencedMap<String, SetScores> scores = new LinkedHashMap<>();
    String probe = recipe.evaluation().probe();
    variants.forEach((name, kept) -> {
      context
          .progress()
          .note("variant %d of %d: %s".formatted(scores.size() + 1, variants.size(), name));
      scores.put(name, bench.score(parts.keeping(kept), name, probe, intervals, context));
    });
    return scores;
  }

  private AblationFacts facts(
      Workbench bench, SequencedMap<String, SetScores> scores, int resamples, String command) {
    AblationRows rows = new AblationRows(scores, recipe.evaluation().intervals().level());
    List<AblationFacts.Row> without = new ArrayList<>();
    List<AblationFacts.Row> alone = new ArrayList<>();
    for (Part part : parts.all()) {
      int others = parts.all().size() - 1;
      without.add(rows.row(part.label(), others, parts.name(without(part)), Optional.empty()));
      alone.add(rows.row(part.label(), 1, parts.name(Set.of(part)), Optional.empty()));
    }
    String whole = merge.name();
    return new AblationFacts(
        AblationFacts.FORMAT,
        "What the members of " + merge.name() + " are worth",
        Instant.now(),
        whole,
        bench.source(),
        bench.split(),
        bench.clients(),
        Probes.describe(recipe.evaluation().probe()),
        Probes.seeds(recipe.evaluation().probe(), recipe.evaluation().seeds()),
        rows.tasks(),
        resamples,
        recipe.evaluation().intervals().level(),
        rows.row(whole, parts.all().size(), whole, Optional.empty()),
        without,
        added(rows),
        alone,
        command,
        recipe.toYaml());
  }

  private List<AblationFacts.Row> added(AblationRows rows) {
    List<String> names = new ArrayList<>();
    for (int count = 1; count <= parts.all().size(); count++) {
      names.add(parts.name(first(count)));
    }
    rows.chain(names);
    List<AblationFacts.Row> added = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Optional<String> previous = i == 0 ? Optional.empty() : Optional.of(names.get(i - 1));
      added.add(rows.row(order().get(i).label(), i + 1, names.get(i), previous));
    }
    return added;
  }
}
