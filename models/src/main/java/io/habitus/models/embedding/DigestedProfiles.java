package io.habitus.models.embedding;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Profiles and, for each row, a digest of all that its vector was computed from, the model
 * included. In a folder of profiles the digests are {@value #FILE}, int64.
 *
 * @param profiles rows ascend by client
 * @param digests (clients), {@link InputDigest#NONE} for a client of whom nothing was read
 * @param computed how many vectors were computed; the others were taken over or are zeros
 */
@SuppressWarnings("ArrayRecordComponent")
public record DigestedProfiles(Profiles profiles, long[] digests, int computed) {
  public static final String FILE = "digests.npy";

  public DigestedProfiles {
    if (digests.length != profiles.size()) {
      throw new IllegalArgumentException(
          "expected a digest for each of %d clients, found %d"
              .formatted(profiles.size(), digests.length));
    }
  }

  /**
   * Maps a folder of profiles that has digests.
   *
   * @throws InputException if it has none, or they do not fit the profiles
   */
  public static DigestedProfiles read(Path folder) {
    Profiles profiles = ProfileFolder.read(folder).profiles();
    Path file = folder.resolve(FILE);
    if (Files.notExists(file)) {
      throw new InputException(
          Problem.inFile(
              file.toString(),
              "digests of what each vector was computed from",
              "no such file",
              "Embed all clients once, with habitus embed and a model that can be renewed."));
    }
    NpyArray digests = Npy.read(file);
    if (digests.type() != ElementType.INT64
        || digests.rank() != 1
        || digests.size() != profiles.size()) {
      throw new InputException(
          Problem.inFile(
              file.toString(),
              "%d elements of %s".formatted(profiles.size(), ElementType.INT64),
              "%d of %s".formatted(digests.size(), digests.type()),
              "Embed all clients once without --since."));
    }
    return new DigestedProfiles(profiles, digests.toLongs(), 0);
  }
}
