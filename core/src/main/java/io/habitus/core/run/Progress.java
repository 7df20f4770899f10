package io.habitus.core.run;

/** Where a long operation says how far it is. Implementations are safe to call from any thread. */
public interface Progress {

  /** Says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public Step start(String what, long total, String unit) {
          return Step.SILENT;
        }

        @Override
        public void note(String message) {}
      };

  /**
   * Begins a step.
   *
   * @param what what is being done, such as "sorting events"
   * @param total how many units there are, or a negative number where that is not known
   * @param unit the unit's plural, such as "events"
   */
  Step start(String what, long total, String unit);

  /** One line that the user should see once: a fallback taken, rows left out. */
  void note(String message);

  /** One step under way; closing it ends it. */
  interface Step extends AutoCloseable {
    Step SILENT =
        new Step() {
          @Override
          public void advance(long units) {}

          @Override
          public void say(String detail) {}

          @Override
          public void close() {}
        };

    /** {@code units} more are done. */
    void advance(long units);

    /** A short detail shown beside the bar, such as the current loss. */
    void say(String detail);

    @Override
    void close();
  }
}
