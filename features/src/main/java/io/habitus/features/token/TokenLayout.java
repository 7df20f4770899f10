package io.habitus.features.token;

import java.util.List;

/**
 * How a history becomes tokens; saved with the model that reads them.
 *
 * @param vocabularies one for each field of a step
 * @param originMicros midnight (UTC) of the day of the first event: {@code day} and {@code week}
 *     count from there
 * @param maxSteps steps of a client, at most: its newest ones
 */
public record TokenLayout(List<TokenVocabulary> vocabularies, long originMicros, int maxSteps) {
  public TokenLayout {
    vocabularies = List.copyOf(vocabularies);
    if (vocabularies.isEmpty() || maxSteps < 1) {
      throw new IllegalArgumentException(
          "expected at least one field and one step, found %d and %d"
              .formatted(vocabularies.size(), maxSteps));
    }
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
