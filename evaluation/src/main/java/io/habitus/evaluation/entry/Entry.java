package io.habitus.evaluation.entry;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.run.RunContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a folder of profiles and checks it by the challenge's rules: {@code client_ids.npy} (int64,
 * 1-D) and {@code embeddings.npy} (float16, 2-D, at most {@value #MOST_COLUMNS} columns, all
 * finite) of one length, about a permutation of the relevant clients.
 */
public final class Entry {
  public static final int MOST_COLUMNS = 2048;

  private Entry() {}

  /**
   * The profiles of a valid entry, memory-mapped.
   *
   * @throws InputException with every problem of an invalid one
   */
  public static ProfileFolder read(Path folder, EntryOptions options, RunContext context) {
    List<Problem> problems = problems(folder, options, context);
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    return ProfileFolder.read(folder);
  }

  /** Everything that is wrong with an entry; nothing where it is valid. */
  public static List<Problem> problems(Path folder, EntryOptions options, RunContext context) {
    Path idFile = folder.resolve(ProfileFolder.CLIENT_IDS);
    Path vectorFile = folder.resolve(ProfileFolder.EMBEDDINGS);
    List<Problem> problems = new ArrayList<>();
    Optional<NpyArray> ids = array(idFile, problems);
    Optional<NpyArray> vectors = array(vectorFile, problems);
    boolean idsAreIds = ids.isPresent() && isIds(idFile, ids.get(), problems);
    if (vectors.isPresent()) {
      VectorChecks.check(vectorFile, vectors.get(), context, problems);
    }
    if (ids.isPresent() && vectors.isPresent()) {
      checkLengths(idFile, ids.get(), vectorFile, vectors.get(), problems);
    }
    if (idsAreIds) {
      IdChecks.check(idFile, ids.orElseThrow().toLongs(), options, problems);
    }
    return problems;
  }

  private static Optional<NpyArray> array(Path file, List<Problem> problems) {
    try {
      return Optional.of(Npy.read(file));
    } catch (InputException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private static boolean isIds(Path file, NpyArray ids, List<Problem> problems) {
    if (ids.type() != ElementType.INT64 || ids.rank() != 1) {
      problems.add(
          Problem.inFile(
              file.toString(),
              "int64 of rank 1",
              describe(ids),
              "Write it with numpy.save(…, ids.astype(numpy.int64))."));
      return false;
    }
    if (ids.size() == 0) {
      problems.add(Problem.inFile(file.toString(), "at least one client", "none", ""));
      return false;
    }
    return true;
  }

  private static void checkLengths(
      Path idFile, NpyArray ids, Path vectorFile, NpyArray vectors, List<Problem> problems) {
    if (ids.rank() == 0 || vectors.rank() == 0 || ids.shape()[0] == vectors.shape()[0]) {
      return;
    }
    problems.add(
        Problem.inFile(
            vectorFile.toString(),
            ids.shape()[0] + " rows, as many as " + idFile.getFileName() + " has ids",
            vectors.shape()[0] + " rows",
            "Write ids and vectors together, in one order."));
  }

  static String describe(NpyArray array) {
    return array.type().name().toLowerCase(Locale.ROOT) + " of rank " + array.rank();
  }
}
