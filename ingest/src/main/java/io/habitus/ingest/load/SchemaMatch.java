package io.habitus.ingest.load;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.store.Manifest;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.LogSchema;
import io.habitus.ingest.log.ValueColumn;
import java.util.ArrayList;
import java.util.List;

/** Whether a log can be appended to a store: the same event types and fields in the same order. */
final class SchemaMatch {
  private SchemaMatch() {}

  static void check(LogSchema log, Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    compare(
        log, "event types", manifest.schema().eventTypes(), log.schema().eventTypes(), problems);
    compare(log, "fields", manifest.schema().fields(), log.schema().fields(), problems);
    compare(
        log,
        "item attributes",
        manifest.schema().itemAttributes(),
        log.schema().itemAttributes(),
        problems);
    for (EventTable table : log.tables()) {
      table
          .rules()
          .forEach(
              rule -> rule.fields().forEach((name, column) -> cut(log, name, column, problems)));
    }
    compare(log, "order of tables", manifest.streams(), Streams.of(log), problems);
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }

  /** Buckets of an event field are cut over all rows; those in the store cannot be cut anew. */
  private static void cut(LogSchema log, String name, ValueColumn column, List<Problem> problems) {
    if (column.derived() instanceof ValueColumn.Derivation.Buckets) {
      problems.add(
          Problem.inColumn(
              log.origin(),
              name,
              "a log without buckets of events, to append",
              "buckets",
              "Ingest the whole log at once, or make the field numeric."));
    }
  }

  private static void compare(
      LogSchema log, String what, Object stored, Object found, List<Problem> problems) {
    if (!stored.equals(found)) {
      problems.add(
          Problem.inColumn(
              log.origin(),
              what,
              stored + ", as in the store",
              found.toString(),
              "Append with the schema that the store was made with."));
    }
  }
}
