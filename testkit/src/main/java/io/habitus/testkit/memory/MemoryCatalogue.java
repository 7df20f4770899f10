package io.habitus.testkit.memory;

import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Vocabulary;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Items and their attributes as they were written down. */
record MemoryCatalogue(
    MemoryVocabulary itemValues,
    Map<Object, @Nullable Object[]> items,
    List<MemoryVocabulary> vocabularies)
    implements Catalogue {

  @Override
  public int code(int attribute, int item) {
    @Nullable Object[] attributes = attributes(item);
    if (attributes == null) {
      return Codes.UNKNOWN;
    }
    Object value = attributes[attribute];
    return value == null ? Codes.NULL : vocabularies.get(attribute).code(value);
  }

  @Override
  public double number(int attribute, int item) {
    @Nullable Object[] attributes = attributes(item);
    return attributes != null && attributes[attribute] instanceof Number value
        ? value.doubleValue()
        : Double.NaN;
  }

  @Override
  public Vocabulary vocabulary(int attribute) {
    return vocabularies.get(attribute);
  }

  private @Nullable Object @Nullable [] attributes(int item) {
    if (item < Codes.FIRST_VALUE) {
      return null;
    }
    Object id = itemValues.isInteger() ? itemValues.longValue(item) : itemValues.text(item);
    return items.get(id);
  }
}
