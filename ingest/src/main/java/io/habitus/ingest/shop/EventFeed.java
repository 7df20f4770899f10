package io.habitus.ingest.shop;

import io.habitus.core.time.Micros;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/** The table function that DuckDB reads one event type from: rows of the days in the queue. */
final class EventFeed implements DuckDBTableFunction<EventFeed, EventFeed, EventFeed> {

  /**
   * One type's events of one day.
   *
   * @param day index since the start, or −1 for the end
   * @param events by time
   */
  record Slice(int day, EventBuffer events) {
    static final Slice END = new Slice(-1, new EventBuffer());
  }

  private final EventKind kind;
  private final Population population;
  private final Assortment assortment;
  private final long startMicros;
  private final BlockingQueue<Slice> queue;
  private final Turns turns;
  private Slice slice = new Slice(0, new EventBuffer());
  private int at;
  private boolean working;
  private volatile boolean stopped;

  EventFeed(EventKind kind, World world, BlockingQueue<Slice> queue, Turns turns) {
    this.kind = kind;
    this.queue = queue;
    this.turns = turns;
    population = world.population();
    assortment = world.assortment();
    startMicros = Micros.of(world.settings().start().atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  @Override
  public EventFeed bind(DuckDBTableFunctionBindInfo info) throws Exception {
    info.addResultColumn("client_id", DuckDBColumnType.BIGINT);
    info.addResultColumn("micros", DuckDBColumnType.BIGINT);
    info.addResultColumn(
        kind.column(),
        kind == EventKind.SEARCH_QUERY ? DuckDBColumnType.VARCHAR : DuckDBColumnType.BIGINT);
    return this;
  }

  @Override
  public EventFeed init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(1);
    return this;
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk)
      throws InterruptedException {
    int capacity = Math.toIntExact(chunk.capacity());
    int filled = 0;
    while (filled < capacity && hasRow()) {
      int rows = Math.min(capacity - filled, slice.events().size() - at);
      fill(chunk, filled, rows);
      filled += rows;
    }
    return filled;
  }

  /** Whether there is another row; waits for the next day if it must. */
  private boolean hasRow() throws InterruptedException {
    while (!stopped && at == slice.events().size() && slice != Slice.END) {
      rest();
      slice = queue.take();
      at = 0;
      turns.take();
      working = true;
    }
    return !stopped && slice != Slice.END;
  }

  private void fill(DuckDBDataChunkWriter chunk, int to, int rows) {
    DuckDBWritableVector clients = chunk.vector(0);
    DuckDBWritableVector times = chunk.vector(1);
    DuckDBWritableVector subjects = chunk.vector(2);
    EventBuffer events = slice.events();
    long midnight = startMicros + slice.day() * Micros.PER_DAY;
    for (int row = to; row < to + rows; row++, at++) {
      clients.setLong(row, population.id(events.client(at)));
      times.setLong(row, midnight + events.second(at) * Micros.PER_SECOND);
      switch (kind) {
        case PAGE_VISIT -> subjects.setLong(row, assortment.url((int) events.subject(at)));
        case SEARCH_QUERY ->
            subjects.setString(row, CodeText.of(events.subject(at), events.more(at)));
        case PRODUCT_BUY, ADD_TO_CART, REMOVE_FROM_CART ->
            subjects.setLong(row, assortment.sku((int) events.subject(at)));
      }
    }
  }

  /** Gives the turn back; for the thread that reads the rows. */
  void rest() {
    if (working) {
      working = false;
      turns.giveBack();
    }
  }

  /** Ends the rows early; for any thread. */
  void stop() {
    stopped = true;
  }
}
