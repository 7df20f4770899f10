package io.habitus.ingest.log;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code when}: one condition or a list of them, all of which must hold. */
final class ConditionReader {
  private static final List<String> TESTS =
      List.of(
          "above",
          "at-least",
          "below",
          "at-most",
          "equals",
          "not-equals",
          "in",
          "not-in",
          "starts-with",
          "present");

  private ConditionReader() {}

  static List<Condition> read(Section section) {
    if (!section.has("when")) {
      return List.of();
    }
    return section.isSection("when")
        ? all(section.section("when"))
        : section.sections("when", ConditionReader::all).stream().flatMap(List::stream).toList();
  }

  /** One condition for each test of the section's column. */
  private static List<Condition> all(Section section) {
    List<String> known = new ArrayList<>(TESTS);
    known.add("column");
    section.only(known.toArray(String[]::new));
    String column = section.text("column");
    List<Condition> conditions = new ArrayList<>();
    for (String key : TESTS) {
      if (section.has(key)) {
        conditions.add(new Condition(column, test(section, key)));
      }
    }
    if (conditions.isEmpty()) {
      section.problem("", "one of " + String.join(", ", TESTS), "no test", "");
    }
    return conditions;
  }

  private static Condition.Test test(Section section, String key) {
    return switch (key) {
      case "above" -> new Condition.Test.Above(section.number(key));
      case "at-least" -> new Condition.Test.AtLeast(section.number(key));
      case "below" -> new Condition.Test.Below(section.number(key));
      case "at-most" -> new Condition.Test.AtMost(section.number(key));
      case "equals", "in" -> new Condition.Test.OneOf(section.texts(key));
      case "not-equals", "not-in" -> new Condition.Test.NoneOf(section.texts(key));
      case "starts-with" -> new Condition.Test.StartsWith(section.text(key));
      case "present" -> new Condition.Test.Present(section.flag(key, true));
      default -> throw new IllegalStateException("no test " + key);
    };
  }
}
