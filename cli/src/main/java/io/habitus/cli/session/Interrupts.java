package io.habitus.cli.session;

import java.util.LinkedHashMap;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C asks the run to stop and lets it unwind, so that nothing half-written is left; a second
 * one ends the process at once. Signals rather than a shutdown hook, because within a hook the
 * command's own exit code would be lost and a second Ctrl-C ignored.
 */
public final class Interrupts implements AutoCloseable {
  private static final String[] SIGNALS = {"INT", "TERM", "HUP"};

  private final Map<Signal, SignalHandler> previous = new LinkedHashMap<>();

  private Interrupts(Session session) {
    for (String name : SIGNALS) {
      Signal signal = new Signal(name);
      previous.put(signal, Signal.handle(signal, received -> stop(session)));
    }
  }

  public static Interrupts handledBy(Session session) {
    return new Interrupts(session);
  }

  private static void stop(Session session) {
    if (session.isStopped()) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
    session.stop();
  }

  @Override
  public void close() {
    previous.forEach(Signal::handle);
  }
}
