package io.habitus.pipeline.data;

import io.habitus.core.array.Npy;
import io.habitus.core.profile.ProfileWriter;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.ingest.profile.ClientNames;
import io.habitus.models.embedding.DigestedProfiles;
import java.nio.file.Path;
import java.util.Optional;

/** Profile folders that say what their clients are called in the log, where ids are strings. */
public final class NamedFolder {
  private NamedFolder() {}

  /** Writes a folder that appears by atomic rename, replacing older profiles of that name. */
  public static void write(
      Path folder, Profiles profiles, Provenance provenance, Optional<ClientNames> names) {
    write(folder, profiles, provenance, names, Optional.empty());
  }

  /** The same; with digests, the folder can be renewed. */
  public static void write(
      Path folder,
      Profiles profiles,
      Provenance provenance,
      Optional<ClientNames> names,
      Optional<DigestedProfiles> digests) {
    try (ProfileWriter writer =
        ProfileWriter.forClients(folder, profiles.width(), profiles.size())) {
      writer.append(profiles);
      addNames(writer, profiles.clientIds(), names);
      digests.ifPresent(each -> Npy.write(writer.beside(DigestedProfiles.FILE), each.digests()));
      writer.finish(provenance);
    }
  }

  /**
   * Adds the names to a folder that is being written.
   *
   * @param codes in the order of its rows
   */
  public static void addNames(ProfileWriter writer, long[] codes, Optional<ClientNames> names) {
    names.ifPresent(known -> known.write(writer.beside(ClientNames.FILE), codes));
  }
}
