package io.habitus.features.activity;

import io.habitus.core.array.IntList;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.features.field.Amount;
import io.habitus.features.field.Value;
import java.util.Arrays;
import java.util.List;

/** One client's sums over one event type; reused from client to client. */
final class BlockState {
  private final Value[] values;
  private final IntList[] seen; // (values) codes so far
  private final Amount[] amounts;
  private final double[] sums; // (amounts)
  private final long[] amountEvents; // (amounts) events that carry one
  private final long[] windowStarts;
  private final long[] windowEvents;
  private long events;
  private long activeDays;
  private long first;
  private long last;

  BlockState(ActivityLayout.Block block, List<Integer> windowDays, long cutOff, Histories input) {
    values = block.distinct().stream().map(name -> Value.named(name, input)).toArray(Value[]::new);
    amounts =
        block.amounts().stream().map(name -> Amount.named(name, input)).toArray(Amount[]::new);
    seen = new IntList[values.length];
    Arrays.setAll(seen, i -> new IntList());
    sums = new double[amounts.length];
    amountEvents = new long[amounts.length];
    windowStarts = windowDays.stream().mapToLong(days -> cutOff - days * Micros.PER_DAY).toArray();
    windowEvents = new long[windowStarts.length];
  }

  void clear() {
    events = 0;
    activeDays = 0;
    Arrays.fill(sums, 0);
    Arrays.fill(amountEvents, 0);
    Arrays.fill(windowEvents, 0);
    for (IntList each : seen) {
      each.clear();
    }
  }

  /** Adds the client's next event; events come in time order. */
  void add(EventSequence sequence, int i) {
    long time = sequence.timeMicros(i);
    if (events == 0) {
      first = time;
      activeDays = 1;
    } else if (day(time) != day(last)) {
      activeDays++;
    }
    last = time;
    events++;
    for (int w = 0; w < windowStarts.length; w++) {
      if (time >= windowStarts[w]) {
        windowEvents[w]++;
      }
    }
    for (int v = 0; v < values.length; v++) {
      int code = values[v].of(sequence, i);
      if (code >= Codes.FIRST_VALUE) {
        seen[v].add(code);
      }
    }
    for (int a = 0; a < amounts.length; a++) {
      double amount = amounts[a].of(sequence, i);
      if (!Double.isNaN(amount)) {
        sums[a] += amount;
        amountEvents[a]++;
      }
    }
  }

  private static long day(long micros) {
    return Math.floorDiv(micros, Micros.PER_DAY);
  }

  /**
   * Writes the block's columns; a client without such events gets zeros and the longest recency.
   *
   * @param longest days from the first event of the data to the cut-off
   * @return the column after the block
   */
  int write(float[] into, int at, long cutOff, double longest) {
    int column = at;
    into[column++] = log(events == 0 ? longest : days(cutOff - last));
    into[column++] = log(events);
    into[column++] = log(events == 0 ? 0 : days(cutOff - first));
    into[column++] = log(activeDays);
    into[column++] = log(events < 2 ? 0 : days(last - first) / (events - 1));
    for (long count : windowEvents) {
      into[column++] = log(count);
    }
    for (IntList codes : seen) {
      codes.sortDistinct(0);
      into[column++] = log(codes.size());
    }
    for (int a = 0; a < sums.length; a++) {
      into[column++] = log(sums[a]);
      into[column++] = log(amountEvents[a] == 0 ? 0 : sums[a] / amountEvents[a]);
    }
    return column;
  }

  private static double days(long micros) {
    return micros / (double) Micros.PER_DAY;
  }

  /** Sign × ln(1 + |value|). StrictMath: the same bits on every machine. */
  private static float log(double value) {
    return (float) Math.copySign(StrictMath.log1p(Math.abs(value)), value);
  }
}
