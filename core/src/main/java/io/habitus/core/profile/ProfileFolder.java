package io.habitus.core.profile;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.file.Replaceable;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.provenance.Provenance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Profiles on disk, as in the challenge: {@value #CLIENT_IDS} (int64), {@value #EMBEDDINGS}
 * (float16) with rows in the same order, and {@code provenance.json}.
 *
 * @param profiles memory-mapped
 * @param provenance empty for a folder that another program made
 */
public record ProfileFolder(Profiles profiles, Optional<Provenance> provenance) {
  public static final String CLIENT_IDS = "client_ids.npy";
  public static final String EMBEDDINGS = "embeddings.npy";

  /** What profiles replace. */
  public static final Replaceable KIND = new Replaceable(CLIENT_IDS, "profiles");

  /**
   * Writes a folder that appears by atomic rename, replacing older profiles of that name.
   *
   * @throws io.habitus.core.problem.UsageException if something else is there
   */
  public static void write(Path folder, Profiles profiles, Provenance provenance) {
    try (ProfileWriter writer =
        ProfileWriter.forClients(folder, profiles.width(), profiles.size())) {
      writer.append(profiles);
      writer.finish(provenance);
    }
  }

  /**
   * Maps a folder. The matrix is read when it is used; ids are read now.
   *
   * @throws InputException if a file is missing or malformed, with every such problem
   */
  public static ProfileFolder read(Path folder) {
    List<Problem> problems = new ArrayList<>();
    Optional<NpyArray> ids = array(folder.resolve(CLIENT_IDS), ElementType.INT64, 1, problems);
    Optional<NpyArray> matrix = array(folder.resolve(EMBEDDINGS), ElementType.FLOAT16, 2, problems);
    if (ids.isPresent() && matrix.isPresent()) {
      checkLengths(folder, ids.get().shape()[0], matrix.get().shape(), problems);
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    NpyArray vectors = matrix.orElseThrow();
    int width = Math.toIntExact(vectors.shape()[1]);
    return new ProfileFolder(
        new Profiles(ids.orElseThrow().toLongs(), width, vectors.data()),
        Provenance.readFrom(folder));
  }

  private static Optional<NpyArray> array(
      Path file, ElementType type, int rank, List<Problem> problems) {
    NpyArray array;
    try {
      array = Npy.read(file);
    } catch (InputException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
    if (array.type() != type || array.rank() != rank) {
      String expected = type + " of rank " + rank;
      String found = array.type() + " of rank " + array.rank();
      problems.add(Problem.inFile(file.toString(), expected, found, ""));
      return Optional.empty();
    }
    return Optional.of(array);
  }

  private static void checkLengths(
      Path folder, long clients, long[] shape, List<Problem> problems) {
    if (clients != shape[0] || shape[1] < 1) {
      problems.add(
          Problem.inFile(
              folder.resolve(EMBEDDINGS).toString(),
              clients + " rows (one per id of " + CLIENT_IDS + ") of at least 1 column",
              shape[0] + " rows of " + shape[1] + " columns",
              ""));
    }
  }
}
