package io.habitus.features.frequency;

import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The most frequent values of an event field, or of an attribute of the item that it holds. Values
 * are kept as text, so that they outlive the store they were counted in.
 *
 * @param field name of the event field
 * @param attribute name of the item attribute, null for the field itself
 * @param values most frequent first, of equally frequent ones the smaller first
 * @param events (values) events that carry the value
 */
public record TopValues(
    String field, @Nullable String attribute, List<String> values, List<Long> events) {
  private static final short NONE = -1;

  public TopValues {
    values = List.copyOf(values);
    events = List.copyOf(events);
    if (values.size() != events.size()) {
      throw new IllegalArgumentException(
          "expected a count for each of %d values, found %d"
              .formatted(values.size(), events.size()));
    }
    if (values.size() > Short.MAX_VALUE) {
      throw new IllegalArgumentException("expected at most 32767 values, found " + values.size());
    }
  }

  /** What the values are of: the attribute, or else the field. */
  public String name() {
    return attribute == null ? field : attribute;
  }

  /**
   * The most frequent values of a type's categorical fields, in the order of its fields; after the
   * item itself, those of its categorical attributes.
   *
   * @param limit values of each field at most
   */
  public static List<TopValues> of(Histories input, ValueCounts counts, int type, int limit) {
    Schema schema = input.schema();
    List<TopValues> tops = new ArrayList<>();
    for (int field : counts.fields(type)) {
      String name = schema.fields().get(field).name();
      long[] byCode = counts.byCode(type, field);
      tops.add(of(name, null, byCode, input.vocabulary(field), limit));
      if (schema.itemField().filter(name::equals).isPresent()) {
        addAttributes(input, name, byCode, limit, tops);
      }
    }
    return tops;
  }

  private static void addAttributes(
      Histories input, String item, long[] byItem, int limit, List<TopValues> tops) {
    Catalogue catalogue = input.catalogue();
    List<Field> attributes = input.schema().itemAttributes();
    for (int a = 0; a < attributes.size(); a++) {
      if (attributes.get(a).kind() == FieldKind.CATEGORICAL) {
        long[] byAttribute = byAttribute(byItem, catalogue, a);
        tops.add(of(item, attributes.get(a).name(), byAttribute, catalogue.vocabulary(a), limit));
      }
    }
  }

  private static TopValues of(
      String field, @Nullable String attribute, long[] byCode, Vocabulary vocabulary, int limit) {
    Comparator<Integer> order =
        Comparator.comparingLong((Integer code) -> -byCode[code])
            .thenComparing(vocabulary::compare);
    List<Integer> codes =
        IntStream.range(Codes.FIRST_VALUE, byCode.length)
            .filter(code -> byCode[code] > 0)
            .boxed()
            .sorted(order)
            .limit(limit)
            .toList();
    return new TopValues(
        field,
        attribute,
        codes.stream().map(vocabulary::text).toList(),
        codes.stream().map(code -> byCode[code]).toList());
  }

  /** Counts by item, summed by an attribute's code. */
  private static long[] byAttribute(long[] eventsByItem, Catalogue catalogue, int attribute) {
    long[] events = new long[catalogue.vocabulary(attribute).size()];
    for (int item = Codes.FIRST_VALUE; item < eventsByItem.length; item++) {
      if (eventsByItem[item] > 0) {
        events[catalogue.code(attribute, item)] += eventsByItem[item];
      }
    }
    return events;
  }

  /** (vocabulary) the value's place in {@link #values} by code, −1 for none. */
  public short[] places(Vocabulary vocabulary) {
    short[] places = new short[vocabulary.size()];
    Arrays.fill(places, NONE);
    for (int i = 0; i < values.size(); i++) {
      int code = vocabulary.codeOfText(values.get(i));
      if (code >= Codes.FIRST_VALUE) {
        places[code] = (short) i;
      }
    }
    return places;
  }

  /** (item vocabulary) the place of the item's attribute, −1 for none. */
  public short[] placesByItem(Vocabulary items, Catalogue catalogue, int attributeIndex) {
    short[] byCode = places(catalogue.vocabulary(attributeIndex));
    short[] places = new short[items.size()];
    Arrays.fill(places, NONE);
    for (int item = Codes.FIRST_VALUE; item < places.length; item++) {
      places[item] = byCode[catalogue.code(attributeIndex, item)];
    }
    return places;
  }
}
