package io.habitus.ingest.load;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Manifest;
import io.habitus.core.store.VocabularyInfo;
import io.habitus.core.store.VocabularyKind;
import io.habitus.ingest.log.EventRule;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.ItemTable;
import io.habitus.ingest.log.LogSchema;
import io.habitus.ingest.log.TableFiles;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens a log's files and decides what kind of values its fields have. */
final class Binder {
  private final Database database;
  private final LogSchema log;
  private final Optional<Manifest> before;
  private final boolean utc;
  private final List<Problem> problems = new ArrayList<>();
  private final List<LogTable> tables = new ArrayList<>();

  private Binder(Database database, LogSchema log, Optional<Manifest> before, boolean utc) {
    this.database = database;
    this.log = log;
    this.before = before;
    this.utc = utc;
  }

  /**
   * Binds a log.
   *
   * @param before manifest of the store that is appended to: its kinds of values are kept
   * @throws InputException with every missing file, missing column and wrong type
   */
  static BoundLog bind(Database database, LogSchema log, Optional<Manifest> before, boolean utc) {
    return new Binder(database, log, before, utc).bind();
  }

  private BoundLog bind() {
    for (EventTable table : log.tables()) {
      open(table.table(), "log_" + tables.size()).ifPresent(tables::add);
    }
    Optional<LogTable> catalogue = log.catalogue().flatMap(items -> open(items.table(), "items"));
    raise();
    for (int t = 0; t < tables.size(); t++) {
      problems.addAll(ColumnChecks.of(tables.get(t)).check(log.tables().get(t), log.schema()));
    }
    log.catalogue()
        .ifPresent(items ->
            problems.addAll(ColumnChecks.of(catalogue.orElseThrow()).check(items, log.schema())));
    raise();
    BoundLog bound =
        new BoundLog(
            log,
            tables,
            catalogue,
            eventFields(catalogue),
            itemAttributes(catalogue),
            stringClients(),
            Streams.of(log),
            utc);
    raise();
    return bound;
  }

  private Optional<LogTable> open(TableFiles files, String relation) {
    try {
      return Optional.of(LogTable.open(database, files, relation));
    } catch (InputException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private void raise() {
    if (!problems.isEmpty()) {
      throw new InputException(problems.stream().distinct().toList()); // one file may be two tables
    }
  }

  private boolean stringClients() {
    boolean strings = false;
    for (int t = 0; t < tables.size(); t++) {
      strings |= kindOf(tables.get(t), log.tables().get(t).client()) == VocabularyKind.TEXT;
    }
    if (before.isPresent() && before.get().stringClients() != strings) {
      if (before.get().stringClients()) {
        return true; // integers become strings, as they were
      }
      problems.add(
          Problem.inFile(log.origin(), "integer client ids, as in the store", "strings", ""));
    }
    return strings;
  }

  private List<BoundField> eventFields(Optional<LogTable> catalogue) {
    Schema schema = log.schema();
    List<BoundField> bound = new ArrayList<>();
    for (int f = 0; f < schema.fields().size(); f++) {
      Field field = schema.fields().get(f);
      List<VocabularyKind> found = new ArrayList<>();
      for (int t = 0; t < tables.size(); t++) {
        for (EventRule rule : log.tables().get(t).rules()) {
          ValueColumn column = rule.fields().get(field.name());
          if (column != null && hasVocabularyOfAnyKind(field)) {
            found.add(kindOf(tables.get(t), column));
          }
        }
      }
      if (schema.itemField().equals(Optional.of(field.name()))) {
        catalogue.ifPresent(
            table -> found.add(kindOf(table, log.catalogue().orElseThrow().item())));
      }
      bound.add(bound(f, field, found, Manifest.fieldKey(f)));
    }
    return bound;
  }

  private List<BoundField> itemAttributes(Optional<LogTable> catalogue) {
    List<Field> attributes = log.schema().itemAttributes();
    List<BoundField> bound = new ArrayList<>();
    for (int a = 0; a < attributes.size(); a++) {
      Field field = attributes.get(a);
      List<VocabularyKind> found = new ArrayList<>();
      Optional<ItemTable> items = log.catalogue();
      if (catalogue.isPresent() && items.isPresent() && hasVocabularyOfAnyKind(field)) {
        ValueColumn column = items.get().attributes().get(field.name());
        if (column != null) {
          found.add(kindOf(catalogue.get(), column));
        }
      }
      bound.add(bound(a, field, found, Manifest.attributeKey(a)));
    }
    return bound;
  }

  private static boolean hasVocabularyOfAnyKind(Field field) {
    return field.kind() == FieldKind.CATEGORICAL;
  }

  private BoundField bound(int index, Field field, List<VocabularyKind> found, String key) {
    VocabularyKind kind =
        switch (field.kind()) {
          case CODES -> VocabularyKind.CODES;
          case TEXT, NUMERIC -> VocabularyKind.TEXT;
          case CATEGORICAL ->
              found.contains(VocabularyKind.TEXT) ? VocabularyKind.TEXT : VocabularyKind.INTEGER;
        };
    Optional<VocabularyInfo> old =
        before.map(manifest -> manifest.vocabularies().get(key)).filter(info -> info.values() > 0);
    if (old.isPresent() && old.get().kind() != kind) {
      if (kind == VocabularyKind.INTEGER) {
        kind = old.get().kind();
      } else {
        problems.add(
            Problem.inColumn(
                log.origin(),
                field.name(),
                "integers, as in the store",
                "other values",
                "Give the field type: string in the schema, and ingest the whole log again."));
      }
    }
    return new BoundField(index, field, kind);
  }

  /** INTEGER or TEXT: what a column's values are. */
  private VocabularyKind kindOf(LogTable table, ValueColumn value) {
    if (value.derived() instanceof ValueColumn.Derivation.Buckets) {
      return VocabularyKind.INTEGER;
    }
    boolean itself = value.derived() instanceof ValueColumn.Derivation.Itself;
    boolean integer =
        itself
            && switch (value.type()) {
              case INTEGER -> true;
              case STRING -> false;
              case ANY -> holdsIntegers(table, value.column());
            };
    return integer ? VocabularyKind.INTEGER : VocabularyKind.TEXT;
  }

  private boolean holdsIntegers(LogTable table, String column) {
    Expressions expressions = new Expressions(table);
    return switch (expressions.kind(column)) {
      case INTEGER -> true;
      case WIDE, FLOATING -> allIntegers(table, expressions, column);
      case TEXT -> table.isText() && allIntegers(table, expressions, column);
      case TIMESTAMP, INSTANT, DATE, LIST, OTHER -> false;
    };
  }

  private boolean allIntegers(LogTable table, Expressions expressions, String column) {
    String sql = "SELECT " + expressions.allIntegers(column) + " FROM " + table.relation();
    return database.row(sql).isTrue(0);
  }
}
