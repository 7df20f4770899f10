package io.habitus.ingest.log;

import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads where values come from; collects the fields and attributes that they fill. */
final class ValueReader {
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Map<String, Field> attributes = new LinkedHashMap<>();

  /** Event fields so far, in the order of their first mention. */
  Map<String, Field> fields() {
    return fields;
  }

  /** Item attributes so far. */
  Map<String, Field> attributes() {
    return attributes;
  }

  Map<String, ValueColumn> readFields(Section event) {
    return event.has("fields") ? read(event.section("fields"), fields) : Map.of();
  }

  Map<String, ValueColumn> readAttributes(Section catalogue) {
    return read(catalogue.section("attributes"), attributes);
  }

  private static Map<String, ValueColumn> read(Section section, Map<String, Field> declared) {
    Map<String, ValueColumn> columns = new LinkedHashMap<>();
    for (String name : section.keys()) {
      columns.put(name, value(section, name));
      Field field = field(section, name);
      Field earlier = declared.putIfAbsent(name, field);
      if (earlier != null && !earlier.equals(field)) {
        section.problem(
            name, earlier.kind() + ", as before", field.kind().toString(), "Use another name.");
      }
    }
    return columns;
  }

  private static Field field(Section section, String name) {
    if (!section.isSection(name)) {
      return Field.categorical(name);
    }
    Section value = section.section(name);
    FieldKind kind = value.word("kind", FieldKind.class, FieldKind.CATEGORICAL);
    int width = value.integer("width").orElse(0);
    if (kind == FieldKind.CODES ? width < 1 : width != 0) {
      value.problem(
          "width", kind == FieldKind.CODES ? "at least 1" : "none for " + kind, "" + width, "");
      return Field.categorical(name);
    }
    return new Field(name, kind, width);
  }

  private static ValueColumn value(Section section, String name) {
    if (!section.isSection(name)) {
      return ValueColumn.of(section.text(name));
    }
    Section value =
        section.section(name).only("column", "type", "kind", "width", "prefix", "buckets");
    Optional<Integer> prefix = positive(value, "prefix");
    Optional<Integer> buckets = positive(value, "buckets");
    if (prefix.isPresent() && buckets.isPresent()) {
      value.problem("prefix", "prefix or buckets", "both", "");
    }
    ValueColumn.Derivation derivation =
        prefix
            .<ValueColumn.Derivation>map(ValueColumn.Derivation.Prefix::new)
            .or(() -> buckets.map(ValueColumn.Derivation.Buckets::new))
            .orElse(new ValueColumn.Derivation.Itself());
    return new ValueColumn(value.text("column"), type(value), derivation);
  }

  private static Optional<Integer> positive(Section value, String key) {
    Optional<Integer> number = value.integer(key);
    if (number.isPresent() && number.get() < 1) {
      value.problem(key, "at least 1", number.get().toString(), "");
      return Optional.empty();
    }
    return number;
  }

  private static ValueColumn.ValueType type(Section value) {
    return value.word("type", ValueColumn.ValueType.class, ValueColumn.ValueType.ANY);
  }

  /** A column, or a column with its type. */
  static ValueColumn plain(Section section, String key) {
    if (!section.isSection(key)) {
      return ValueColumn.of(section.text(key));
    }
    Section value = section.section(key).only("column", "type");
    return new ValueColumn(value.text("column"), type(value), new ValueColumn.Derivation.Itself());
  }

  /** The client's column; {@code missing} is read by the source. */
  static ValueColumn client(Section section) {
    if (!section.isSection("client")) {
      return ValueColumn.of(section.text("client"));
    }
    Section value = section.section("client").only("column", "type", "missing");
    return new ValueColumn(value.text("column"), type(value), new ValueColumn.Derivation.Itself());
  }

  static TimeColumn time(Section section, String key) {
    if (!section.isSection(key)) {
      return TimeColumn.of(section.text(key));
    }
    Section time = section.section(key).only("column", "format", "unit", "prefix");
    Optional<TimeColumn.EpochUnit> unit =
        time.has("unit")
            ? Optional.of(
                time.word("unit", TimeColumn.EpochUnit.class, TimeColumn.EpochUnit.SECONDS))
            : Optional.empty();
    if (unit.isPresent() && (time.has("format") || time.has("prefix"))) {
      time.problem("unit", "a unit, or a format of text", "both", "");
    }
    return new TimeColumn(
        time.text("column"), time.find("format"), unit, time.find("prefix").orElse(""));
  }
}
