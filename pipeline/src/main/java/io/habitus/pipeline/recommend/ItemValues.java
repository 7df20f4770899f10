package io.habitus.pipeline.recommend;

import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Vocabulary;
import io.habitus.pipeline.data.DataSource;
import java.util.List;

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
    SequenceStore store =
        data.source()
            .map(DataSource::store)
            .orElseThrow(
                () -> new UsageException(data.name() + " has no catalogue; use a file of content"));
    Schema schema = store.schema();
    String itemField =
        schema
            .itemField()
            .orElseThrow(() -> new UsageException(data.name() + " names no item field"));
    Vocabulary items = store.vocabulary(schema.field(itemField));
    for (String name : attributes) {
      int attribute = find(schema, name);
      Vocabulary values = store.catalogue().vocabulary(attribute);
      for (int item = Codes.FIRST_VALUE; item < items.size(); item++) {
        int code = store.catalogue().code(attribute, item);
        if (code >= Codes.FIRST_VALUE) {
          take.take(items.text(item), name, values.text(code));
        }
      }
    }
  }

  private static int find(Schema schema, String name) {
    List<String> known =
        schema.itemAttributes().stream()
            .filter(field -> field.kind() != FieldKind.NUMERIC && field.kind() != FieldKind.CODES)
            .map(Field::name)
            .toList();
    if (!known.contains(name)) {
      throw new UsageException(
          "no attribute %s that is text; there are %s. %s"
              .formatted(name, known, Nearest.advice(name, known)));
    }
    return schema.itemAttribute(name);
  }
}
