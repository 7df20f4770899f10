package io.habitus.pipeline;

import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.evaluation.NamedProfiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Profiles that a model made, and how.
 *
 * @param name of the profiles, the model's unless renamed
 */
public record Embedding(String name, Profiles profiles, Provenance provenance) {

  /** The same profiles under another name, as when a model is used with several parameters. */
  public Embedding named(String newName) {
    return new Embedding(newName, profiles, provenance);
  }

  /** Writes client_ids.npy, embeddings.npy and provenance.json; the folder appears whole. */
  public Embedding writeTo(Path folder) {
    ProfileFolder.write(folder, profiles, provenance);
    return this;
  }

  /** As an evaluation takes them. */
  public NamedProfiles toEvaluate() {
    return new NamedProfiles(name, profiles, Optional.ofNullable(provenance.cutOff()));
  }
}
