package io.habitus.core.schema;

/**
 * A field of events or an attribute of items.
 *
 * @param name unique within its schema
 * @param kind what it holds
 * @param width number of integers of a CODES field (16 in the challenge), 0 for the others
 */
public record Field(String name, FieldKind kind, int width) {
  public Field {
    if (kind == FieldKind.CODES ? width < 1 : width != 0) {
      throw new IllegalArgumentException(
          "field " + name + ": width goes with CODES alone, found " + kind + " of width " + width);
    }
  }

  public static Field categorical(String name) {
    return new Field(name, FieldKind.CATEGORICAL, 0);
  }

  public static Field numeric(String name) {
    return new Field(name, FieldKind.NUMERIC, 0);
  }

  public static Field codes(String name, int width) {
    return new Field(name, FieldKind.CODES, width);
  }

  public static Field text(String name) {
    return new Field(name, FieldKind.TEXT, 0);
  }
}
