package io.habitus.models.sequence;

import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Who is there to learn from.
 *
 * @param clients to learn from
 * @param lastMicros time of the window's last event; {@link Long#MIN_VALUE} without any
 * @param hash of all events of all clients and of who is learned from: whether a checkpoint fits
 */
public record WindowScan(long clients, long lastMicros, long hash) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final String WHAT = "counting clients";

  /**
   * Reads a window once.
   *
   * @param learned which clients are learned from
   * @param beforeMicros only those with an event before this time count
   */
  public static WindowScan of(
      Histories histories, LongPredicate learned, long beforeMicros, RunContext context) {
    Scanner scanner = new Scanner(histories, learned, beforeMicros, context);
    List<WindowScan> shards =
        Parallel.map(WHAT, "shards", histories.shardCount(), context, scanner::shard);
    return new WindowScan(
        shards.stream().mapToLong(WindowScan::clients).sum(),
        shards.stream().mapToLong(WindowScan::lastMicros).max().orElse(Long.MIN_VALUE),
        shards.stream().mapToLong(WindowScan::hash).sum());
  }

  private record Scanner(
      Histories histories, LongPredicate learned, long beforeMicros, RunContext context) {

    WindowScan shard(int shard) {
      long clients = 0;
      long last = Long.MIN_VALUE;
      long hash = 0;
      try (Histories.Cursor cursor = histories.open(shard)) {
        while (cursor.next()) {
          context.checkStopped(WHAT);
          EventSequence events = cursor.events();
          boolean counts = events.timeMicros(0) < beforeMicros && learned.test(events.clientId());
          clients += counts ? 1 : 0;
          last = Math.max(last, events.timeMicros(events.size() - 1));
          hash += mix(hash(events) + (counts ? 1 : 0));
        }
      }
      return new WindowScan(clients, last, hash);
    }

    private long hash(EventSequence events) {
      Schema schema = histories.schema();
      long hash = mix(events.clientId());
      for (int i = 0; i < events.size(); i++) {
        hash = hash * GOLDEN + events.timeMicros(i) * 31 + events.type(i);
        for (int field = 0; field < schema.fields().size(); field++) {
          boolean numeric = schema.fields().get(field).kind() == FieldKind.NUMERIC;
          long value =
              numeric ? Double.doubleToLongBits(events.number(field, i)) : events.code(field, i);
          hash = hash * GOLDEN + value;
        }
      }
      return hash;
    }
  }

  private static long mix(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 31);
  }
}
