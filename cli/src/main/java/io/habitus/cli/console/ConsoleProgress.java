package io.habitus.cli.console;

import io.habitus.core.run.Progress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Progress on standard error. On a terminal one line is refreshed five times a second; elsewhere a
 * step says something after two seconds and then ever more rarely. A step that took two seconds or
 * more leaves one line behind; shorter ones leave nothing.
 */
public final class ConsoleProgress implements Progress, AutoCloseable {
  private static final double WORTH_SAYING_SECONDS = 2;
  private static final long TICK_MILLIS = 200;

  private final PrintStream err;
  private final Terminal terminal;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<ConsoleStep> active = new ArrayList<>();
  private final Thread ticker;
  private int drawn;

  public ConsoleProgress(PrintStream err, Terminal terminal) {
    this(err, terminal, System::nanoTime);
    ticker.start();
  }

  /** For tests: time comes from {@code nanos} and {@link #tick} is called by hand. */
  ConsoleProgress(PrintStream err, Terminal terminal, LongSupplier nanos) {
    this.err = err;
    this.terminal = terminal;
    this.nanos = nanos;
    this.ticker = Thread.ofPlatform().daemon().name("progress").unstarted(this::tickForever);
  }

  @Override
  public Step start(String what, long total, String unit) {
    ConsoleStep step = new ConsoleStep(this, what, total, unit, nanos.getAsLong());
    locked(() -> active.add(step));
    return step;
  }

  @Override
  public void note(String message) {
    locked(() -> {
      erase();
      err.println(message);
    });
  }

  void end(ConsoleStep step) {
    locked(() -> {
      if (active.remove(step)) {
        double seconds = step.seconds(nanos.getAsLong());
        erase();
        if (seconds >= WORTH_SAYING_SECONDS) {
          err.println(step.lastLine(seconds));
        }
      }
    });
  }

  /** Draws what is under way. */
  void tick() {
    locked(() -> {
      long now = nanos.getAsLong();
      if (terminal.interactive()) {
        redraw(now);
      } else {
        active.stream().filter(step -> step.isDue(now)).forEach(s -> err.println(s.line(now)));
      }
    });
  }

  private void redraw(long now) {
    if (active.isEmpty()) {
      erase();
      return;
    }
    String others = active.size() > 1 ? "  (+" + (active.size() - 1) + " more)" : "";
    String line = active.getLast().line(now) + others;
    int room = terminal.columns() - 1;
    line = line.length() > room ? line.substring(0, room - 1) + "…" : line;
    err.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
    err.flush();
    drawn = line.length();
  }

  private void erase() {
    if (drawn > 0) {
      err.print("\r" + " ".repeat(drawn) + "\r");
      drawn = 0;
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  private void tickForever() {
    try {
      while (true) {
        Thread.sleep(TICK_MILLIS);
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ticker.interrupt();
    locked(() -> {
      active.clear();
      erase();
      err.flush();
    });
  }
}
