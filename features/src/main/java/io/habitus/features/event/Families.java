package io.habitus.features.event;

import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which family of columns each event type of a schema belongs to. Events with the item field are
 * product events and share one block; every other type has sessions and a block of its own: a
 * search where its first field is CODES or TEXT, else a visit.
 */
final class Families {

  /**
   * The product events.
   *
   * @param column of each event type of the schema among the product events, −1 for the others
   * @param names of the product event types
   * @param category item attribute, −1 where there is none
   * @param codes item attribute with code vectors, −1 where there is none
   * @param price item attribute, −1 where there is none
   * @param rateTo column above the line of a rate, −1 where there are no rates
   * @param rateFrom column below it
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Product(
      int itemField,
      int[] column,
      List<String> names,
      int category,
      int codes,
      int codeWidth,
      int price,
      int rateTo,
      int rateFrom) {
    int types() {
      return names.size();
    }

    boolean hasRates() {
      return rateTo >= 0;
    }

    boolean hasClusters() {
      return codes >= 0;
    }

    boolean hasCategories() {
      return category >= 0;
    }
  }

  /**
   * Events that are collapsed to sessions.
   *
   * @param type the event type
   * @param field what is visited or searched for, −1 where events carry nothing that is coded
   * @param search whether the field is CODES or TEXT
   * @param codeWidth 0 where there are no code vectors, and so no clusters
   */
  record Session(int type, String name, int field, boolean search, int codeWidth) {
    boolean hasClusters() {
      return codeWidth > 0;
    }
  }

  private final int[] sessionOfType; // −1 for product events
  private final @Nullable Product product;
  private final List<Session> sessions;
  private final List<String> leftOut = new ArrayList<>();

  Families(Schema schema, SequenceSettings settings) {
    this.product = schema.itemField().isPresent() ? product(schema, settings) : null;
    this.sessions = new ArrayList<>();
    this.sessionOfType = new int[schema.eventTypes().size()];
    for (int type = 0; type < sessionOfType.length; type++) {
      sessionOfType[type] = -1;
      if (!schema.isProductEvent(type)) {
        sessionOfType[type] = sessions.size();
        sessions.add(session(schema, type));
      }
    }
    if (product == null) {
      leftOut.add("product block, nearby product events and top flags: the schema has no item");
    }
  }

  /** The product events, or null where the schema has none. */
  @Nullable Product product() {
    return product;
  }

  List<Session> sessions() {
    return sessions;
  }

  /** Index into {@link #sessions}, or −1 for a product event. */
  int sessionOf(int type) {
    return sessionOfType[type];
  }

  /** Families that the schema has no data for, each with the reason. */
  List<String> leftOut() {
    return leftOut;
  }

  private @Nullable Product product(Schema schema, SequenceSettings settings) {
    int[] column = new int[schema.eventTypes().size()];
    Arrays.fill(column, -1);
    List<String> names = new ArrayList<>();
    for (int type = 0; type < column.length; type++) {
      if (schema.isProductEvent(type)) {
        column[type] = names.size();
        names.add(schema.eventTypes().get(type).name());
      }
    }
    if (names.isEmpty()) {
      return null;
    }
    int codes = codesAttribute(schema);
    int category = schema.categoryAttribute().map(schema::itemAttribute).orElse(-1);
    int price = priceAttribute(schema);
    int rateTo = rateTo(schema, settings, names);
    int rateFrom = rateFrom(settings, names, rateTo);
    leaveOut(codes < 0, "item clusters and name codes: no CODES attribute");
    leaveOut(category < 0, "categories: the schema names no category attribute");
    leaveOut(price < 0, "price: the schema names no integer or numeric price attribute");
    leaveOut(rateFrom < 0, "conversion rates: no second product event to compare with");
    return new Product(
        schema.field(schema.itemField().orElseThrow()),
        column,
        List.copyOf(names),
        category,
        codes,
        codes < 0 ? 0 : schema.itemAttributes().get(codes).width(),
        price,
        rateFrom < 0 ? -1 : rateTo,
        rateFrom);
  }

  private void leaveOut(boolean missing, String what) {
    if (missing) {
      leftOut.add(what);
    }
  }

  private static int codesAttribute(Schema schema) {
    for (int a = 0; a < schema.itemAttributes().size(); a++) {
      if (schema.itemAttributes().get(a).kind() == FieldKind.CODES) {
        return a;
      }
    }
    return -1;
  }

  private static int priceAttribute(Schema schema) {
    int price = schema.priceAttribute().map(schema::itemAttribute).orElse(-1);
    boolean usable =
        price >= 0
            && switch (schema.itemAttributes().get(price).kind()) {
              case CATEGORICAL, NUMERIC -> true;
              case CODES, TEXT -> false;
            };
    return usable ? price : -1;
  }

  private static int rateTo(Schema schema, SequenceSettings settings, List<String> names) {
    if (settings.conversionTo().isPresent()) {
      return named(names, settings.conversionTo().get());
    }
    return Math.max(0, names.indexOf(schema.targetEvent()));
  }

  private static int rateFrom(SequenceSettings settings, List<String> names, int rateTo) {
    if (settings.conversionFrom().isPresent()) {
      return named(names, settings.conversionFrom().get());
    }
    int add = names.indexOf(Schema.ADD);
    if (add >= 0) {
      return add;
    }
    return names.size() < 2 ? -1 : rateTo == 0 ? 1 : 0;
  }

  private static int named(List<String> names, String name) {
    int at = names.indexOf(name);
    if (at < 0) {
      throw new UsageException("conversion: expected one of " + names + ", found " + name);
    }
    return at;
  }

  /** An event's first coded field is what is visited or searched for; more are left out. */
  private void leaveOutMore(Schema schema, EventType event) {
    List<String> more =
        event.fields().stream()
            .filter(name -> schema.fields().get(schema.field(name)).kind() != FieldKind.NUMERIC)
            .skip(1)
            .toList();
    leaveOut(!more.isEmpty(), event.name() + " values of " + more + ": one field is used");
  }

  private Session session(Schema schema, int type) {
    EventType event = schema.eventTypes().get(type);
    leaveOutMore(schema, event);
    for (String name : event.fields()) {
      Field field = schema.fields().get(schema.field(name));
      switch (field.kind()) {
        case CATEGORICAL -> {
          return new Session(type, event.name(), schema.field(name), false, 0);
        }
        case CODES, TEXT -> {
          leaveOut(field.width() == 0, event.name() + " clusters and codes: a field of text");
          return new Session(type, event.name(), schema.field(name), true, field.width());
        }
        case NUMERIC -> {}
      }
    }
    leftOut.add(event.name() + " values: it has no coded field");
    return new Session(type, event.name(), -1, false, 0);
  }
}
