package io.habitus.cli.session;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import io.habitus.engine.train.DivergedException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which exception is whose fault, and how it is told in a sentence. */
final class Failures {
  /** Errors of native code can carry megabytes of text. */
  private static final int LONGEST_MESSAGE = 600;

  private static final int MOST_PROBLEMS = 50;

  private static final String ELSEWHERE = "Name another place with --out or --temp-dir.";

  private Failures() {}

  /**
   * Explains an exception.
   *
   * @param stopped whether the user had asked the run to stop: whatever surfaces then is the stop
   * @param logFolder where the stack trace goes if the fault is ours
   */
  static Failure of(Throwable thrown, boolean stopped, Path logFolder) {
    if (stopped || thrown instanceof InterruptedRunException) {
      return Failure.of(
          ExitCode.INTERRUPTED,
          "stopped; nothing half-written was left, and the same command resumes.");
    }
    return switch (thrown) {
      case InputException e -> new Failure(ExitCode.INPUT, lines(e.problems()), e.problems());
      case UsageException e when e.problems().isEmpty() ->
          Failure.of(ExitCode.USAGE, cut(message(e)));
      case UsageException e -> new Failure(ExitCode.USAGE, lines(e.problems()), e.problems());
      case DivergedException e -> Failure.of(ExitCode.INPUT, cut(message(e)));
      default -> place(thrown).orElseGet(() -> ours(thrown, logFolder));
    };
  }

  private static String lines(List<Problem> problems) {
    StringBuilder lines = new StringBuilder(cut(problems.getFirst().sentence()));
    problems.stream()
        .skip(1)
        .limit(MOST_PROBLEMS - 1)
        .forEach(problem -> lines.append('\n').append(cut(problem.sentence())));
    int more = problems.size() - MOST_PROBLEMS;
    return more > 0
        ? lines.append("\n… and ").append(more).append(" more").toString()
        : lines.toString();
  }

  /** A file or folder that the user named and that cannot be used is not our fault. */
  private static Optional<Failure> place(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      String message = message(t);
      String sentence =
          switch (t) {
            case NoSuchFileException e -> e.getFile() + ": expected a file or folder, found none";
            case AccessDeniedException e ->
                e.getFile() + ": expected permission, found none. " + ELSEWHERE;
            case FileAlreadyExistsException e ->
                e.getFile() + ": expected a folder, or nothing yet, found a file. " + ELSEWHERE;
            case NotDirectoryException e -> e.getFile() + ": expected a folder, found a file";
            case FileSystemException e when isReadOnly(message) -> readOnly(e.getFile());
            case FileSystemException e when e.getReason() != null && !isFull(message) ->
                e.getFile() + ": " + e.getReason() + ". " + ELSEWHERE;
            default ->
                isFull(message) ? full(message) : isReadOnly(message) ? unwritable(message) : "";
          };
      if (!sentence.isEmpty()) {
        return Optional.of(Failure.of(ExitCode.INPUT, cut(sentence)));
      }
    }
    return Optional.empty();
  }

  private static boolean isFull(String message) {
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }

  private static boolean isReadOnly(String message) {
    return message.contains("Read-only file system") || message.contains("Permission denied");
  }

  private static String readOnly(String file) {
    return file + ": expected a place that can be written, found a read-only disk. " + ELSEWHERE;
  }

  /** Of native code, in a line of which its file is named. */
  private static String unwritable(String message) {
    return message.lines().findFirst().orElse("") + ". " + ELSEWHERE;
  }

  private static String full(String message) {
    return "the disk is full. Free some space, or choose another --temp-dir or --out ("
        + message
        + ")";
  }

  private static Failure ours(Throwable thrown, Path logFolder) {
    String what =
        thrown instanceof OutOfMemoryError
            ? "the Java heap is full; give the command more with --memory"
            : "this is our fault: "
                + thrown.getClass().getSimpleName()
                + ": "
                + cut(message(thrown));
    return Failure.of(ExitCode.INTERNAL, what + ErrorLog.write(thrown, logFolder));
  }

  private static String message(Throwable thrown) {
    return thrown.getMessage() == null ? "" : thrown.getMessage();
  }

  /** The message without the tail of a monstrous one. */
  static String cut(String message) {
    String clean = message.strip();
    return clean.length() <= LONGEST_MESSAGE
        ? clean
        : clean.substring(0, LONGEST_MESSAGE)
            + " … ("
            + (clean.length() - LONGEST_MESSAGE)
            + " more characters)";
  }
}
