package io.habitus.features.token;

import java.util.List;
import java.util.Optional;

/**
 * How a history becomes tokens; saved with the model that reads them.
 *
 * @param vocabularies one for each field of a step
 * @param originMicros midnight (UTC) of the day of the first event: {@code day} and {@code week}
 *     count from there
 * @param maxSteps steps of a client, at most: its newest ones
 * @param carrying a field: events of types that carry it are steps; empty: all events are
 */
public record TokenLayout(
    List<TokenVocabulary> vocabularies,
    long originMicros,
    int maxSteps,
    Optional<String> carrying) {
  public TokenLayout {
    vocabularies = List.copyOf(vocabularies);
    if (vocabularies.isEmpty() || maxSteps < 1) {
      throw new IllegalArgumentException(
          "expected at least one field and one step, found %d and %d"
              .formatted(vocabularies.size(), maxSteps));
    }
  }

  /** All events are steps. */
  public TokenLayout(List<TokenVocabulary> vocabularies, long originMicros, int maxSteps) {
    this(vocabularies, originMicros, maxSteps, Optional.empty());
  }

  /** The same tokens of more or fewer of the newest steps. */
  public TokenLayout withMaxSteps(int steps) {
    return new TokenLayout(vocabularies, originMicros, steps, carrying);
  }

  /** Number of fields: tokens of a step. */
  public int width() {
    return vocabularies.size();
  }

  /** Names of the fields. */
  public List<String> fields() {
    return vocabularies.stream().map(TokenVocabulary::field).toList();
  }
}
