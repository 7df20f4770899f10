package io.habitus.engine.train;

import java.time.Duration;

/** The clock of a run: rates over the last few steps, and when a checkpoint is due. */
final class Pace {
  private static final long HALF_A_SECOND = 500_000_000;

  private final TrainerFolder folder;
  private final long started = System.nanoTime();
  private double secondsBefore;
  private long events;
  private long spoken = started;
  private long checkpointed = started;
  private long checkpointedStep;
  private long windowStarted = started;
  private double windowLoss;
  private double windowWeight;
  private long windowEvents;

  /** What happened since the last window. */
  record Window(double loss, double eventsPerSecond) {}

  Pace(TrainerFolder folder) {
    this.folder = folder;
  }

  void goOnFrom(TrainingState resumed) {
    secondsBefore = resumed.seconds();
    checkpointedStep = resumed.step();
  }

  void count(Batch<?> batch, double loss) {
    windowLoss += loss * batch.weight();
    windowWeight += batch.weight();
    windowEvents += batch.events();
    events += batch.events();
  }

  /** At most twice a second. */
  boolean isTimeToSpeak() {
    boolean due = System.nanoTime() - spoken > HALF_A_SECOND;
    if (due) {
      spoken = System.nanoTime();
    }
    return due;
  }

  /** Since this run began. */
  double eventsPerSecond() {
    return events * 1e9 / (System.nanoTime() - started);
  }

  Window endWindow() {
    double seconds = Math.max(1e-9, (System.nanoTime() - windowStarted) / 1e9);
    Window window = new Window(windowLoss / windowWeight, windowEvents / seconds);
    windowStarted = System.nanoTime();
    windowLoss = 0;
    windowWeight = 0;
    windowEvents = 0;
    return window;
  }

  /** Of training, earlier runs included. */
  double seconds() {
    return secondsBefore + (System.nanoTime() - started) / 1e9;
  }

  boolean isCheckpointDue(TrainingState state) {
    boolean steps =
        folder.everySteps() > 0 && state.step() - checkpointedStep >= folder.everySteps();
    return steps || isOlderThan(folder.interval());
  }

  boolean isEpochCheckpointDue() {
    return isOlderThan(folder.interval().dividedBy(10));
  }

  private boolean isOlderThan(Duration age) {
    return System.nanoTime() - checkpointed >= age.toNanos();
  }

  void checkpointed(TrainingState state) {
    checkpointed = System.nanoTime();
    checkpointedStep = state.step();
  }
}
