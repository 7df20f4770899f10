package io.habitus.recommend.data;

import java.util.List;

/**
 * What is known of interactions beside the item, such as the type of the event, the weekday, or the
 * item's category.
 *
 * @param name such as {@code weekday} or the field's
 * @param ofItem whether it belongs to items, so that whoever knows the item knows it
 * @param values that occur
 * @param codes places in {@code values}, or {@link #MISSING}, or {@link #UNKNOWN}: (items) where it
 *     belongs to items, else (interactions)
 */
@SuppressWarnings("ArrayRecordComponent")
public record ContextColumn(String name, boolean ofItem, List<String> values, int[] codes) {
  /** There is no value, and the log says so. */
  public static final int MISSING = -1;

  /** There is a value that nobody kept. */
  public static final int UNKNOWN = -2;

  public ContextColumn {
    values = List.copyOf(values);
  }

  /** The same over other items or interactions; those at −1 are not known. */
  ContextColumn at(int[] places) {
    int[] some = new int[places.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = places[i] < 0 ? UNKNOWN : codes[places[i]];
    }
    return new ContextColumn(name, ofItem, values, some);
  }
}
