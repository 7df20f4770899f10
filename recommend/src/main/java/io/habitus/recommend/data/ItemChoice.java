package io.habitus.recommend.data;

import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import java.util.List;
import java.util.Optional;

/**
 * What is recommended, and what counts as having taken it.
 *
 * @param field event field that holds the item; empty: the schema's item field
 * @param events names of event types; none: the target event, if it carries the field, else every
 *     type that does
 */
public record ItemChoice(Optional<String> field, List<String> events) {
  /** The schema's items, taken by its target event. */
  public static final ItemChoice OF_SCHEMA = new ItemChoice(Optional.empty(), List.of());

  public ItemChoice {
    events = List.copyOf(events);
  }

  /**
   * The field's index.
   *
   * @throws UsageException if there is none of that name, or it holds no ids
   */
  int field(Schema schema) {
    String name =
        field
            .or(schema::itemField)
            .orElseThrow(() ->
                new UsageException(schema.name() + " names no item field; choose an event field"));
    int index = schema.field(name);
    if (index < 0) {
      List<String> known = schema.fields().stream().map(Field::name).toList();
      throw new UsageException(
          "no event field %s in %s; there are %s. %s"
              .formatted(name, schema.name(), known, Nearest.advice(name, known)));
    }
    FieldKind kind = schema.fields().get(index).kind();
    if (kind == FieldKind.NUMERIC) {
      throw new UsageException("field " + name + ": expected ids, found numbers");
    }
    return index;
  }

  /**
   * Which event types are read, by index.
   *
   * @throws UsageException if one is not there or none carries the field
   */
  boolean[] types(Schema schema) {
    String name = schema.fields().get(field(schema)).name();
    List<EventType> all = schema.eventTypes();
    boolean[] chosen = new boolean[all.size()];
    for (String event : events) {
      int type = schema.eventType(event);
      if (type < 0 || !all.get(type).fields().contains(name)) {
        throw new UsageException(
            "event type %s: expected one that carries %s, of %s"
                .formatted(event, name, all.stream().map(EventType::name).toList()));
      }
      chosen[type] = true;
    }
    if (events.isEmpty()) {
      int target = schema.eventType(schema.targetEvent());
      boolean byTarget = all.get(target).fields().contains(name);
      for (int type = 0; type < chosen.length; type++) {
        chosen[type] = byTarget ? type == target : all.get(type).fields().contains(name);
      }
    }
    return chosen;
  }
}
