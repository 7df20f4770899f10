package io.habitus.features.statistical;

import io.habitus.core.array.IntList;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.features.field.Amount;
import io.habitus.features.field.Value;
import java.util.Arrays;
import java.util.List;

/**
 * One client's sums over one event type; reused from client to client. Whole numbers until the
 * columns are written, so the order of events does not show in the last bits.
 */
final class BlockState {
  private final StatisticalLayout.Block block;
  private final Windows windows;
  private final Value[] values; // (popular)
  private final long[][] popularity; // (popular)(codes), shared by threads
  private final long[] popularitySums; // (popular)
  private final long[] popularityEvents; // (popular) events with a value
  private final ActiveTime active = new ActiveTime();
  private final Amount[] prices; // one or none
  private final Value[] things; // what was met, for the share that was bought
  private final IntList[] met; // (things) codes
  private double priceSum;
  private long priceEvents;
  private long events;
  private long first;
  private long last;
  private long weekChange;
  private long monthChange;

  /**
   * Nothing counted yet.
   *
   * @param lastMicros what weeks and months are counted back from
   * @param things fields and attributes whose values are remembered
   */
  BlockState(
      StatisticalLayout.Block block,
      long lastMicros,
      long[][] popularity,
      List<String> things,
      Histories input) {
    this.block = block;
    this.windows = Windows.endingAt(block.hasEvents() ? lastMicros : 0);
    this.values = values(block.popular(), input);
    this.popularity = popularity;
    this.popularitySums = new long[values.length];
    this.popularityEvents = new long[values.length];
    this.prices =
        block.price().stream().map(name -> Amount.named(name, input)).toArray(Amount[]::new);
    this.things = values(things, input);
    this.met = new IntList[things.size()];
    Arrays.setAll(met, i -> new IntList());
  }

  private static Value[] values(List<String> names, Histories input) {
    return names.stream().map(name -> Value.named(name, input)).toArray(Value[]::new);
  }

  void clear() {
    events = 0;
    weekChange = 0;
    monthChange = 0;
    priceSum = 0;
    priceEvents = 0;
    active.clear();
    Arrays.fill(popularitySums, 0);
    Arrays.fill(popularityEvents, 0);
    for (IntList each : met) {
      each.clear();
    }
  }

  /** Adds the client's next event; events come in time order. */
  void add(EventSequence sequence, int i) {
    long time = sequence.timeMicros(i);
    first = events == 0 ? time : first;
    last = time;
    events++;
    weekChange += windows.weekChange(time);
    monthChange += windows.monthChange(time);
    if (block.active()) {
      active.add(time);
    }
    for (int v = 0; v < values.length; v++) {
      int code = values[v].of(sequence, i);
      if (code >= Codes.FIRST_VALUE) {
        popularitySums[v] += popularity[v][code];
        popularityEvents[v]++;
      }
    }
    for (int t = 0; t < things.length; t++) {
      int code = things[t].of(sequence, i);
      if (code >= Codes.FIRST_VALUE) {
        met[t].add(code);
      }
    }
    for (Amount price : prices) {
      addPrice(price.of(sequence, i));
    }
  }

  private void addPrice(double amount) {
    if (!Double.isNaN(amount)) {
      priceSum += amount;
      priceEvents++;
    }
  }

  /** Sorts what was met and drops repetitions: before {@link #write} of any block. */
  void finish() {
    for (IntList each : met) {
      each.sortDistinct(0);
    }
  }

  /**
   * Writes the block's columns; all zeros for a client without such events.
   *
   * @param buys the target event's state, of the same client
   * @return the column after the block
   */
  int write(double[] into, int at, BlockState buys) {
    if (events == 0) {
      Arrays.fill(into, at, at + block.width(), 0);
      return at + block.width();
    }
    int column = at;
    into[column++] = events;
    into[column++] = events < 2 ? 0 : (last - first) / (events - 1.0) / Micros.PER_DAY;
    into[column++] = block.hasEvents() ? weekChange : 0;
    into[column++] = block.hasEvents() ? monthChange : 0;
    into[column++] = block.hasEvents() ? wholeDays(first) : 0;
    into[column++] = block.hasEvents() ? wholeDays(last) : 0;
    for (int v = 0; v < values.length; v++) {
      into[column++] = mean((double) popularitySums[v], popularityEvents[v]);
    }
    if (block.active()) {
      into[column++] = active.weeks();
      into[column++] = active.months();
    }
    if (prices.length > 0) {
      into[column++] = priceSum;
      into[column++] = mean(priceSum, priceEvents);
    }
    for (int b = 0; b < block.bought().size(); b++) {
      into[column++] = shared(met[b], buys.met[b]);
    }
    return column;
  }

  private double wholeDays(long micros) {
    return Math.floorDiv(micros - block.firstMicros(), Micros.PER_DAY);
  }

  private static double mean(double sum, long count) {
    return count == 0 ? 0 : sum / count;
  }

  /** Share of the elements that the other has too; both ascending, without repetition. */
  private static double shared(IntList these, IntList others) {
    int found = 0;
    int other = 0;
    for (int i = 0; i < these.size(); i++) {
      while (other < others.size() && others.get(other) < these.get(i)) {
        other++;
      }
      found += other < others.size() && others.get(other) == these.get(i) ? 1 : 0;
    }
    return mean(found, these.size());
  }
}
