package io.habitus.ingest.load;

import io.habitus.core.problem.UsageException;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** SQL that turns tables into events, one branch for each rule of each table. */
final class EventQuery {
  private final BoundLog log;
  private final OptionalLong until;
  private final List<EventBranch> branches = new ArrayList<>();

  EventQuery(BoundLog log, OptionalLong until, FirstOf firsts) {
    this.log = log;
    this.until = until;
    int files = 0;
    for (int t = 0; t < log.tables().size(); t++) {
      EventTable events = log.log().tables().get(t);
      for (int r = 0; r < events.rules().size(); r++) {
        EventBranch branch =
            new EventBranch(
                log,
                log.tables().get(t),
                events,
                events.rules().get(r),
                files,
                r,
                Optional.empty());
        branches.add(firsts.stored(branch, branches.size()));
      }
      files += events.table().files().size();
    }
    if (files > EventBranch.MOST_FILES) {
      throw new UsageException(
          "expected at most " + EventBranch.MOST_FILES + " files, found " + files);
    }
  }

  /** Raw values of a field, as {@code value}, in any order; empty where no branch carries it. */
  String values(BoundField field, List<String> more) {
    List<String> parts = new ArrayList<>();
    for (EventBranch branch : branches) {
      ValueColumn column = branch.rule().fields().get(field.field().name());
      if (column != null) {
        parts.add(
            "SELECT value FROM ("
                + branch.select(
                    branch.expressions().value(column, field.kind()) + " AS value", until)
                + ") WHERE value IS NOT NULL");
      }
    }
    parts.addAll(more);
    return String.join("\nUNION ALL\n", parts);
  }

  /** Distinct (code, id) of string clients. */
  String clients() {
    String all =
        branches.stream()
            .map(branch -> branch.select("habitus_client, habitus_id", until))
            .collect(Collectors.joining("\nUNION ALL\n"));
    return "SELECT DISTINCT habitus_client, habitus_id FROM ("
        + all
        + ") WHERE habitus_client IS NOT NULL ORDER BY ALL";
  }

  /** Number of events at or after the bound, and of all that a rule makes. */
  String countLate(long bound) {
    String all =
        branches.stream()
            .map(branch -> branch.select("habitus_time", OptionalLong.empty()))
            .collect(Collectors.joining("\nUNION ALL\n"));
    return "SELECT count(*) FROM (" + all + ") WHERE habitus_time >= " + bound;
  }

  /**
   * All events in any order: {@code type, client, time, place}, then the slots. A row that cannot
   * be read has type −1.
   *
   * @param codings by field; empty where a field has no values
   */
  String events(List<Optional<Coding>> codings, Slots slots) {
    return branches.stream()
        .map(branch -> coded(branch, codings, slots))
        .collect(Collectors.joining("\nUNION ALL\n"));
  }

  private String coded(EventBranch branch, List<Optional<Coding>> codings, Slots slots) {
    String[] columns =
        slots.slots().stream().map(slot -> "NULL::" + slot.sqlType()).toArray(String[]::new);
    StringBuilder raw = new StringBuilder();
    StringBuilder joins = new StringBuilder();
    for (BoundField field : log.fields()) {
      ValueColumn column = branch.rule().fields().get(field.field().name());
      int slot = slots.slotOf().get(field.index());
      if (column != null && slot >= 0) {
        String name = "f" + field.index();
        raw.append(", ").append(rawValue(branch, field, column)).append(" AS ").append(name);
        columns[slot] = slotValue(field, codings.get(field.index()), joins);
      }
    }
    StringBuilder selected = new StringBuilder();
    for (int s = 0; s < columns.length; s++) {
      selected.append(", ").append(columns[s]).append(" AS s").append(s);
    }
    return Sql.load("coded-events")
        .with("type", log.log().schema().eventType(branch.rule().type()))
        .with("columns", selected)
        .with(
            "events",
            branch.select("habitus_client, habitus_time, habitus_place, habitus_bad" + raw, until))
        .with("joins", joins)
        .text();
  }

  private static String rawValue(EventBranch branch, BoundField field, ValueColumn column) {
    return field.isCoded()
        ? branch.expressions().value(column, field.kind())
        : branch.expressions().number(column.column());
  }

  private static String slotValue(BoundField field, Optional<Coding> coding, StringBuilder joins) {
    int f = field.index();
    if (coding.isEmpty() || coding.get().table().isPresent()) {
      return "e.f"
          + f
          + coding.map(integers -> "::" + Slots.sqlType(integers.slotType())).orElse("");
    }
    joins.append(
        "\nLEFT JOIN %1$s v%2$d ON v%2$d.value = e.f%2$d"
            .formatted(coding.get().relation().orElseThrow(), f));
    return "v%d.code".formatted(f);
  }
}
