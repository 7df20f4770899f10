package io.habitus.cli.session;

import io.habitus.cli.console.ConsoleProgress;
import io.habitus.cli.console.Terminal;
import io.habitus.core.json.Json;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of one command. Results go to standard output, everything else to standard error. */
public final class Session {
  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;
  private volatile @Nullable RunContext context;
  private volatile boolean stopped;

  public Session(PrintStream out, PrintStream err, Terminal terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** Runs a command's work; returns its exit code. */
  public int run(SharedOptions options, Task task) {
    try {
      Outcome outcome = attempt(options, task);
      out.println(options.json ? Json.line(outcome.json()) : outcome.text());
      return outcome.exitCode();
    } catch (Throwable thrown) { // errors too: every end of a command has a sentence and a code
      return fail(options, Failures.of(thrown, stopped, logFolder(options)));
    }
  }

  private Outcome attempt(SharedOptions options, Task task) throws Exception {
    Resources resources = options.resources();
    if (options.quiet) {
      return task.run(begin(resources, Progress.SILENT));
    }
    try (ConsoleProgress progress = new ConsoleProgress(err, terminal)) {
      return task.run(begin(resources, progress));
    }
  }

  private RunContext begin(Resources resources, Progress progress) {
    RunContext begun = new RunContext(resources, progress);
    context = begun;
    if (stopped) {
      begun.stop();
    }
    return begun;
  }

  private int fail(SharedOptions options, Failure failure) {
    err.println("habitus: " + failure.message());
    if (options.json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("exitCode", failure.exitCode());
      object.put("error", failure.message());
      object.put("problems", failure.problems());
      out.println(Json.line(object));
    }
    return failure.exitCode();
  }

  private static Path logFolder(SharedOptions options) {
    return options.tempDir != null
        ? options.tempDir
        : Path.of(System.getProperty("java.io.tmpdir"));
  }

  boolean isStopped() {
    return stopped;
  }

  /** Asks the command to stop; it unwinds in its own time. */
  void stop() {
    stopped = true;
    RunContext running = context;
    if (running != null) {
      running.stop();
    }
    err.println("\nhabitus: stopping … (Ctrl-C again ends it at once, without tidying up)");
  }
}
