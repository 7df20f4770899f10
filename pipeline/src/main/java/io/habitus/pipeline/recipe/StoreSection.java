package io.habitus.pipeline.recipe;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a log is and how it is read. One of {@code path} and {@code generate} is given.
 *
 * @param path a challenge directory or a store; with {@code schema}, the folder that the schema's
 *     files are in
 * @param schema YAML schema of a log that is no challenge directory
 * @param variables values for the schema's variables, beside {@code data}, which is the path
 * @param generate settings of the shop generator, such as {@code clients}, {@code days}, {@code
 *     seed}; empty where data is read
 * @param until events at or after it are left out, such as a log's late tail
 * @param timezone of timestamps without one; empty for the schema's own, else UTC
 * @param deduplicate whether equal rows count once
 */
public record StoreSection(
    Optional<String> path,
    Optional<String> schema,
    SortedMap<String, String> variables,
    SortedMap<String, String> generate,
    Optional<String> until,
    Optional<String> timezone,
    boolean deduplicate) {

  public StoreSection {
    variables = new TreeMap<>(variables);
    generate = new TreeMap<>(generate);
  }

  /** The instant of {@code until}. */
  public Optional<Instant> untilInstant() {
    return until.map(Instant::parse);
  }

  /** Its keys stand among others in the section of the data. */
  static StoreSection read(Section data) {
    StoreSection read =
        new StoreSection(
            data.text("path"),
            data.text("schema"),
            data.parameters("variables"),
            data.parameters("generate"),
            data.text("until"),
            data.text("timezone"),
            data.flag("deduplicate", false));
    read.check(data);
    return read;
  }

  private void check(Section data) {
    if (path.isPresent() == !generate.isEmpty()) {
      data.problem(
          "path",
          "either path or generate",
          path.isPresent() ? "both" : "neither",
          path.isPresent() ? "" : "Say where the log is: data=FOLDER.");
    }
    if (schema.isEmpty() && !variables.isEmpty()) {
      data.problem("variables", "a schema that has variables", "no schema", "");
    }
    checkTime(data);
  }

  private void checkTime(Section data) {
    try {
      untilInstant();
    } catch (DateTimeException e) {
      data.problem("until", "an instant such as 2017-10-17T00:00:00Z", until.orElse(""), "");
    }
    try {
      timezone.ifPresent(ZoneId::of);
    } catch (DateTimeException e) {
      data.problem("timezone", "a time zone such as UTC or Europe/Warsaw", timezone.orElse(""), "");
    }
  }
}
