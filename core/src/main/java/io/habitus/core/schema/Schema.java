package io.habitus.core.schema;

import java.util.List;
import java.util.Optional;

/**
 * What a data set is made of, after ingestion.
 *
 * @param name of the data set
 * @param eventTypes in their fixed order; an event's type is an index into this list
 * @param fields event fields; a field's number is an index into this list
 * @param itemField name of the categorical event field that holds the item, if any
 * @param itemAttributes attributes of items, joined from the catalogue by item
 * @param categoryAttribute item attribute that is the propensity_category task's label, if any
 * @param priceAttribute item attribute (a bucket) that is propensity_price's label, if any
 * @param targetEvent name of the event type that is predicted, {@code product_buy} in the challenge
 * @param targetDays default length of a target window in days, 14 in the challenge
 */
public record Schema(
    String name,
    List<EventType> eventTypes,
    List<Field> fields,
    Optional<String> itemField,
    List<Field> itemAttributes,
    Optional<String> categoryAttribute,
    Optional<String> priceAttribute,
    String targetEvent,
    int targetDays) {

  public static final String BUY = "product_buy";
  public static final String ADD = "add_to_cart";
  public static final String REMOVE = "remove_from_cart";
  public static final String VISIT = "page_visit";
  public static final String SEARCH = "search_query";

  public Schema {
    eventTypes = List.copyOf(eventTypes);
    fields = List.copyOf(fields);
    itemAttributes = List.copyOf(itemAttributes);
    if (eventTypes.stream().noneMatch(type -> type.name().equals(targetEvent))) {
      throw new IllegalArgumentException(
          "target event: expected one of "
              + eventTypes.stream().map(EventType::name).toList()
              + ", found "
              + targetEvent);
    }
  }

  /** The RecSys Challenge 2025 layout; event types in the organisers' order. */
  public static Schema challenge() {
    return new Schema(
        "challenge",
        List.of(
            new EventType(BUY, List.of("sku")),
            new EventType(ADD, List.of("sku")),
            new EventType(REMOVE, List.of("sku")),
            new EventType(VISIT, List.of("url")),
            new EventType(SEARCH, List.of("query"))),
        List.of(Field.categorical("sku"), Field.categorical("url"), Field.codes("query", 16)),
        Optional.of("sku"),
        List.of(Field.categorical("category"), Field.categorical("price"), Field.codes("name", 16)),
        Optional.of("category"),
        Optional.of("price"),
        BUY,
        14);
  }

  /** Index of an event type, or −1 where the schema has none of that name. */
  public int eventType(String typeName) {
    for (int i = 0; i < eventTypes.size(); i++) {
      if (eventTypes.get(i).name().equals(typeName)) {
        return i;
      }
    }
    return -1;
  }

  /** Index of an event field, or −1 where the schema has none of that name. */
  public int field(String fieldName) {
    return indexOf(fields, fieldName);
  }

  /** Index of an item attribute, or −1 where the schema has none of that name. */
  public int itemAttribute(String attributeName) {
    return indexOf(itemAttributes, attributeName);
  }

  /** Whether events of this type carry the item field (a <em>product event</em>). */
  public boolean isProductEvent(int type) {
    return itemField.isPresent() && eventTypes.get(type).fields().contains(itemField.get());
  }

  private static int indexOf(List<Field> fields, String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
