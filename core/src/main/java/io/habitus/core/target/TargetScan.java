package io.habitus.core.target;

import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Both windows' target events, from one pass over them. Parts are summed in whole numbers, so the
 * order of shards and the number of threads do not matter.
 *
 * @param train what happened in the train window
 * @param validation what happened in the validation window
 * @param trainEventsByItem (item vocabulary) target events of the train window with that item;
 *     empty where target events carry no item
 */
@SuppressWarnings("ArrayRecordComponent")
record TargetScan(Purchases train, Purchases validation, long[] trainEventsByItem) {

  /**
   * Reads the target events of {@code targets}.
   *
   * @param targets histories of [train start, end]
   * @param validationStart first microsecond of the validation window
   */
  static TargetScan of(Histories targets, long validationStart, RunContext context) {
    Schema schema = targets.schema();
    int type = schema.eventType(schema.targetEvent());
    int item = schema.isProductEvent(type) ? schema.field(schema.itemField().orElseThrow()) : -1;
    Scanner scanner =
        new Scanner(
            type,
            item,
            validationStart,
            new AtomicLongArray(item < 0 ? 0 : targets.vocabulary(item).size()));
    List<Windows> parts =
        Parallel.map(
            "reading targets",
            "shards",
            targets.shardCount(),
            context,
            shard -> scanner.shard(targets, shard, context));
    return new TargetScan(
        Purchases.join(parts.stream().map(Windows::train).toList()),
        Purchases.join(parts.stream().map(Windows::validation).toList()),
        toArray(scanner.trainEventsByItem));
  }

  private record Windows(Purchases.Part train, Purchases.Part validation) {}

  private record Scanner(
      int type, int item, long validationStart, AtomicLongArray trainEventsByItem) {

    Windows shard(Histories targets, int shard, RunContext context) {
      Windows windows = new Windows(new Purchases.Part(), new Purchases.Part());
      try (Histories.Cursor cursor = targets.open(shard)) {
        while (cursor.next()) {
          context.checkStopped("reading targets");
          EventSequence events = cursor.events();
          int boundary = firstAtOrAfter(events, validationStart);
          window(events, 0, boundary, windows.train, true);
          window(events, boundary, events.size(), windows.validation, false);
        }
      }
      return windows;
    }

    private void window(
        EventSequence events, int from, int until, Purchases.Part part, boolean count) {
      int itemsBefore = part.items.size();
      long found = 0;
      for (int i = from; i < until; i++) {
        if (events.type(i) == type) {
          found++;
          item(events, i, part, count);
        }
      }
      if (found > 0) {
        part.endClient(events.clientId(), itemsBefore, found);
      }
    }

    private void item(EventSequence events, int i, Purchases.Part part, boolean count) {
      if (item >= 0) {
        int code = events.code(item, i);
        part.items.add(code);
        if (count) {
          trainEventsByItem.incrementAndGet(code);
        }
      }
    }
  }

  /** Events are in time order: the first one at or after an instant, by halving. */
  private static int firstAtOrAfter(EventSequence events, long micros) {
    int low = 0;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.timeMicros(middle) < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static long[] toArray(AtomicLongArray counts) {
    long[] values = new long[counts.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = counts.get(i);
    }
    return values;
  }
}
