package io.habitus.pipeline.recipe;

import io.habitus.core.problem.Nearest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of profiles: distinct, fit for a folder, and known before they are merged. */
final class Names {
  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

  private Names() {}

  static void check(Section top, List<MemberSection> members, List<MergeSection> merges) {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < members.size(); i++) {
      add(top, "members." + i + ".name", members.get(i).name(), names);
    }
    for (int i = 0; i < merges.size(); i++) {
      for (MergeSection.Input input : merges.get(i).members()) {
        checkKnown(top, "merge." + i + ".members", input.name(), names);
      }
      add(top, "merge." + i + ".name", merges.get(i).name(), names);
    }
    if (members.isEmpty()) {
      top.problem("members", "at least one member", "none", "");
    }
  }

  private static void add(Section top, String key, String name, Set<String> names) {
    if (!FOLDER.matcher(name).matches()) {
      top.problem(key, "letters, digits and . _ + -", "\"" + name + "\"", "");
    }
    if (!names.add(name)) {
      top.problem(key, "a name of its own", "a second " + name, "Give one of them another name.");
    }
  }

  private static void checkKnown(Section top, String key, String name, Set<String> known) {
    if (!known.contains(name)) {
      top.problem(key, "a member, or a merge further up", name, Nearest.advice(name, known));
    }
  }
}
