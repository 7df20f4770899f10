package io.habitus.evaluation;

import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import java.time.Instant;
import java.util.Optional;

/**
 * Profiles that are evaluated.
 *
 * @param name in tables; unique within an evaluation
 * @param cutOff no event at or after it was seen; empty where that is not known
 */
public record NamedProfiles(String name, Profiles profiles, Optional<Instant> cutOff) {

  /** A folder's profiles, with the cut-off that its provenance names. */
  public static NamedProfiles of(String name, ProfileFolder folder) {
    return new NamedProfiles(
        name, folder.profiles(), folder.provenance().map(made -> made.cutOff()));
  }
}
