package io.habitus.features.field;

import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;

/** A number that an event carries, itself or through its item; NaN where it has none. */
@FunctionalInterface
public interface Amount {
  double of(EventSequence events, int i);

  /** The amount of that name: a numeric event field, or a numeric or bucketed item attribute. */
  static Amount named(String name, Histories input) {
    Schema schema = input.schema();
    int field = schema.field(name);
    if (field >= 0) {
      return (events, i) -> events.number(field, i);
    }
    int attribute = schema.itemAttribute(name);
    int item = schema.field(schema.itemField().orElseThrow());
    Catalogue catalogue = input.catalogue();
    if (schema.itemAttributes().get(attribute).kind() == FieldKind.NUMERIC) {
      return (events, i) -> number(catalogue, attribute, events.code(item, i));
    }
    Vocabulary buckets = catalogue.vocabulary(attribute);
    return (events, i) -> bucket(catalogue, buckets, attribute, events.code(item, i));
  }

  private static double number(Catalogue catalogue, int attribute, int item) {
    return item < Codes.FIRST_VALUE ? Double.NaN : catalogue.number(attribute, item);
  }

  /** Buckets are numbered by price, so their numbers stand for it; other labels for nothing. */
  private static double bucket(Catalogue catalogue, Vocabulary buckets, int attribute, int item) {
    int code = item < Codes.FIRST_VALUE ? Codes.UNKNOWN : catalogue.code(attribute, item);
    return code >= Codes.FIRST_VALUE && buckets.isInteger() ? buckets.longValue(code) : Double.NaN;
  }
}
