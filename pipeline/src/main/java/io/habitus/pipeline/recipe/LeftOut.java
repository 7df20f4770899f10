package io.habitus.pipeline.recipe;

import io.habitus.core.problem.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The profiles that a recipe is run without: {@code without: [warp, query-text]}. They are gone
 * from members, merges and what is tuned as if they had never been written.
 *
 * @param names of members and merges
 */
record LeftOut(Set<String> names) {
  static final String KEY = "without";

  static LeftOut read(Section top, List<MemberSection> members, List<MergeSection> merges) {
    Set<String> known = new LinkedHashSet<>();
    Stream.concat(
            members.stream().map(MemberSection::name), merges.stream().map(MergeSection::name))
        .forEach(known::add);
    Set<String> names = new LinkedHashSet<>();
    for (String name : top.words(KEY)) {
      if (!known.contains(name)) {
        top.problem(KEY, "a member or a merge", name, Nearest.advice(name, known));
      }
      names.add(name);
    }
    return new LeftOut(names);
  }

  List<MemberSection> members(Section top, List<MemberSection> all) {
    List<MemberSection> kept = all.stream().filter(m -> !names.contains(m.name())).toList();
    if (kept.isEmpty() && !all.isEmpty()) {
      top.problem(KEY, "at least one member kept", "all of them", "");
    }
    return kept;
  }

  List<MergeSection> merges(Section top, List<MergeSection> all) {
    List<MergeSection> kept = new ArrayList<>();
    for (MergeSection merge : all) {
      if (names.contains(merge.name())) {
        continue;
      }
      List<MergeSection.Input> inputs =
          merge.members().stream().filter(input -> !names.contains(input.name())).toList();
      if (inputs.isEmpty() && !merge.members().isEmpty()) {
        String found = "all members of " + merge.name();
        top.problem(KEY, "at least one of them kept", found, "Leave out " + merge.name() + " too.");
      }
      kept.add(new MergeSection(merge.name(), merge.operator(), inputs, merge.evaluate()));
    }
    return kept;
  }

  Optional<TuneSection> tune(Section top, Optional<TuneSection> tune) {
    if (names.isEmpty()) {
      return tune;
    }
    return tune.map(all -> {
      SequencedMap<String, Choices> kept = new LinkedHashMap<>();
      all.parameters()
          .forEach((key, choices) -> {
            List<String> steps = List.of(key.split("\\."));
            if (steps.stream().anyMatch(step -> step.matches("\\d+"))) {
              top.problem(
                  KEY,
                  "names in tune.parameters, as positions move",
                  key,
                  "Give the member's name instead of its position.");
            }
            if (steps.stream().noneMatch(names::contains)) {
              kept.put(key, choices);
            }
          });
      return all.with(kept);
    });
  }
}
