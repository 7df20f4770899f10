package io.habitus.pipeline.recommend;

import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Vocabulary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads the attributes of a store's items. */
final class ItemValues {
  private ItemValues() {}

  /** Takes one value. */
  @FunctionalInterface
  interface Value {
    /** The value as text of an item's attribute. */
    void take(String item, String attribute, String value);
  }

  /**
   * All values of some attributes, attribute by attribute.
   *
   * @throws UsageException if the data has no catalogue or an attribute is not there
   */
  static void forEach(RecommendData data, List<String> attributes, Value take) {
    SequenceStore store = store(data);
    Schema schema = store.schema();
    Vocabulary items = items(store);
    for (String name : attributes) {
      int attribute =
          find(schema, name, "text", kind -> kind != FieldKind.NUMERIC && kind != FieldKind.CODES);
      Vocabulary values = store.catalogue().vocabulary(attribute);
      for (int item = Codes.FIRST_VALUE; item < items.size(); item++) {
        int code = store.catalogue().code(attribute, item);
        if (code >= Codes.FIRST_VALUE) {
          take.take(items.text(item), name, values.text(code));
        }
      }
    }
  }

  /**
   * The code vectors that items have as an attribute.
   *
   * @return item → one number for each code, 0 to 255
   * @throws UsageException if the data has no catalogue or the attribute is not there
   */
  static Map<String, float[]> codes(RecommendData data, String name) {
    SequenceStore store = store(data);
    int attribute = find(store.schema(), name, "code vectors", kind -> kind == FieldKind.CODES);
    Vocabulary items = items(store);
    Vocabulary values = store.catalogue().vocabulary(attribute);
    Map<String, float[]> vectors = new HashMap<>();
    for (int item = Codes.FIRST_VALUE; item < items.size(); item++) {
      int code = store.catalogue().code(attribute, item);
      if (code >= Codes.FIRST_VALUE) {
        byte[] codes = values.codes(code);
        float[] vector = new float[codes.length];
        for (int c = 0; c < codes.length; c++) {
          vector[c] = Byte.toUnsignedInt(codes[c]);
        }
        vectors.put(items.text(item), vector);
      }
    }
    return vectors;
  }

  private static SequenceStore store(RecommendData data) {
    return data.store()
        .orElseThrow(
            () -> new UsageException(data.name() + " has no catalogue; use a file of content"));
  }

  private static Vocabulary items(SequenceStore store) {
    Schema schema = store.schema();
    String itemField =
        schema
            .itemField()
            .orElseThrow(() -> new UsageException(schema.name() + " names no item field"));
    return store.vocabulary(schema.field(itemField));
  }

  private static int find(Schema schema, String name, String what, Predicate<FieldKind> wanted) {
    List<String> known =
        schema.itemAttributes().stream()
            .filter(field -> wanted.test(field.kind()))
            .map(Field::name)
            .toList();
    if (!known.contains(name)) {
      throw new UsageException(
          "no attribute %s that is %s; there are %s. %s"
              .formatted(name, what, known, Nearest.advice(name, known)));
    }
    return schema.itemAttribute(name);
  }
}
