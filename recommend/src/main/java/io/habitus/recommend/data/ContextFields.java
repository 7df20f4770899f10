package io.habitus.recommend.data;

import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The fields that are read beside items: {@code event-type}, {@code hour}, {@code weekday} (UTC),
 * categorical event fields, and categorical attributes of items, by name.
 */
final class ContextFields {
  static final String EVENT_TYPE = "event-type";
  static final String HOUR = "hour";
  static final String WEEKDAY = "weekday";

  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final int THURSDAY = 3; // of 1970-01-01, counted from Monday
  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

  private final Histories histories;
  private final List<String> ofEvents = new ArrayList<>();
  private final List<String> ofItems = new ArrayList<>();
  private final List<String> names;

  /**
   * Looks names up.
   *
   * @throws UsageException if one is not there, or is no field of few values
   */
  ContextFields(Histories histories, List<String> names) {
    this.histories = histories;
    this.names = List.copyOf(names);
    for (String name : names) {
      if (isOwn(name) || isCategorical(schema().fields(), name)) {
        ofEvents.add(name);
      } else if (isCategorical(schema().itemAttributes(), name)) {
        ofItems.add(name);
      } else {
        throw unknown(name);
      }
    }
  }

  private static boolean isOwn(String name) {
    return name.equals(EVENT_TYPE) || name.equals(HOUR) || name.equals(WEEKDAY);
  }

  private Schema schema() {
    return histories.schema();
  }

  private static boolean isCategorical(List<Field> fields, String name) {
    return fields.stream()
        .anyMatch(field -> field.name().equals(name) && field.kind() == FieldKind.CATEGORICAL);
  }

  private UsageException unknown(String name) {
    List<String> known = new ArrayList<>(List.of(EVENT_TYPE, HOUR, WEEKDAY));
    for (List<Field> fields : List.of(schema().fields(), schema().itemAttributes())) {
      fields.stream()
          .filter(field -> field.kind() == FieldKind.CATEGORICAL)
          .map(Field::name)
          .filter(each -> !known.contains(each))
          .forEach(known::add);
    }
    return new UsageException(
        "context: there is no %s with categories in %s; there are %s. %s"
            .formatted(name, schema().name(), known, Nearest.advice(name, known)));
  }

  /** How many numbers belong to each event. */
  int ofEvents() {
    return ofEvents.size();
  }

  /** The number of one event and one field, as {@link #columns} understands it. */
  int read(int field, EventSequence events, int i) {
    return switch (ofEvents.get(field)) {
      case EVENT_TYPE -> events.type(i);
      case HOUR -> (int) Math.floorMod(Math.floorDiv(events.timeMicros(i), HOUR_MICROS), 24L);
      case WEEKDAY ->
          (int) Math.floorMod(Math.floorDiv(events.timeMicros(i), 24 * HOUR_MICROS) + THURSDAY, 7L);
      default -> events.code(schema().field(ofEvents.get(field)), i);
    };
  }

  /**
   * The columns, in the order of the names.
   *
   * @param raw (fields of events)(interactions) what {@link #read} gave
   * @param itemField event field that holds the items
   * @param itemCodes (items) their codes in its vocabulary
   */
  List<ContextColumn> columns(int[][] raw, int itemField, int[] itemCodes) {
    return names.stream()
        .map(name ->
            ofItems.contains(name)
                ? ofItem(name, itemField, itemCodes)
                : ofEvent(name, raw[ofEvents.indexOf(name)]))
        .toList();
  }

  private ContextColumn ofEvent(String name, int[] raw) {
    return switch (name) {
      case EVENT_TYPE ->
          new ContextColumn(
              name, false, schema().eventTypes().stream().map(EventType::name).toList(), raw);
      case HOUR ->
          new ContextColumn(
              name, false, IntStream.range(0, 24).mapToObj(Integer::toString).toList(), raw);
      case WEEKDAY -> new ContextColumn(name, false, DAYS, raw);
      default -> dense(name, false, histories.vocabulary(schema().field(name)), raw);
    };
  }

  private ContextColumn ofItem(String name, int itemField, int[] itemCodes) {
    int[] raw = new int[itemCodes.length];
    Arrays.fill(raw, Codes.NULL);
    Catalogue catalogue = histories.catalogue();
    int attribute = schema().itemAttribute(name);
    boolean isItem =
        schema().fields().get(itemField).name().equals(schema().itemField().orElse(""));
    if (!isItem) {
      throw new UsageException(
          "context: %s belongs to items of the field %s, which are not those that are recommended"
              .formatted(name, schema().itemField().orElse("none")));
    }
    for (int item = 0; item < raw.length; item++) {
      raw[item] = catalogue.code(attribute, itemCodes[item]);
    }
    return dense(name, true, catalogue.vocabulary(attribute), raw);
  }

  /** Values that occur, in the vocabulary's order. */
  private static ContextColumn dense(
      String name, boolean ofItem, Vocabulary vocabulary, int[] raw) {
    int[] used =
        Arrays.stream(raw).filter(code -> code >= Codes.FIRST_VALUE).distinct().sorted().toArray();
    int[] codes = new int[raw.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] =
          raw[i] >= Codes.FIRST_VALUE
              ? Arrays.binarySearch(used, raw[i])
              : raw[i] == Codes.NULL || raw[i] == Codes.PAD
                  ? ContextColumn.MISSING
                  : ContextColumn.UNKNOWN;
    }
    return new ContextColumn(
        name, ofItem, Arrays.stream(used).mapToObj(vocabulary::text).toList(), codes);
  }
}
