package io.habitus.pipeline.choose;

import io.habitus.pipeline.recipe.MergeSection;
import io.habitus.pipeline.recipe.Recipe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The members of a merge, and the merge with only some of them. */
final class Parts {
  private final Recipe recipe;
  private final MergeSection merge;
  private final List<Part> all = new ArrayList<>();

  /**
   * One member.
   *
   * @param path position in the merge, then in the merge that stands there, and so on
   * @param name of the profiles
   * @param label the name, and the merges around it
   */
  record Part(List<Integer> path, String name, String label) {
    Part {
      path = List.copyOf(path);
    }

    private boolean isWithin(List<Integer> prefix) {
      return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
    }

    private String key() {
      return path.stream().map(String::valueOf).collect(Collectors.joining(".")) + "-" + name;
    }
  }

  /**
   * Takes a merge apart.
   *
   * @param expand whether members of merges within it are members, rather than those merges
   */
  Parts(Recipe recipe, MergeSection merge, boolean expand) {
    this.recipe = recipe;
    this.merge = merge;
    collect(merge, List.of(), "", expand);
  }

  /** In the order of the recipe. */
  List<Part> all() {
    return all;
  }

  private void collect(MergeSection from, List<Integer> prefix, String around, boolean expand) {
    for (int i = 0; i < from.members().size(); i++) {
      List<Integer> path = append(prefix, i);
      String name = from.members().get(i).name();
      Optional<MergeSection> nested = expand ? merge(name) : Optional.empty();
      if (nested.isPresent()) {
        collect(nested.get(), path, " in " + name + around, expand);
      } else {
        all.add(new Part(path, name, name + around));
      }
    }
  }

  private Optional<MergeSection> merge(String name) {
    return recipe.merge().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private static List<Integer> append(List<Integer> prefix, int last) {
    List<Integer> path = new ArrayList<>(prefix);
    path.add(last);
    return path;
  }

  /**
   * The name of the merge with some of its members; the same members have the same name, whatever
   * for, so that its steps are found again.
   */
  String name(Collection<Part> kept) {
    if (kept.size() == all.size()) {
      return merge.name();
    }
    if (kept.size() == 1) {
      return merge.name() + ".only." + kept.iterator().next().key();
    }
    if (kept.size() == all.size() - 1) {
      Part left = all.stream().filter(part -> !kept.contains(part)).findFirst().orElseThrow();
      return merge.name() + ".without." + left.key();
    }
    return merge.name()
        + ".of."
        + all.stream()
            .filter(kept::contains)
            .map(part -> Integer.toString(all.indexOf(part)))
            .collect(Collectors.joining("-"));
  }

  /** The recipe with {@link #name} as its last merge. */
  Recipe keeping(Collection<Part> kept) {
    List<MergeSection> merges = new ArrayList<>(recipe.merge());
    if (kept.size() < all.size()) {
      merges.add(reduced(merge, List.of(), name(kept), kept, merges));
    }
    return recipe.with(recipe.members(), merges);
  }

  /** Merges within it that lose members come before it, under names of their own. */
  private MergeSection reduced(
      MergeSection from,
      List<Integer> prefix,
      String name,
      Collection<Part> kept,
      List<MergeSection> merges) {
    List<MergeSection.Input> inputs = new ArrayList<>();
    for (int i = 0; i < from.members().size(); i++) {
      List<Integer> path = append(prefix, i);
      MergeSection.Input input = from.members().get(i);
      List<Part> within = all.stream().filter(part -> part.isWithin(path)).toList();
      List<Part> left = within.stream().filter(kept::contains).toList();
      if (left.size() == within.size()) {
        inputs.add(input);
      } else if (!left.isEmpty()) {
        String nested = name + "." + i + "-" + input.name();
        merges.add(reduced(merge(input.name()).orElseThrow(), path, nested, kept, merges));
        inputs.add(input.named(nested));
      }
    }
    return new MergeSection(name, from.operator(), inputs, false);
  }
}
