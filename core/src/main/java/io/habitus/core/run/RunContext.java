package io.habitus.core.run;

import io.habitus.core.file.DiskSpace;
import io.habitus.core.problem.InterruptedRunException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What every long operation is given. Operations call {@link #checkStopped} at least once a second.
 */
public final class RunContext {
  private final Resources resources;
  private final Progress progress;
  private final AtomicBoolean stopped;
  private final Optional<Path> workFolder;
  private final OptionalLong deadline; // by System.nanoTime
  private final DiskSpace disk;

  public RunContext(Resources resources, Progress progress) {
    this(
        resources,
        progress,
        new AtomicBoolean(),
        Optional.empty(),
        OptionalLong.empty(),
        DiskSpace.ofThisMachine());
  }

  private RunContext(
      Resources resources,
      Progress progress,
      AtomicBoolean stopped,
      Optional<Path> workFolder,
      OptionalLong deadline,
      DiskSpace disk) {
    this.resources = resources;
    this.progress = progress;
    this.stopped = stopped;
    this.workFolder = workFolder;
    this.deadline = deadline;
    this.disk = disk;
  }

  /** This machine's resources and no progress: for tests and for use as a library. */
  public static RunContext silent() {
    return new RunContext(Resources.ofThisMachine(), Progress.SILENT);
  }

  /** The same run with another number of threads: stopping one stops the other. */
  public RunContext withThreads(int threads) {
    Resources other = new Resources(threads, resources.memoryBytes(), resources.tempDir());
    return new RunContext(other, progress, stopped, workFolder, deadline, disk);
  }

  /**
   * The same run with a folder in which an operation may keep what a rerun needs to go on. Whoever
   * gives it removes it when the result is whole.
   */
  public RunContext withWorkFolder(Path folder) {
    return new RunContext(resources, progress, stopped, Optional.of(folder), deadline, disk);
  }

  /** Where unfinished work may be kept; it need not exist. Empty: a rerun begins anew. */
  public Optional<Path> workFolder() {
    return workFolder;
  }

  /** The same run that says how far it is elsewhere: stopping one stops the other. */
  public RunContext withProgress(Progress other) {
    return new RunContext(resources, other, stopped, workFolder, deadline, disk);
  }

  /**
   * The same run that stops by itself once {@code left} has passed, if nothing stops it before:
   * what it had kept stays, as after {@link #stop}. Whoever gave the time tells that from an
   * interruption by asking the run that this was made from.
   */
  public RunContext withTimeLeft(Duration left) {
    long end = System.nanoTime() + left.toNanos();
    return new RunContext(resources, progress, stopped, workFolder, OptionalLong.of(end), disk);
  }

  /** The same run that asks another for the room on disks: stopping one stops the other. */
  public RunContext withDisk(DiskSpace other) {
    return new RunContext(resources, progress, stopped, workFolder, deadline, other);
  }

  /** How much may be written; operations ask before they write much. */
  public DiskSpace disk() {
    return disk;
  }

  public Resources resources() {
    return resources;
  }

  public Progress progress() {
    return progress;
  }

  /** Asks every operation that has this context to stop; called by the Ctrl-C handler. */
  public void stop() {
    stopped.set(true);
  }

  /**
   * Returns if the run goes on.
   *
   * @throws InterruptedRunException if {@link #stop} was called, this thread was interrupted, or
   *     the time of {@link #withTimeLeft} has passed
   */
  public void checkStopped(String during) {
    if (stopped.get() || Thread.currentThread().isInterrupted() || isOver()) {
      throw new InterruptedRunException(during);
    }
  }

  private boolean isOver() {
    return deadline.isPresent() && System.nanoTime() - deadline.getAsLong() >= 0;
  }
}
