package io.habitus.evaluation.entry;

import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ClientSet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/** The rules about whom an entry is about: each relevant client once, and nobody else. */
final class IdChecks {
  private static final int EXAMPLES = 5;

  private IdChecks() {}

  static void check(Path file, long[] ids, EntryOptions options, List<Problem> problems) {
    long[] sorted = ids.clone();
    Arrays.sort(sorted);
    ClientSet present = ClientSet.of(ids);
    report(file, "every client once", "repeated", repeated(sorted), options, problems);
    if (options.relevant().isPresent()) {
      ClientSet relevant = options.relevant().get();
      String expected = "the " + relevant.size() + " relevant clients";
      long[] missing = where(relevant.toArray(), id -> !present.contains(id));
      report(file, expected, "missing", missing, options, problems);
      long[] extra = where(present.toArray(), id -> !relevant.contains(id));
      report(file, expected, "not relevant", extra, options, problems);
    }
  }

  private static long[] repeated(long[] sorted) {
    long[] repeated = new long[sorted.length];
    int count = 0;
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        repeated[count++] = sorted[i];
      }
    }
    return Arrays.copyOf(repeated, count);
  }

  private static long[] where(long[] ids, LongPredicate condition) {
    return Arrays.stream(ids).filter(condition).toArray();
  }

  private static void report(
      Path file,
      String expected,
      String what,
      long[] ids,
      EntryOptions options,
      List<Problem> problems) {
    if (ids.length == 0) {
      return;
    }
    String examples =
        options.showIds()
            ? ": " + Arrays.toString(Arrays.copyOf(ids, Math.min(EXAMPLES, ids.length)))
            : "";
    problems.add(
        Problem.inFile(
            file.toString(),
            expected,
            ids.length + " " + what + examples,
            options.showIds() ? "" : "--show-ids names the first of them."));
  }
}
