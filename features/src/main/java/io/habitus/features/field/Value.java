package io.habitus.features.field;

import io.habitus.core.schema.Schema;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;

/** A code that an event carries, itself or through its item; reserved where it has none. */
@FunctionalInterface
public interface Value {
  int of(EventSequence events, int i);

  /** The categorical event field or item attribute of that name. */
  static Value named(String name, Histories input) {
    Schema schema = input.schema();
    int field = schema.field(name);
    if (field >= 0) {
      return (events, i) -> events.code(field, i);
    }
    int attribute = schema.itemAttribute(name);
    int item = schema.field(schema.itemField().orElseThrow());
    Catalogue catalogue = input.catalogue();
    return (events, i) -> {
      int code = events.code(item, i);
      return code < Codes.FIRST_VALUE ? Codes.UNKNOWN : catalogue.code(attribute, code);
    };
  }
}
