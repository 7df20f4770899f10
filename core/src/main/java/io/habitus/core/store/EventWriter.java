package io.habitus.core.store;

import io.habitus.core.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Writes clients one after the other: {@link #begin}, {@link #add} and the event's values for each
 * event in order of (time, stream), and so on. Fields that are not set are empty.
 */
public final class EventWriter {
  private final int shards;
  private final int[] streams; // (event types)
  private final EventBuffer buffer;
  private final EventBuffer none;
  private final DuplicateFinder duplicates = new DuplicateFinder();
  private final StatisticsBuilder statistics;
  private final Optional<StoredHistories.Lookup> before;
  private final long lastBefore;
  private final ColumnWriter clients;
  private final ColumnWriter offsets;
  private final ColumnWriter times;
  private final ColumnWriter types;
  private final ColumnWriter[] fields;
  private final List<Long> shardClients = new ArrayList<>();
  private boolean deduplicate;
  private long dropped;
  private long firstMicros = Long.MAX_VALUE;
  private long lastMicros = Long.MIN_VALUE;
  private long lastClient;
  private int last = -1; // event that is being written

  EventWriter(
      StoreLayout layout,
      Optional<SequenceStore> store,
      BiFunction<String, Integer, ColumnWriter> column) {
    Schema schema = layout.schema();
    shards = layout.shards();
    streams = layout.streams().stream().mapToInt(Integer::intValue).toArray();
    buffer = new EventBuffer(schema);
    none = new EventBuffer(schema);
    statistics =
        new StatisticsBuilder(
            schema,
            store.map(old -> old.manifest().statistics()).orElse(StatisticsBuilder.none(schema)));
    before = store.map(old -> old.histories().lookup());
    lastBefore = store.map(old -> old.manifest().statistics().lastMicros()).orElse(Long.MIN_VALUE);
    clients = column.apply(StorePaths.CLIENTS, Long.BYTES);
    offsets = column.apply(StorePaths.OFFSETS, Long.BYTES);
    times = column.apply(StorePaths.TIME, Long.BYTES);
    types = column.apply(StorePaths.TYPE, Byte.BYTES);
    fields = new ColumnWriter[buffer.fields()];
    for (int f = 0; f < fields.length; f++) {
      fields[f] =
          column.apply(StorePaths.field(f), buffer.isNumeric(f) ? Double.BYTES : Integer.BYTES);
    }
    offsets.putLong(0);
  }

  /** Leaves out events that equal an earlier one of the same client in everything. */
  public void deduplicate(boolean yes) {
    deduplicate = yes;
  }

  /** Begins the next client, in ascending order of (shard, id). */
  public void begin(long client) {
    flush();
    int shard = Shards.of(client, shards);
    boolean first = shardClients.isEmpty();
    int current = shardClients.size() - 1;
    if (!first && (shard < current || (shard == current && client <= lastClient))) {
      throw new IllegalArgumentException(
          "expected clients in ascending order of (shard, id), found %d after %d"
              .formatted(client, lastClient));
    }
    while (shardClients.size() <= shard) {
      shardClients.add(clients.count());
    }
    lastClient = client;
    buffer.begin(client);
    last = -1;
  }

  /** Adds an event to the client; its fields are empty until they are set. */
  public void add(long timeMicros, int type) {
    int i = buffer.grow(1);
    buffer.times[i] = timeMicros;
    buffer.types[i] = (byte) type;
    checkOrder(i);
    for (int f = 0; f < fields.length; f++) {
      if (buffer.isNumeric(f)) {
        buffer.numbers[f][i] = Double.NaN;
      } else {
        buffer.codes[f][i] = Codes.NULL;
      }
    }
    last = i;
  }

  private void checkOrder(int i) {
    if (i == 0) {
      return;
    }
    long time = buffer.times[i];
    long previous = buffer.times[i - 1];
    boolean tie = time == previous;
    if (time < previous || (tie && streams[buffer.types[i]] < streams[buffer.types[i - 1]])) {
      throw new IllegalArgumentException(
          "client %d: expected events in order of (time, stream), found %d after %d"
              .formatted(buffer.clientId(), time, previous));
    }
  }

  /** Adds events {@code from … until − 1} to the client. */
  public void add(EventColumns events, int from, int until) {
    int first = buffer.size();
    buffer.append(events, from, until);
    for (int i = first; i < buffer.size(); i++) {
      checkOrder(i);
    }
    last = buffer.size() - 1;
  }

  /** Sets a coded field of the event that was added last. */
  public void code(int field, int code) {
    buffer.codes[field][last] = code;
  }

  /** Sets a numeric field of the event that was added last. */
  public void number(int field, double value) {
    buffer.numbers[field][last] = value;
  }

  private void flush() {
    if (buffer.size() == 0) {
      return;
    }
    long found = duplicates.find(buffer, overlapping());
    if (found > 0 && deduplicate) {
      dropDuplicates();
      dropped += found;
      found = 0;
      if (buffer.size() == 0) {
        return; // everything was in the store already
      }
    }
    long client = buffer.clientId();
    statistics.add(buffer, before.map(lookup -> lookup.length(client)).orElse(0L), found);
    firstMicros = Math.min(firstMicros, buffer.times[0]);
    lastMicros = Math.max(lastMicros, buffer.times[buffer.size() - 1]);
    write();
  }

  /** What the store holds of this client, if the new events reach back into its time. */
  private EventBuffer overlapping() {
    boolean overlaps = before.isPresent() && buffer.times[0] <= lastBefore;
    return overlaps ? before.get().read(buffer.clientId()) : none;
  }

  private void dropDuplicates() {
    int kept = 0;
    for (int i = 0; i < buffer.size(); i++) {
      if (!duplicates.isDuplicate(i)) {
        buffer.move(i, kept++);
      }
    }
    buffer.truncate(kept);
  }

  private void write() {
    int size = buffer.size();
    clients.putLong(buffer.clientId());
    times.putLongs(buffer.times, 0, size);
    types.putBytes(buffer.types, 0, size);
    for (int f = 0; f < fields.length; f++) {
      if (buffer.isNumeric(f)) {
        fields[f].putDoubles(buffer.numbers[f], 0, size);
      } else {
        fields[f].putInts(buffer.codes[f], 0, size);
      }
    }
    offsets.putLong(times.count());
  }

  /** Ends the last client; returns the first client of each shard and the number of clients. */
  List<Long> finish() {
    flush();
    buffer.begin(0);
    while (shardClients.size() <= shards) {
      shardClients.add(clients.count());
    }
    return shardClients;
  }

  Statistics statistics() {
    return statistics.build();
  }

  long written() {
    return times.count();
  }

  long firstMicros() {
    return written() == 0 ? 0 : firstMicros;
  }

  long lastMicros() {
    return written() == 0 ? 0 : lastMicros;
  }

  /** Events that were left out as duplicates so far. */
  public long dropped() {
    return dropped;
  }

  /** Writes the last client too, so that {@link #dropped} is final; no client may follow. */
  public void end() {
    flush();
    buffer.begin(0);
  }
}
