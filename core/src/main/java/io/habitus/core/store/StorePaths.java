package io.habitus.core.store;

/** Names of files in a store, relative to a generation's folder. */
final class StorePaths {
  static final String MANIFEST = "manifest.json";
  static final String CLIENTS = "clients.col";
  static final String OFFSETS = "offsets.col";
  static final String TIME = "time.col";
  static final String TYPE = "type.col";
  static final String CLIENT_CODES = "client-id-codes.col";
  static final String CLIENT_BYTES = "client-id-bytes.col";
  static final String CLIENT_OFFSETS = "client-id-offsets.col";
  static final String RELEVANT = "relevant-clients";
  static final String ACTIVE = "active-clients";
  static final String LABELS = "labels-";

  private StorePaths() {}

  static String generation(int number) {
    return "generation-%04d".formatted(number);
  }

  static String field(int field) {
    return "field-" + field + ".col";
  }

  static String attribute(int attribute) {
    return "attribute-" + attribute + ".col";
  }

  /** The numbers that an attribute's buckets were cut from. */
  static String uncut(int attribute) {
    return "attribute-" + attribute + "-numbers.col";
  }

  static String firstKeys(int rule) {
    return "first-" + rule + "-keys.col";
  }

  static String firstTimes(int rule) {
    return "first-" + rule + "-times.col";
  }

  /** Key of an event field's vocabulary. */
  static String fieldKey(int field) {
    return "field-" + field;
  }

  /** Key of an item attribute's vocabulary. */
  static String attributeKey(int attribute) {
    return "attribute-" + attribute;
  }

  /** Integers or popularities of a list that came with the data. */
  static String given(String name) {
    return name + ".col";
  }

  static String vocabularyValues(String key) {
    return key + "-values.col";
  }

  static String vocabularyOffsets(String key) {
    return key + "-offsets.col";
  }
}
