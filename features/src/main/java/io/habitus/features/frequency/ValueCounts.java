package io.habitus.features.frequency;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * How often each value occurs, by event type and categorical field, from one pass over the events
 * of some clients. Sums of whole numbers: the same for any number of threads. Holds 8 bytes per
 * event type, categorical field of it and value.
 */
public final class ValueCounts {
  private final Schema schema;
  private final AtomicLongArray[][] counts; // (event types)(fields of the type)(codes)
  private final int[][] fields; // (event types) the categorical fields of the type
  private final long[] events; // (event types)
  private final long[] firstMicros; // (event types)
  private final long[] lastMicros; // (event types)

  private ValueCounts(Histories input) {
    schema = input.schema();
    int types = schema.eventTypes().size();
    fields = IntStream.range(0, types).mapToObj(this::categorical).toArray(int[][]::new);
    counts = new AtomicLongArray[types][];
    for (int type = 0; type < types; type++) {
      counts[type] = new AtomicLongArray[fields[type].length];
      for (int f = 0; f < fields[type].length; f++) {
        counts[type][f] = new AtomicLongArray(input.vocabulary(fields[type][f]).size());
      }
    }
    events = new long[types];
    firstMicros = new long[types];
    Arrays.fill(firstMicros, Long.MAX_VALUE);
    lastMicros = new long[types];
    Arrays.fill(lastMicros, Long.MIN_VALUE);
  }

  private int[] categorical(int type) {
    return schema.eventTypes().get(type).fields().stream()
        .mapToInt(schema::field)
        .filter(field -> schema.fields().get(field).kind() == FieldKind.CATEGORICAL)
        .toArray();
  }

  /** Counts over the events of {@code clients} alone. */
  public static ValueCounts of(Histories input, ClientSet clients, RunContext context) {
    ValueCounts counts = new ValueCounts(input);
    List<Totals> parts =
        Parallel.map(
            "counting values",
            "shards",
            input.shardCount(),
            context,
            shard -> counts.shard(input, shard, clients, context));
    for (Totals part : parts) {
      for (int type = 0; type < part.events.length; type++) {
        counts.events[type] += part.events[type];
        counts.firstMicros[type] = Math.min(counts.firstMicros[type], part.firstMicros[type]);
        counts.lastMicros[type] = Math.max(counts.lastMicros[type], part.lastMicros[type]);
      }
    }
    return counts;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Totals(long[] events, long[] firstMicros, long[] lastMicros) {}

  private Totals shard(Histories input, int shard, ClientSet clients, RunContext context) {
    Totals totals = new Totals(new long[events.length], firstMicros.clone(), lastMicros.clone());
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("counting values");
        if (clients.contains(cursor.events().clientId())) {
          client(cursor.events(), totals);
        }
      }
    }
    return totals;
  }

  private void client(EventSequence sequence, Totals totals) {
    for (int i = 0; i < sequence.size(); i++) {
      int type = sequence.type(i);
      totals.events[type]++;
      totals.firstMicros[type] = Math.min(totals.firstMicros[type], sequence.timeMicros(i));
      totals.lastMicros[type] = Math.max(totals.lastMicros[type], sequence.timeMicros(i));
      for (int f = 0; f < fields[type].length; f++) {
        counts[type][f].incrementAndGet(sequence.code(fields[type][f], i));
      }
    }
  }

  /** Events of a type. */
  public long events(int type) {
    return events[type];
  }

  /** Time of the first event of a type; {@link Long#MAX_VALUE} where there is none. */
  public long firstMicros(int type) {
    return firstMicros[type];
  }

  /** Time of the last event of a type; {@link Long#MIN_VALUE} where there is none. */
  public long lastMicros(int type) {
    return lastMicros[type];
  }

  /** The categorical fields of a type, in its order. */
  public List<Integer> fields(int type) {
    List<Integer> list = new ArrayList<>();
    for (int field : fields[type]) {
      list.add(field);
    }
    return list;
  }

  /** (vocabulary) events of a type by the code of a categorical field of it. */
  public long[] byCode(int type, int field) {
    AtomicLongArray found = counts[type][fields(type).indexOf(field)];
    return IntStream.range(0, found.length()).mapToLong(found::get).toArray();
  }
}
