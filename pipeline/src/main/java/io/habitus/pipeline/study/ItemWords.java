package io.habitus.pipeline.study;

import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Items in words: a name if the catalogue has one, else the id, and categorical attributes. */
final class ItemWords {
  private final SequenceStore store;
  private final Vocabulary items;

  ItemWords(SequenceStore store) {
    this.store = store;
    Schema schema = store.schema();
    items = store.vocabulary(schema.field(schema.itemField().orElseThrow()));
  }

  /** Such as {@code 267 (category 4, price 55)}. */
  String of(String id) {
    List<Field> attributes = store.schema().itemAttributes();
    String name = id;
    List<String> words = new ArrayList<>();
    for (int a = attributes.size() - 1; a >= 0; a--) {
      String value = value(a, id);
      if (!value.isEmpty() && attributes.get(a).kind() == FieldKind.TEXT) {
        name = value;
      } else if (!value.isEmpty() && attributes.get(a).kind() == FieldKind.CATEGORICAL) {
        words.addFirst(attributes.get(a).name() + " " + value);
      }
    }
    return words.isEmpty() ? name : name + " (" + String.join(", ", words) + ")";
  }

  private String value(int attribute, String id) {
    FieldKind kind = store.schema().itemAttributes().get(attribute).kind();
    int item = items.codeOfText(id);
    if (item < Codes.FIRST_VALUE || kind == FieldKind.NUMERIC || kind == FieldKind.CODES) {
      return "";
    }
    int code = store.catalogue().code(attribute, item);
    return code < Codes.FIRST_VALUE ? "" : store.catalogue().vocabulary(attribute).text(code);
  }
}
