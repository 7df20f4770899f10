package io.habitus.features.statistical;

import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns of statistical features; 37 with the challenge's schema.
 *
 * @param blocks one per event type, in the schema's order
 * @param untilMicros cut-off of the input that this was learned from
 */
public record StatisticalLayout(List<Block> blocks, long untilMicros) {
  /** The first columns of every block. */
  static final List<String> TIMES =
      List.of(
          "events", "mean_interval_days", "week_change", "month_change", "first_day", "last_day");

  public StatisticalLayout {
    blocks = List.copyOf(blocks);
  }

  /**
   * Columns of one event type.
   *
   * @param eventType name
   * @param firstMicros time of its first event among the clients of the fit; days are counted from
   *     there
   * @param lastMicros time of its last event there; weeks and months are counted back from its day.
   *     Before {@code firstMicros} where there was no event
   * @param popular categorical fields (of items also the category) whose values' mean popularity is
   *     told
   * @param active whether there are the numbers of weeks and months with events
   * @param price name of the number that is summed and averaged
   * @param bought fields of which the share that was also bought is told
   */
  public record Block(
      String eventType,
      long firstMicros,
      long lastMicros,
      List<String> popular,
      boolean active,
      Optional<String> price,
      List<String> bought) {
    public Block {
      popular = List.copyOf(popular);
      bought = List.copyOf(bought);
    }

    boolean hasEvents() {
      return firstMicros <= lastMicros;
    }

    int width() {
      return TIMES.size()
          + popular.size()
          + (active ? 2 : 0)
          + (price.isPresent() ? 2 : 0)
          + bought.size();
    }

    List<String> columns() {
      List<String> names = new ArrayList<>(TIMES);
      popular.forEach(name -> names.add("popularity_" + name));
      if (active) {
        names.addAll(List.of("weeks", "months"));
      }
      price.ifPresent(name -> names.addAll(List.of("sum_" + name, "mean_" + name)));
      bought.forEach(name -> names.add("bought_" + name));
      return names.stream().map(name -> eventType + "." + name).toList();
    }
  }

  /** Times of the events of a type that are counted. */
  record Span(long firstMicros, long lastMicros) {}

  /**
   * The columns that a schema asks for.
   *
   * @param spans by event type
   */
  static StatisticalLayout of(Schema schema, List<Span> spans, long untilMicros) {
    List<Block> blocks = new ArrayList<>();
    for (int type = 0; type < schema.eventTypes().size(); type++) {
      boolean isTarget = schema.eventTypes().get(type).name().equals(schema.targetEvent());
      if (isTarget || !isWrittenOnly(schema, type)) {
        blocks.add(block(schema, type, spans.get(type)));
      }
    }
    return new StatisticalLayout(blocks, untilMicros);
  }

  private static Block block(Schema schema, int type, Span span) {
    String name = schema.eventTypes().get(type).name();
    boolean isTarget = name.equals(schema.targetEvent());
    return new Block(
        name,
        span.firstMicros,
        span.lastMicros,
        popular(schema, type),
        isVisit(schema, type),
        isTarget ? schema.priceAttribute() : Optional.empty(),
        isBeforePurchase(schema, type) ? itemNames(schema) : List.of());
  }

  /** Whether events of this type say nothing but text or code vectors, as searches do. */
  private static boolean isWrittenOnly(Schema schema, int type) {
    List<Field> fields = fields(schema, type);
    return !fields.isEmpty()
        && fields.stream().allMatch(f -> f.kind() == FieldKind.CODES || f.kind() == FieldKind.TEXT);
  }

  private static List<Field> fields(Schema schema, int type) {
    EventType eventType = schema.eventTypes().get(type);
    return eventType.fields().stream()
        .map(name -> schema.fields().get(schema.field(name)))
        .toList();
  }

  private static List<String> popular(Schema schema, int type) {
    List<String> names = new ArrayList<>();
    for (Field field : fields(schema, type)) {
      if (field.kind() == FieldKind.CATEGORICAL) {
        names.add(field.name());
      }
    }
    if (schema.isProductEvent(type)) {
      schema.categoryAttribute().ifPresent(names::add);
    }
    return names;
  }

  /** The item and its category. */
  private static List<String> itemNames(Schema schema) {
    List<String> names = new ArrayList<>();
    schema.itemField().ifPresent(names::add);
    schema.categoryAttribute().ifPresent(names::add);
    return names;
  }

  /** Page visits; without them types that name no item; without such, the target event. */
  private static boolean isVisit(Schema schema, int type) {
    String name = schema.eventTypes().get(type).name();
    if (schema.eventType(Schema.VISIT) >= 0) {
      return name.equals(Schema.VISIT);
    }
    boolean someWithoutItem = false;
    for (int other = 0; other < schema.eventTypes().size(); other++) {
      someWithoutItem |= isContext(schema, other);
    }
    return someWithoutItem ? isContext(schema, type) : name.equals(schema.targetEvent());
  }

  private static boolean isContext(Schema schema, int type) {
    return !schema.isProductEvent(type) && !isWrittenOnly(schema, type);
  }

  /** Additions to a cart; without them every product event but the target and removals. */
  private static boolean isBeforePurchase(Schema schema, int type) {
    String name = schema.eventTypes().get(type).name();
    if (schema.eventType(Schema.ADD) >= 0) {
      return name.equals(Schema.ADD);
    }
    return schema.isProductEvent(type)
        && !name.equals(schema.targetEvent())
        && !name.equals(Schema.REMOVE);
  }

  public int width() {
    return blocks.stream().mapToInt(Block::width).sum();
  }

  /** Names of the columns, such as {@code product_buy.week_change}. */
  public List<String> columns() {
    return blocks.stream().flatMap(block -> block.columns().stream()).toList();
  }

  /**
   * Time of a block's last event as far as weeks and months are concerned: it moves with the
   * cut-off, so that later histories are seen through the same windows.
   */
  long lastMicros(Block block, long until) {
    boolean known = until != Long.MAX_VALUE && untilMicros != Long.MAX_VALUE;
    return known ? block.lastMicros + (until - untilMicros) : block.lastMicros;
  }
}
