package io.habitus.features.token;

import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which fields of a data set tokens can be made of. */
public final class TokenFields {
  private TokenFields() {}

  /** All of them, the sequences of their own (code vectors of items) last. */
  public static List<String> of(Schema schema) {
    List<String> names =
        new ArrayList<>(List.of(TokenSource.TYPE, TokenSource.DAY, TokenSource.WEEK));
    names.addAll(values(schema));
    schema.itemAttributes().stream()
        .filter(attribute -> attribute.kind() == FieldKind.CODES)
        .map(Field::name)
        .forEach(names::add);
    return names;
  }

  /**
   * What an event is about: category, price and the item itself, other categorical fields of the
   * event. In the challenge: category, price, sku, url.
   */
  public static List<String> values(Schema schema) {
    Stream<String> attributes =
        Stream.of(schema.categoryAttribute(), schema.priceAttribute())
            .flatMap(Optional::stream)
            .filter(name -> isCategorical(schema.itemAttributes(), name));
    Stream<String> others =
        schema.fields().stream()
            .filter(field -> field.kind() == FieldKind.CATEGORICAL)
            .map(Field::name);
    return Stream.of(attributes, schema.itemField().stream(), others)
        .flatMap(names -> names)
        .distinct()
        .toList();
  }

  private static boolean isCategorical(List<Field> fields, String name) {
    return fields.stream()
        .anyMatch(field -> field.name().equals(name) && field.kind() == FieldKind.CATEGORICAL);
  }

  /** The first attribute of items that is a code vector: {@code name} in the challenge. */
  public static Optional<String> itemCodes(Schema schema) {
    return schema.itemAttributes().stream()
        .filter(attribute -> attribute.kind() == FieldKind.CODES)
        .map(Field::name)
        .findFirst();
  }
}
