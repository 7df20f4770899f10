package io.habitus.ingest.log;

import io.habitus.core.problem.Problem;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Schema;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a {@link LogSchema} of a schema file's content. */
final class SchemaReader {
  private static final int DEFAULT_DAYS = 14;

  private final String origin;
  private final Section root;
  private final List<Problem> problems;
  private final TableReader tables;
  private final ValueReader values;
  private final Map<String, Set<String>> typeFields = new LinkedHashMap<>();

  SchemaReader(String origin, Section root, Path base, List<Problem> problems) {
    this.origin = origin;
    this.root = root;
    this.problems = problems;
    this.tables = new TableReader(base);
    this.values = new ValueReader();
  }

  /** The schema, or nothing where problems were found. */
  Optional<LogSchema> read() {
    root.only(
        "name",
        "description",
        "timezone",
        "until",
        "target",
        "item",
        "category",
        "price",
        "event-types",
        "sources",
        "catalogue");
    root.texts("event-types").forEach(type -> typeFields.put(type, new LinkedHashSet<>()));
    List<EventTable> events = root.sections("sources", this::source);
    Optional<ItemTable> catalogue =
        root.has("catalogue")
            ? Optional.of(catalogue(root.section("catalogue")))
            : Optional.empty();
    Optional<Schema> schema = schema(catalogue);
    Optional<ZoneId> zone = zone();
    Optional<Instant> until = until(zone.orElse(ZoneOffset.UTC));
    return problems.isEmpty()
        ? schema.map(found ->
            new LogSchema(origin, found, zone, until, events, catalogue, GivenLists.none()))
        : Optional.empty();
  }

  private Optional<Schema> schema(Optional<ItemTable> catalogue) {
    Section target = root.section("target").only("event", "days");
    String event = target.text("event");
    if (!event.isEmpty() && !typeFields.containsKey(event)) {
      target.problem("event", "one of " + typeFields.keySet(), event, "");
    }
    Optional<String> item = root.find("item");
    item.filter(name -> !values.fields().containsKey(name))
        .ifPresent(
            name -> root.problem("item", "a field of an event", name, "Add it to the events."));
    if (catalogue.isPresent() && item.isEmpty()) {
      root.problem("item", "the field that the catalogue describes", "nothing", "");
    }
    for (String key : List.of("category", "price")) {
      root.find(key)
          .filter(name -> !values.attributes().containsKey(name))
          .ifPresent(name -> root.problem(key, "an attribute of the catalogue", name, ""));
    }
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    List<EventType> types = new ArrayList<>();
    typeFields.forEach((name, fields) -> types.add(new EventType(name, List.copyOf(fields))));
    return Optional.of(
        new Schema(
            root.text("name"),
            types,
            List.copyOf(values.fields().values()),
            item,
            List.copyOf(values.attributes().values()),
            root.find("category"),
            root.find("price"),
            event,
            target.integer("days").orElse(DEFAULT_DAYS)));
  }

  private EventTable source(Section section) {
    section.only("files", "format", "client", "time", "fields", "events");
    TableFiles files = tables.read(section);
    ValueColumn column = ValueReader.client(section);
    boolean drop =
        section.isSection("client")
            && section.section("client").word("missing", Missing.class, Missing.ERROR)
                == Missing.DROP;
    TimeColumn time = ValueReader.time(section, "time");
    List<EventRule> rules = new ArrayList<>();
    Map<String, ValueColumn> shared = values.readFields(section);
    section.sections("events", event -> rules.addAll(rules(event, shared)));
    if (rules.isEmpty()) {
      section.problem("events", "at least one event", "none", "");
      rules.add(new EventRule("", List.of(), Optional.empty(), Optional.empty(), Map.of()));
    }
    return new EventTable(files, column, drop, time, rules);
  }

  /** What happens to rows without a client. */
  private enum Missing {
    ERROR,
    DROP
  }

  /** One rule, or one for each value of a column that says what the row is. */
  private List<EventRule> rules(Section section, Map<String, ValueColumn> shared) {
    section.only("type", "when", "first-of", "time", "fields");
    List<Condition> when = ConditionReader.read(section);
    Optional<TimeColumn> time =
        section.has("time") ? Optional.of(ValueReader.time(section, "time")) : Optional.empty();
    Map<String, ValueColumn> columns = new LinkedHashMap<>(shared);
    columns.putAll(values.readFields(section));
    List<EventRule> rules = new ArrayList<>();
    if (section.isSection("type")) {
      Section byValue = section.section("type").only("column", "values");
      String column = byValue.text("column");
      Section types = byValue.section("values");
      for (String value : types.keys()) {
        List<Condition> all = new ArrayList<>(when);
        all.add(new Condition(column, new Condition.Test.OneOf(List.of(value))));
        rules.add(rule(types.text(value), all, section, time, columns));
      }
    } else {
      rules.add(rule(section.text("type"), when, section, time, columns));
    }
    return rules;
  }

  private EventRule rule(
      String type,
      List<Condition> when,
      Section section,
      Optional<TimeColumn> time,
      Map<String, ValueColumn> columns) {
    typeFields.computeIfAbsent(type, name -> new LinkedHashSet<>()).addAll(columns.keySet());
    return new EventRule(type, when, section.find("first-of"), time, columns);
  }

  private ItemTable catalogue(Section section) {
    section.only("files", "format", "item", "when", "attributes", "repeated");
    return new ItemTable(
        tables.read(section),
        ValueReader.plain(section, "item"),
        ConditionReader.read(section),
        values.readAttributes(section),
        section.word("repeated", Repeated.class, Repeated.ERROR) == Repeated.FIRST);
  }

  /** What happens to items with several differing rows. */
  private enum Repeated {
    ERROR,
    FIRST
  }

  private Optional<ZoneId> zone() {
    return root.find("timezone")
        .flatMap(name -> {
          try {
            return Optional.of(ZoneId.of(name));
          } catch (DateTimeException e) {
            root.problem("timezone", "a time zone such as Europe/London", name, "");
            return Optional.empty();
          }
        });
  }

  private Optional<Instant> until(ZoneId zone) {
    return root.find("until")
        .flatMap(text -> {
          try {
            return Optional.of(
                text.length() <= 10
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant());
          } catch (DateTimeException e) {
            root.problem("until", "a date or date and time in ISO 8601", text, "");
            return Optional.empty();
          }
        });
  }
}
