package io.habitus.features.token;

import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds fields by name in a data set. */
record TokenSource(Histories histories, long originMicros, int days) {
  static final String TYPE = "event_type";
  static final String DAY = "day";
  static final String WEEK = "week";

  /**
   * Reads those fields.
   *
   * @param carrying a field: events of types that carry it are steps; empty: all events are
   * @throws UsageException if one is not there or is nothing that tokens can be made of
   */
  CodeReader reader(List<String> fields, int maxSteps, Optional<String> carrying) {
    Schema schema = histories.schema();
    for (String field : fields) {
      int attribute = schema.itemAttribute(field);
      if (attribute >= 0 && schema.itemAttributes().get(attribute).kind() == FieldKind.CODES) {
        if (fields.size() > 1) {
          throw new UsageException(
              "field " + field + " is a sequence of its own: expected it alone, found " + fields);
        }
        return new ItemCodes(histories, itemField(schema), attribute, maxSteps);
      }
    }
    List<Column> columns = new ArrayList<>();
    for (String field : fields) {
      columns.add(column(field));
    }
    return new EventCodes(columns, maxSteps, carrying.map(this::types).orElse(null));
  }

  /** Whether each type of event carries the field. */
  private boolean[] types(String field) {
    Schema schema = histories.schema();
    boolean[] types = new boolean[schema.eventTypes().size()];
    boolean any = false;
    for (int type = 0; type < types.length; type++) {
      types[type] = schema.eventTypes().get(type).fields().contains(field);
      any |= types[type];
    }
    if (!any) {
      List<String> names = schema.fields().stream().map(Field::name).toList();
      throw new UsageException(
          "%s has no events with a field %s. %s"
              .formatted(schema.name(), field, Nearest.advice(field, names)));
    }
    return types;
  }

  private static int itemField(Schema schema) {
    return schema.field(schema.itemField().orElseThrow());
  }

  private Column column(String name) {
    return switch (name) {
      case TYPE -> new Column.Types(histories.schema());
      case DAY -> new Column.Periods(originMicros, Micros.PER_DAY, days);
      case WEEK -> new Column.Periods(originMicros, 7 * Micros.PER_DAY, Math.ceilDiv(days, 7));
      default -> stored(name);
    };
  }

  private Column stored(String name) {
    Schema schema = histories.schema();
    int field = schema.field(name);
    if (field >= 0) {
      expectCategorical(schema.fields().get(field));
      return new Column.OfEvent(field, histories.vocabulary(field));
    }
    int attribute = schema.itemAttribute(name);
    if (attribute >= 0 && schema.itemField().isPresent()) {
      expectCategorical(schema.itemAttributes().get(attribute));
      Catalogue catalogue = histories.catalogue();
      return new Column.OfItem(
          itemField(schema), attribute, catalogue, catalogue.vocabulary(attribute));
    }
    throw new UsageException(
        "%s has no field %s. %s"
            .formatted(schema.name(), name, Nearest.advice(name, TokenFields.of(schema))));
  }

  private static void expectCategorical(Field field) {
    if (field.kind() != FieldKind.CATEGORICAL) {
      throw new UsageException(
          "field %s: expected one with a set of values, found a %s one"
              .formatted(field.name(), field.kind()));
    }
  }
}
