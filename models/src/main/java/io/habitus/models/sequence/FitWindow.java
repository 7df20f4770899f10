package io.habitus.models.sequence;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;

/**
 * What a model is fitted on.
 *
 * @param histories all that it may learn from
 * @param endMicros exclusive end
 */
public record FitWindow(Histories histories, long endMicros) {

  /**
   * The input without its last days.
   *
   * @param earlierDays how many are left out; 0 for none
   */
  public static FitWindow of(Histories input, int earlierDays, RunContext context) {
    long end = input.untilMicros();
    if (end == Long.MAX_VALUE) {
      end = WindowScan.of(input, client -> false, Long.MAX_VALUE, context).lastMicros();
      end = end == Long.MIN_VALUE ? 0 : end + 1;
    }
    if (earlierDays == 0) {
      return new FitWindow(input, end);
    }
    long earlier = end - earlierDays * Micros.PER_DAY;
    return new FitWindow(input.between(Long.MIN_VALUE, earlier), earlier);
  }

  /**
   * The last days of this window, as a target for what comes before them: the "month" of FIP and
   * MTL.
   *
   * @param days length of the target; 0 for the schema's own target window
   */
  public Month month(int days) {
    int length = days == 0 ? histories.schema().targetDays() : days;
    return new Month(histories, endMicros - length * Micros.PER_DAY, endMicros);
  }

  /**
   * A target window inside the input.
   *
   * @param whole events before the end
   * @param startMicros first instant of the target
   * @param endMicros exclusive end of the target
   */
  public record Month(Histories whole, long startMicros, long endMicros) {
    /** Events before the target. */
    public Histories before() {
      return whole.between(Long.MIN_VALUE, startMicros);
    }

    /** Events of the target. */
    public Histories target() {
      return whole.between(startMicros, endMicros);
    }
  }
}
