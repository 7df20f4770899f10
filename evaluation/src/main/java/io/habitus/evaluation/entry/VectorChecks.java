package io.habitus.evaluation.entry;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.NpyArray;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import java.nio.file.Path;
import java.util.List;

/** The rules about {@code embeddings.npy} itself. */
final class VectorChecks {
  private static final int PIECE = 1 << 20;

  private VectorChecks() {}

  static void check(Path file, NpyArray vectors, RunContext context, List<Problem> problems) {
    if (vectors.type() != ElementType.FLOAT16 || vectors.rank() != 2) {
      problems.add(
          Problem.inFile(
              file.toString(),
              "float16 of rank 2",
              Entry.describe(vectors),
              "Write it with numpy.save(…, vectors.astype(numpy.float16))."));
    }
    if (vectors.rank() == 2) {
      checkColumns(file, vectors.shape()[1], problems);
    }
    checkFinite(file, vectors, context, problems);
  }

  private static void checkColumns(Path file, long columns, List<Problem> problems) {
    if (columns < 1 || columns > Entry.MOST_COLUMNS) {
      problems.add(
          Problem.inFile(
              file.toString(),
              "1 to " + Entry.MOST_COLUMNS + " columns",
              columns + " columns",
              "Choose or project columns."));
    }
  }

  private static void checkFinite(
      Path file, NpyArray vectors, RunContext context, List<Problem> problems) {
    int pieces = Math.toIntExact(Math.ceilDiv(vectors.size(), PIECE));
    long[] counts = new long[pieces];
    long[] firsts = new long[pieces];
    Workers.forEach(
        pieces,
        context,
        "checking " + file.getFileName(),
        p -> {
          long from = (long) p * PIECE;
          for (long i = from; i < Math.min(vectors.size(), from + PIECE); i++) {
            if (!Double.isFinite(vectors.getDouble(i)) && counts[p]++ == 0) {
              firsts[p] = i;
            }
          }
        });
    long count = 0;
    long first = -1;
    for (int p = pieces - 1; p >= 0; p--) {
      count += counts[p];
      first = counts[p] > 0 ? firsts[p] : first;
    }
    if (count > 0) {
      problems.add(notFinite(file, vectors, count, first));
    }
  }

  private static Problem notFinite(Path file, NpyArray vectors, long count, long first) {
    long columns = vectors.rank() == 2 ? vectors.shape()[1] : 1;
    return new Problem(
        file.toString(),
        first / columns + 1,
        "column " + (first % columns + 1),
        "finite numbers",
        vectors.getDouble(first) + (count > 1 ? " (the first of " + count + " such values)" : ""),
        "float16 ends at 65504: scale the vectors before rounding them.");
  }
}
