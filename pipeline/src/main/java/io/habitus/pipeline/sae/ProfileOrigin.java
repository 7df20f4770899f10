package io.habitus.pipeline.sae;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.provenance.Provenance;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether profiles are of the data that their columns are to be explained by. Ids are often small
 * numbers, which other data has too: that some are known says little.
 */
enum ProfileOrigin {
  /** They were made of this data. */
  SAME,
  /** Nobody wrote down what they were made of. */
  UNKNOWN;

  private static final int DIGITS = 12;
  private static final String ADVICE = "Give the data that they were made of.";

  /**
   * By the hash of the data that provenance has.
   *
   * @throws InputException that says which data they come from, if it is other data
   */
  static ProfileOrigin of(Path profiles, Optional<Provenance> made, ProfileSae.Known known) {
    String hash = made.map(Provenance::dataHash).orElse(null);
    if (hash == null) {
      return UNKNOWN;
    }
    if (known.hashes().contains(hash)) {
      return SAME;
    }
    String model = made.map(Provenance::model).map(name -> ", model " + name).orElse("");
    throw new InputException(
        Problem.inFile(
            profiles.toString(),
            "profiles of %s (data %s)".formatted(known.name(), digits(known.hashes().getLast())),
            "profiles of other data (data %s%s)".formatted(digits(hash), model),
            ADVICE));
  }

  /**
   * By their clients: one at least, and half of them where nothing else is known.
   *
   * @param active how many of the profiles' clients have an event before the cut-off
   * @throws InputException with both counts, if these are too few
   */
  void requireKnown(Path profiles, String data, int active, int clients) {
    if (active == 0 || this == UNKNOWN && 2L * active < clients) {
      throw new InputException(
          Problem.inFile(
              profiles.toString(),
              "clients who have events of %s before the cut-off, half of them at least"
                  .formatted(data),
              "%,d of %,d".formatted(active, clients),
              ADVICE));
    }
  }

  private static String digits(String hash) {
    return hash.substring(0, Math.min(DIGITS, hash.length()));
  }
}
