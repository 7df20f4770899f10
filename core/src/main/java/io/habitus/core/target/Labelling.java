package io.habitus.core.target;

import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Vocabulary;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How items become labels: by themselves, or by one of their attributes.
 *
 * @param values vocabulary of what is labelled
 * @param codeOfItem (item vocabulary) code in {@code values} of each item
 */
@SuppressWarnings("ArrayRecordComponent")
record Labelling(Vocabulary values, int[] codeOfItem) {

  /** The item is the label. */
  static Labelling ofItems(Vocabulary items) {
    return new Labelling(items, IntStream.range(0, items.size()).toArray());
  }

  /** An attribute of the item is the label. */
  static Labelling ofAttribute(Vocabulary items, Catalogue catalogue, int attribute) {
    int[] codes = new int[items.size()];
    for (int item = Codes.FIRST_VALUE; item < codes.length; item++) {
      codes[item] = catalogue.code(attribute, item);
    }
    return new Labelling(catalogue.vocabulary(attribute), codes);
  }

  /**
   * The most frequent values, of equally frequent ones the smaller first.
   *
   * @param eventsByItem train target events by item
   * @param eligible which items count
   * @param limit how many labels at most; fewer available means fewer
   */
  LabelList mostFrequent(long[] eventsByItem, IntPredicate eligible, int limit) {
    long[] events = eventsByValue(eventsByItem, eligible);
    List<String> ids =
        IntStream.range(Codes.FIRST_VALUE, events.length)
            .filter(code -> events[code] > 0)
            .boxed()
            .sorted((a, b) -> {
              int byEvents = Long.compare(events[b], events[a]);
              return byEvents != 0 ? byEvents : values.compare(a, b);
            })
            .limit(limit)
            .map(values::text)
            .toList();
    return new LabelList(ids, new double[0]);
  }

  /** The list with each label's share of all train target events, where it has no popularity. */
  LabelList withPopularity(LabelList list, long[] eventsByItem, long allEvents) {
    if (list.hasPopularity()) {
      return list;
    }
    long[] events = eventsByValue(eventsByItem, item -> true);
    int[] positions = list.positions(values);
    double[] shares = new double[list.size()];
    for (int code = 0; code < positions.length; code++) {
      if (positions[code] >= 0 && allEvents > 0) {
        shares[positions[code]] = events[code] / (double) allEvents;
      }
    }
    return list.withPopularity(shares);
  }

  /** (item vocabulary) position of each item's label, −1 where it has none. */
  int[] labelOfItem(LabelList list) {
    int[] positions = list.positions(values);
    return IntStream.of(codeOfItem).map(code -> positions[code]).toArray();
  }

  private long[] eventsByValue(long[] eventsByItem, IntPredicate eligible) {
    long[] events = new long[values.size()];
    for (int item = Codes.FIRST_VALUE; item < eventsByItem.length; item++) {
      if (eligible.test(item)) {
        events[codeOfItem[item]] += eventsByItem[item];
      }
    }
    return events;
  }
}
