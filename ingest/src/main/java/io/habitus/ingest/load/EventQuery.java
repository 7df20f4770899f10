package io.habitus.ingest.load;

import io.habitus.core.problem.UsageException;
import io.habitus.core.store.Shards;
import io.habitus.core.store.VocabularyKind;
import io.habitus.ingest.log.EventRule;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL that turns tables into events. One branch for each rule of each table; a branch has the
 * columns {@code habitus_client, _id, _time, _place, _bad}, where the place is the input order with
 * the stream on top and bad marks rows that cannot be read.
 */
final class EventQuery {
  /** Bits of {@code place}, low to high: rule 4, row 38, file 13, stream 7. */
  private static final int RULE_BITS = 4;

  private static final int ROW_BITS = 38;
  private static final int FILE_BITS = 13;
  static final int MOST_FILES = 1 << FILE_BITS;

  private final BoundLog log;
  private final OptionalLong until;
  private final List<Branch> branches = new ArrayList<>();

  /** One rule of one table. */
  private record Branch(LogTable table, EventTable events, EventRule rule, int files, int number) {}

  EventQuery(BoundLog log, OptionalLong until) {
    this.log = log;
    this.until = until;
    int files = 0;
    for (int t = 0; t < log.tables().size(); t++) {
      EventTable events = log.log().tables().get(t);
      for (int r = 0; r < events.rules().size(); r++) {
        branches.add(new Branch(log.tables().get(t), events, events.rules().get(r), files, r));
      }
      files += events.table().files().size();
    }
    if (files > MOST_FILES) {
      throw new UsageException("expected at most " + MOST_FILES + " files, found " + files);
    }
  }

  /** Distinct raw values of a field, as {@code value}; empty text where no branch carries it. */
  String distinctValues(BoundField field, List<String> more) {
    List<String> parts = new ArrayList<>();
    for (Branch branch : branches) {
      ValueColumn column = branch.rule().fields().get(field.field().name());
      if (column != null) {
        parts.add(
            "SELECT value FROM ("
                + branch(branch, expressions(branch).value(column, field.kind()) + " AS value")
                + ") WHERE value IS NOT NULL");
      }
    }
    parts.addAll(more);
    return parts.isEmpty()
        ? ""
        : "SELECT DISTINCT value FROM (" + String.join("\nUNION ALL\n", parts) + ")";
  }

  /** Distinct (code, id) of string clients. */
  String clients() {
    String all =
        branches.stream()
            .map(branch -> branch(branch, "habitus_client, habitus_id"))
            .collect(Collectors.joining("\nUNION ALL\n"));
    return "SELECT DISTINCT habitus_client, habitus_id FROM ("
        + all
        + ") WHERE habitus_client IS NOT NULL ORDER BY ALL";
  }

  /** Number of events at or after the bound, and of all that a rule makes. */
  String countLate(long bound) {
    String all =
        branches.stream()
            .map(branch -> new EventQuery(log, OptionalLong.empty()).branch(branch, "habitus_time"))
            .collect(Collectors.joining("\nUNION ALL\n"));
    return "SELECT count(*) FROM (" + all + ") WHERE habitus_time >= " + bound;
  }

  /**
   * All events by shard, client and time: {@code type, client, time, place}, then the slots. Events
   * of one client at the same time are in any order, because a fourth key would make DuckDB's sort
   * several times slower; they have to be sorted by place. A row that cannot be read has type −1.
   *
   * @param codings by field; empty where a field has no values
   */
  String sorted(int shards, List<Optional<Coding>> codings, Slots slots) {
    String all =
        branches.stream()
            .map(branch -> coded(branch, shards, codings, slots))
            .collect(Collectors.joining("\nUNION ALL\n"));
    return Sql.load("sorted-events").with("slots", names(slots)).with("events", all).text();
  }

  private static String names(Slots slots) {
    return IntStream.range(0, slots.slots().size())
        .mapToObj(s -> ", s" + s)
        .collect(Collectors.joining());
  }

