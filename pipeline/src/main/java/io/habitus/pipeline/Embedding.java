package io.habitus.pipeline;

import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.evaluation.NamedProfiles;
import io.habitus.ingest.profile.ClientNames;
import io.habitus.models.embedding.DigestedProfiles;
import io.habitus.pipeline.data.NamedFolder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Profiles and how they were made.
 *
 * @param name in tables
 * @param provenance empty for profiles that another program made
 * @param names of the clients, where the log's ids are strings and its store is open
 * @param digests the same profiles with digests of what each was computed from, where the model's
 *     profiles can be renewed client by client
 */
public record Embedding(
    String name,
    Profiles profiles,
    Optional<Provenance> provenance,
    Optional<ClientNames> names,
    Optional<DigestedProfiles> digests) {

  /** Profiles without digests. */
  public Embedding(
      String name,
      Profiles profiles,
      Optional<Provenance> provenance,
      Optional<ClientNames> names) {
    this(name, profiles, provenance, names, Optional.empty());
  }

  /** Maps a folder of profiles; see {@code evaluation.entry.Entry} for checking it. */
  public static Embedding read(String name, Path folder) {
    ProfileFolder read = ProfileFolder.read(folder);
    return new Embedding(name, read.profiles(), read.provenance(), Optional.empty());
  }

  /** The same profiles under another name, as when a model is used with several parameters. */
  public Embedding named(String newName) {
    return new Embedding(newName, profiles, provenance, names, digests);
  }

  /**
   * Writes client_ids.npy, embeddings.npy and provenance.json, digests.npy where there are digests,
   * and clients.parquet where clients have names, which are read from the store; the folder appears
   * whole.
   *
   * @throws io.habitus.core.problem.UsageException if something other than profiles is there
   * @throws IllegalStateException if nobody knows how the profiles were made
   */
  public Embedding writeTo(Path folder) {
    NamedFolder.write(
        folder,
        profiles,
        provenance.orElseThrow(() -> new IllegalStateException(name + " has no provenance")),
        names,
        digests);
    return this;
  }

  /** As an evaluation takes them. */
  NamedProfiles toEvaluate() {
    return new NamedProfiles(name, profiles, provenance.map(made -> made.cutOff()));
  }

  /** What made them, in words. */
  String origin() {
    return provenance
        .map(made -> made.model() == null ? "habitus " + made.step() : "model " + made.model())
        .orElse("a folder that was made elsewhere");
  }
}
