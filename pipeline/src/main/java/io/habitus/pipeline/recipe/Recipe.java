package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What to run, from raw logs to a report: a YAML file with overrides. The keys are those of {@code
 * docs/recipes.md}.
 *
 * @param name shown in the report
 * @param data the log and the clients
 * @param split which events are input and which are targets
 * @param members profiles to make, in the order of the report
 * @param merge profiles made from others, in this order; one may build on an earlier one
 * @param evaluation how profiles are scored
 * @param recommender a recommender beside the profiles; none where it is left out
 * @param explain what the columns of profiles mean; nothing where it is left out
 * @param output folder of the results
 * @param seed of everything random but the probes, which have their own
 * @param threads worker threads; empty for the command's. They change the time, never the bits
 * @param tune what {@code habitus tune} searches; nothing else looks at it
 */
public record Recipe(
    String name,
    DataSection data,
    SplitSection split,
    List<MemberSection> members,
    List<MergeSection> merge,
    EvaluationSection evaluation,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<RecommenderSection> recommender,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ExplainSection> explain,
    String output,
    long seed,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> threads,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TuneSection> tune) {
  public static final String FILE = "recipe.yaml";

  public Recipe {
    members = List.copyOf(members);
    merge = List.copyOf(merge);
  }

  /**
   * Reads a recipe file.
   *
   * @param overrides {@code key=value} each, later ones win
   * @throws InputException if there is no such file
   * @throws UsageException with every unknown key, wrong type and wrong value
   */
  public static Recipe read(Path file, List<String> overrides) {
    return parse(RecipeText.read(file), file.toString(), overrides);
  }

  /**
   * Parses a recipe.
   *
   * @param source what problems call it, and the default name without its suffix
   */
  public static Recipe parse(String yaml, String source, List<String> overrides) {
    YamlTree tree = RecipeText.tree(yaml, source, overrides);
    if (tree.root().has(ExperimentRecipe.KIND)) {
      throw new UsageException(source + " is an experiment, which only habitus run runs");
    }
    List<Problem> problems = new ArrayList<>();
    Recipe recipe;
    try (Section top = new Section(tree, problems)) {
      recipe = read(top, RecipeText.stem(source));
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return recipe;
  }

  private static Recipe read(Section top, String defaultName) {
    String name = top.text("name", defaultName);
    List<MemberSection> members = top.sections("members", MemberSection::read);
    List<MergeSection> merge = top.sections("merge", MergeSection::read);
    Names.check(top, members, merge);
    LeftOut leftOut = LeftOut.read(top, members, merge);
    List<MemberSection> keptMembers = leftOut.members(top, members);
    List<MergeSection> keptMerges = leftOut.merges(top, merge);
    return new Recipe(
        name,
        DataSection.read(top),
        SplitSection.read(top),
        keptMembers,
        keptMerges,
        EvaluationSection.read(top),
        RecommenderSection.read(top),
        ExplainSection.read(top, names(members, merge))
            .flatMap(section -> section.among(names(keptMembers, keptMerges))),
        top.text("output", "runs/" + name),
        top.integer("seed", Long.MIN_VALUE).orElse(1L),
        top.integer("threads", 1).map(Math::toIntExact),
        leftOut.tune(top, TuneSection.read(top)));
  }

  private static List<String> names(List<MemberSection> members, List<MergeSection> merges) {
    return Stream.concat(
            members.stream().map(MemberSection::name), merges.stream().map(MergeSection::name))
        .toList();
  }

  /** The same with other members and merges. */
  public Recipe with(List<MemberSection> otherMembers, List<MergeSection> otherMerges) {
    return new Recipe(
        name,
        data,
        split,
        otherMembers,
        otherMerges,
        evaluation,
        recommender,
        explain.flatMap(section -> section.among(names(otherMembers, otherMerges))),
        output,
        seed,
        threads,
        tune);
  }

  /** The same without {@code tune}, with another output folder. */
  public Recipe tuned(String otherOutput) {
    return new Recipe(
        name,
        data,
        split,
        members,
        merge,
        evaluation,
        recommender,
        explain,
        otherOutput,
        seed,
        threads,
        Optional.empty());
  }

  /**
   * Only what some profiles are made of, which come last.
   *
   * @param profiles name of a member or a merge
   */
  public Recipe only(String profiles) {
    Set<String> needed = new HashSet<>(Set.of(profiles));
    List<MergeSection> merges = new ArrayList<>();
    for (MergeSection each : merge.reversed()) {
      if (needed.contains(each.name())) {
        merges.addFirst(each);
        each.members().forEach(input -> needed.add(input.name()));
      }
    }
    List<MemberSection> kept = members.stream().filter(m -> needed.contains(m.name())).toList();
    return with(kept, merges);
  }

  /**
   * The same with some keys set.
   *
   * @param overrides {@code key=value} each, as on the command line
   * @throws UsageException with everything that is wrong with them
   */
  public Recipe override(List<String> overrides) {
    return parse(toYaml(), name + ".yaml", overrides);
  }

  /**
   * The value of a key, as it stands on the right of {@code key=value}; empty where there is none.
   *
   * @param key as on the command line
   */
  public Optional<String> value(String key) {
    return KeyValue.find(YamlTree.parse(toYaml(), name).root(), key)
        .filter(node -> !node.isNull())
        .map(node -> node.isValueNode() ? node.asText() : node.toString());
  }

  /** The effective recipe with every default written out; parsing it gives an equal recipe. */
  public String toYaml() {
    return RecipeText.write(this);
  }
}
