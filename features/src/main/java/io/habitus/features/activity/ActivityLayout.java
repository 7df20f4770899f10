package io.habitus.features.activity;

import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns of activity features. All are logarithms of 1 + a number, so that a thousand events
 * and ten are comparable; days are counted back from the cut-off.
 *
 * @param blocks one per event type, then one (named {@value #ALL}) for all of them
 * @param windowDays windows before the cut-off whose events are counted
 * @param firstMicros time of the first event that was seen in the fit
 * @param cutOffMicros what days are counted back from where histories name no cut-off: the end of
 *     the fit's histories
 */
public record ActivityLayout(
    List<Block> blocks, List<Integer> windowDays, long firstMicros, long cutOffMicros) {
  public static final String ALL = "all";

  /** Columns of every block before its windows. */
  static final List<String> TIMES =
      List.of("recency_days", "events", "tenure_days", "active_days", "mean_gap_days");

  public ActivityLayout {
    blocks = List.copyOf(blocks);
    windowDays = List.copyOf(windowDays);
    if (windowDays.stream().anyMatch(days -> days < 1)) {
      throw new IllegalArgumentException("expected windows of whole days, found " + windowDays);
    }
  }

  /**
   * Columns of one event type.
   *
   * @param eventType its name, or {@value #ALL}
   * @param distinct categorical fields and item attributes whose different values are counted
   * @param amounts numbers that are added up and averaged: the price and numeric fields
   */
  public record Block(String eventType, List<String> distinct, List<String> amounts) {
    public Block {
      distinct = List.copyOf(distinct);
      amounts = List.copyOf(amounts);
    }

    int width(int windows) {
      return TIMES.size() + windows + distinct.size() + 2 * amounts.size();
    }
  }

  /** The layout that a schema asks for. */
  static ActivityLayout of(Schema schema, List<Integer> windowDays, long first, long cutOff) {
    List<Block> blocks = new ArrayList<>();
    for (int type = 0; type < schema.eventTypes().size(); type++) {
      blocks.add(block(schema, type));
    }
    blocks.add(new Block(ALL, List.of(), List.of()));
    return new ActivityLayout(blocks, windowDays, first, cutOff);
  }

  private static Block block(Schema schema, int type) {
    EventType eventType = schema.eventTypes().get(type);
    List<String> distinct = new ArrayList<>();
    List<String> amounts = new ArrayList<>();
    for (String name : eventType.fields()) {
      add(schema.fields().get(schema.field(name)), Optional.empty(), distinct, amounts);
    }
    if (schema.isProductEvent(type)) {
      for (Field attribute : schema.itemAttributes()) {
        add(attribute, schema.priceAttribute(), distinct, amounts);
      }
    }
    return new Block(eventType.name(), distinct, amounts);
  }

  private static void add(
      Field field, Optional<String> price, List<String> distinct, List<String> amounts) {
    boolean isPrice = price.filter(field.name()::equals).isPresent();
    switch (field.kind()) {
      case NUMERIC -> amounts.add(field.name());
      case CATEGORICAL -> (isPrice ? amounts : distinct).add(field.name());
      case CODES, TEXT -> {}
    }
  }

  public int width() {
    return blocks.stream().mapToInt(block -> block.width(windowDays.size())).sum();
  }

  /** Names of the columns, such as {@code product_buy.recency_days}. */
  public List<String> columns() {
    List<String> names = new ArrayList<>(width());
    for (Block block : blocks) {
      String prefix = block.eventType + ".";
      TIMES.forEach(name -> names.add(prefix + name));
      windowDays.forEach(days -> names.add(prefix + "events_" + days + "d"));
      block.distinct.forEach(name -> names.add(prefix + "distinct_" + name));
      for (String name : block.amounts) {
        names.add(prefix + "sum_" + name);
        names.add(prefix + "mean_" + name);
      }
    }
    return names;
  }
}
