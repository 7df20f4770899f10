package io.habitus.ingest.load;

import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.FieldKind;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Sql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** SQL that turns tables into events, one branch for each rule of each table. */
final class EventQuery {
  private final BoundLog log;
  private final OptionalLong until;
  private final List<EventBranch> branches = new ArrayList<>();

  /** Gives the branches of rules that take first rows a relation that holds them. */
  @FunctionalInterface
  interface Firsts {
    /** The branch, over what was stored, or as it was if its rule takes all rows. */
    EventBranch stored(EventBranch branch, int number);
  }

  EventQuery(BoundLog log, OptionalLong until, Firsts firsts) {
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

  /** One for each rule of each table. */
  List<EventBranch> branches() {
    return Collections.unmodifiableList(branches);
  }

  /** A branch's rows before the bound, as a relation with all its columns. */
  String rows(EventBranch branch) {
    return "(" + branch.select("*", until) + ")";
  }

  /** Whether a row of the branch's table is before the bound, or at a time that none can read. */
  String isBefore(EventBranch branch) {
    String time = branch.time();
    return until.isPresent()
        ? "(%1$s IS NULL OR %1$s < %2$d)".formatted(time, until.getAsLong())
        : "true";
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
    String all = joined(branch -> branch.select("habitus_client, habitus_id", until));
    return "SELECT DISTINCT habitus_client, habitus_id FROM ("
        + all
        + ") WHERE habitus_client IS NOT NULL ORDER BY ALL";
  }

  /** Number of events at or after the bound, and of all that a rule makes. */
  String countLate(long bound) {
    String all = joined(branch -> branch.select("habitus_time", OptionalLong.empty()));
    return "SELECT count(*) FROM (" + all + ") WHERE habitus_time >= " + bound;
  }

  /** Number of events before the bound. */
  String count() {
    return "SELECT count(*) FROM (" + joined(branch -> branch.select("habitus_time", until)) + ")";
  }

  /** Number of events before the bound that differ in type, client, time or a value. */
  String countDifferent() {
    return "SELECT count(*) FROM (SELECT DISTINCT * FROM (" + joined(this::withValues) + "))";
  }

  private String joined(Function<EventBranch, String> select) {
    return branches.stream().map(select).collect(Collectors.joining("\nUNION ALL\n"));
  }

  private String withValues(EventBranch branch) {
    StringBuilder selected = new StringBuilder();
    selected.append(log.log().schema().eventType(branch.rule().type())).append(" AS type");
    selected.append(", habitus_client, habitus_time");
    for (BoundField field : log.fields()) {
      ValueColumn column = branch.rule().fields().get(field.field().name());
      String value = column == null ? "NULL::" + field.sqlType() : rawValue(branch, field, column);
      boolean codes = column != null && field.field().kind() == FieldKind.CODES;
      selected
          .append(", ")
          .append(codes ? Expressions.hex(value, field.field().width()) : value)
          .append(" AS f")
          .append(field.index());
    }
    return branch.select(selected.toString(), until);
  }

  /**
   * All events in any order: {@code type, client, time, place}, then the slots. A row that cannot
   * be read has type −1.
   *
   * @param codings by field; empty where a field has no values
   */
  String events(List<Optional<Coding>> codings, Slots slots) {
    return joined(branch -> coded(branch, codings, slots));
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
