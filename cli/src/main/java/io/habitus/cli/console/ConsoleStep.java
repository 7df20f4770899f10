package io.habitus.cli.console;

import io.habitus.core.run.Progress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** One step under way, and the line that tells of it. */
final class ConsoleStep implements Progress.Step {
  private static final double FIRST_SECONDS = 2;
  private static final double LONGEST_SILENCE = 60;
  private static final int BAR = 20;

  private final ConsoleProgress console;
  private final String what;
  private final long total;
  private final String unit;
  private final long startNanos;
  private final LongAdder done = new LongAdder();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile String detail = "";
  private double nextSeconds = FIRST_SECONDS;

  ConsoleStep(ConsoleProgress console, String what, long total, String unit, long startNanos) {
    this.console = console;
    this.what = what;
    this.total = total;
    this.unit = unit;
    this.startNanos = startNanos;
  }

  @Override
  public void advance(long units) {
    done.add(units);
  }

  @Override
  public void say(String newDetail) {
    detail = newDetail;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      console.end(this);
    }
  }

  double seconds(long nowNanos) {
    return (nowNanos - startNanos) / 1e9;
  }

  /** Whether it is time for another sparse line: after 2 s, then at 12, 32, 72, 132, … s. */
  boolean isDue(long nowNanos) {
    double seconds = seconds(nowNanos);
    if (seconds < nextSeconds) {
      return false;
    }
    nextSeconds = seconds + Math.min(LONGEST_SILENCE, 2 * seconds + 6);
    return true;
  }

  String line(long nowNanos) {
    double seconds = seconds(nowNanos);
    long count = done.sum();
    StringBuilder line = new StringBuilder(what);
    if (total > 0) {
      double share = Math.min(1, (double) count / total);
      int filled = (int) (BAR * share);
      line.append("  [").append("=".repeat(filled)).append(" ".repeat(BAR - filled)).append("] ");
      line.append((int) (100 * share)).append(" %");
    }
    if (count > 0) {
      line.append("  ").append(amounts(count, seconds));
    }
    line.append("  ").append(timeLeft(count, seconds));
    return detail.isEmpty() ? line.toString() : line + "  " + detail;
  }

  String lastLine(double seconds) {
    long count = done.sum();
    String amounts = count > 0 ? amounts(count, seconds) + " in " : "";
    String line = what + ": " + amounts + Amounts.seconds(seconds);
    return detail.isEmpty() ? line : line + ", " + detail;
  }

  private String amounts(long count, double seconds) {
    String of = total > 0 && count != total ? " of " + Amounts.count(total) : "";
    double rate = seconds > 0 ? count / seconds : 0;
    return Amounts.count(count) + of + " " + unit + " (" + Amounts.count(rounded(rate)) + "/s)";
  }

  private static double rounded(double rate) {
    return rate >= 10 ? Math.rint(rate) : rate;
  }

  private String timeLeft(long count, double seconds) {
    if (total <= 0 || count <= 0 || seconds < 1) {
      return Amounts.seconds(seconds);
    }
    return Amounts.seconds(Math.max(0, total - count) * seconds / count) + " left";
  }
}
