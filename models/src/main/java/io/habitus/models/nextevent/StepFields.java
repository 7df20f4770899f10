package io.habitus.models.nextevent;

import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the settings' names mean in a data set: {@code item}, {@code category} and {@code price} are
 * what its schema says they are (without a category, the item), {@code page} is its field {@code
 * url} or else its first categorical field of events that is not the item, or else the item. Any
 * other name is a field's own.
 *
 * @param carrying events of types that carry this field are steps; empty: all are
 * @param names of the fields of a step, the price last if there is one
 */
record StepFields(Optional<String> carrying, List<String> names) {

  /**
   * Looks the names up.
   *
   * @throws UsageException if the data has nothing of the kind
   */
  static StepFields of(Settings settings, Schema schema) {
    List<String> names = new ArrayList<>();
    settings.fields().forEach(field -> names.add(meaning(field, schema)));
    if (settings.hasPrice()) {
      names.add(meaning(settings.price(), schema));
    }
    Optional<String> carrying =
        settings.events().equals(Settings.ALL)
            ? Optional.empty()
            : Optional.of(meaning(settings.events(), schema));
    return new StepFields(carrying, List.copyOf(names));
  }

  private static String meaning(String name, Schema schema) {
    if (schema.field(name) >= 0 || schema.itemAttribute(name) >= 0) {
      return name;
    }
    return switch (name) {
      case "item" -> item(schema);
      case "category" -> schema.categoryAttribute().orElseGet(() -> item(schema));
      case "page" -> page(schema);
      case "price" ->
          schema
              .priceAttribute()
              .orElseThrow(() ->
                  new UsageException(
                      schema.name() + " has no prices; set price=none and other widths"));
      default -> name;
    };
  }

  private static String item(Schema schema) {
    return schema
        .itemField()
        .orElseThrow(() ->
            new UsageException(
                schema.name() + " has no items; name the fields and events to read"));
  }

  private static String page(Schema schema) {
    if (schema.field("url") >= 0) {
      return "url";
    }
    return schema.fields().stream()
        .filter(field -> field.kind() == FieldKind.CATEGORICAL)
        .map(Field::name)
        .filter(field -> !schema.itemField().equals(Optional.of(field)))
        .findFirst()
        .orElseGet(() -> item(schema));
  }
}
