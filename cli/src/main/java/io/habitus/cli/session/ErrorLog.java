package io.habitus.cli.session;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stack traces go to a file, never to the screen. */
final class ErrorLog {
  /** Enough for any trace; errors of native code can carry megabytes. */
  private static final int LONGEST = 1 << 20;

  private ErrorLog() {}

  /** Writes the trace; returns where it is, as the end of a sentence. */
  static String write(Throwable thrown, Path folder) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    String text = trace.toString();
    try {
      Files.createDirectories(folder);
      Path file = Files.createTempFile(folder, "habitus-error-", ".log");
      Files.writeString(file, text.substring(0, Math.min(LONGEST, text.length())));
      return " (details for a bug report: " + file + ")";
    } catch (IOException e) {
      return " (and its details could not be written to " + folder + ")";
    }
  }
}
