package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;

/**
 * The log of an experiment, and what of it counts as taking an item.
 *
 * @param store where the log is and how it is read; its path may also be a text file with a line of
 *     items for each user
 * @param sequences such a text file, in the folder {@code path}
 * @param users so many, drawn by the (first) seed; empty for all
 * @param itemField event field that holds items; empty for the schema's
 * @param events types that count as taking an item; none for the schema's target event
 */
public record LogSection(
    @JsonUnwrapped StoreSection store,
    Optional<String> sequences,
    Optional<Integer> users,
    Optional<String> itemField,
    List<String> events) {

  public LogSection {
    events = List.copyOf(events);
  }

  /** Of the store. */
  public Optional<String> path() {
    return store.path();
  }

  /** A path of the recipe with {@code ${data}} replaced by {@code data.path}. */
  public String resolve(String text) {
    return text.replace("${data}", path().orElse("."));
  }

  static LogSection read(Section top) {
    try (Section data = top.section("data")) {
      LogSection read =
          new LogSection(
              StoreSection.read(data),
              data.text("sequences"),
              data.integer("users", 1).map(Math::toIntExact),
              data.text("item_field"),
              data.words("events"));
      read.check(data);
      return read;
    }
  }

  private void check(Section data) {
    if (sequences.isPresent() && (path().isEmpty() || store.schema().isPresent())) {
      String found = path().isEmpty() ? "no path" : "a schema";
      data.problem("sequences", "a path that it is in, and no schema", found, "");
    }
  }
}
