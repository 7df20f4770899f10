package io.habitus.pipeline.recipe;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The log of an experiment, and what of it counts as taking an item.
 *
 * @param path as in other recipes; also a text file with a line of items for each user
 * @param sequences such a text file, in the folder {@code path}
 * @param schema as in other recipes
 * @param variables as in other recipes
 * @param generate as in other recipes
 * @param until as in other recipes
 * @param timezone as in other recipes
 * @param deduplicate as in other recipes
 * @param users so many, drawn by the first seed; empty for all
 * @param itemField event field that holds items; empty for the schema's
 * @param events types that count as taking an item; none for the schema's target event
 */
public record LogSection(
    Optional<String> path,
    Optional<String> sequences,
    Optional<String> schema,
    SortedMap<String, String> variables,
    SortedMap<String, String> generate,
    Optional<String> until,
    Optional<String> timezone,
    boolean deduplicate,
    Optional<Integer> users,
    Optional<String> itemField,
    List<String> events) {

  public LogSection {
    variables = new TreeMap<>(variables);
    generate = new TreeMap<>(generate);
    events = List.copyOf(events);
  }

  /** The part that a store is made of. */
  public DataSection store() {
    return new DataSection(
        path,
        schema,
        variables,
        generate,
        until,
        timezone,
        deduplicate,
        new ClientsSection(Optional.empty(), 1));
  }

  /** A path of the recipe with {@code ${data}} replaced by {@code data.path}. */
  public String resolve(String text) {
    return text.replace("${data}", path.orElse("."));
  }

  static LogSection read(Section top) {
    try (Section data = top.section("data")) {
      LogSection read =
          new LogSection(
              data.text("path"),
              data.text("sequences"),
              data.text("schema"),
              data.parameters("variables"),
              data.parameters("generate"),
              data.text("until"),
              data.text("timezone"),
              data.flag("deduplicate", false),
              data.integer("users", 1).map(Math::toIntExact),
              data.text("item_field"),
              data.words("events"));
      read.store().check(data);
      if (read.sequences.isPresent() && (read.path.isEmpty() || read.schema.isPresent())) {
        data.problem(
            "sequences",
            "a path that it is in, and no schema",
            read.path.isEmpty() ? "no path" : "a schema",
            "");
      }
      return read;
    }
  }
}