  private String coded(Branch branch, int shards, List<Optional<Coding>> codings, Slots slots) {
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
        .with("modulus", Shards.MODULUS)
        .with("multiplier", Shards.MULTIPLIER)
        .with("shards", shards)
        .with("type", log.log().schema().eventType(branch.rule().type()))
        .with("columns", selected)
        .with(
            "events",
            branch(branch, "habitus_client, habitus_time, habitus_place, habitus_bad" + raw))
        .with("joins", joins)
        .text();
  }

  private static String rawValue(Branch branch, BoundField field, ValueColumn column) {
    return field.isCoded()
        ? expressions(branch).value(column, field.kind())
        : expressions(branch).number(column.column());
  }

  private static String slotValue(BoundField field, Optional<Coding> coding, StringBuilder joins) {
    int f = field.index();
    if (coding.isEmpty() || coding.get().table().isPresent()) {
      return "e.f" + f + coding.map(integers -> "::" + integers.sqlType()).orElse("");
    }
    joins.append(
        "\nLEFT JOIN %1$s v%2$d ON v%2$d.value = e.f%2$d"
            .formatted(coding.get().relation().orElseThrow(), f));
    return "v%d.code".formatted(f);
  }

  /** Rows of one branch, with what is selected of client, id, time, place and bad. */
  private String branch(Branch branch, String selected) {
    Expressions expressions = expressions(branch);
    ValueColumn client = branch.events().client();
    String id = expressions.value(client, log.clientKind());
    String code =
        log.stringClients()
            ? "CAST(md5_number_upper(" + id + ") & 9223372036854775807 AS BIGINT)"
            : id;
    String time =
        expressions.micros(branch.rule().time().orElse(branch.events().time()), log.utc());
    List<String> when = new ArrayList<>();
    branch.rule().when().forEach(condition -> when.add(expressions.condition(condition)));
    if (branch.events().dropWithoutClient()) {
      when.add(expressions.present(client.column()) + " IS NOT NULL");
    }
    String first =
        branch
            .rule()
            .firstOf()
            .map(column ->
                "\nQUALIFY row_number() OVER (PARTITION BY %s ORDER BY habitus_time, habitus_place) = 1"
                    .formatted(Sql.name(column)))
            .orElse("");
    String all =
        Sql.load("branch")
            .with("id", id)
            .with("client", code)
            .with("time", time)
            .with("place", place(branch))
            .with("bad", bad(branch, expressions))
            .with("relation", branch.table().relation())
            .with("where", when.isEmpty() ? "true" : String.join(" AND ", when))
            .with("first", first)
            .text();
    String window =
        until.isPresent()
            ? " WHERE habitus_time IS NULL OR habitus_time < " + until.getAsLong()
            : "";
    return "SELECT " + selected + " FROM (" + all + ")" + window;
  }

  private String place(Branch branch) {
    int stream = log.streams().get(log.log().schema().eventType(branch.rule().type()));
    long fixed = ((long) stream << FILE_BITS) + branch.files();
    return "(((%d + habitus_file) * %d + habitus_row) * %d + %d)"
        .formatted(fixed, 1L << ROW_BITS, 1 << RULE_BITS, branch.number());
  }

  /** Whether a value that is there cannot be read; clients and times must be there too. */
  private String bad(Branch branch, Expressions expressions) {
    List<String> reasons =
        new ArrayList<>(List.of("habitus_client IS NULL", "habitus_time IS NULL"));
    for (BoundField field : log.fields()) {
      ValueColumn column = branch.rule().fields().get(field.field().name());
      if (column != null) {
        ValueChecks.unreadable(expressions, field, column).ifPresent(reasons::add);
      }
    }
    return String.join(" OR ", reasons);
  }

  private static Expressions expressions(Branch branch) {
    return new Expressions(branch.table());
  }

  /** Kinds that SQL values may have. */
  static String sqlType(VocabularyKind kind) {
    return kind == VocabularyKind.INTEGER ? "BIGINT" : "VARCHAR";
  }
}
