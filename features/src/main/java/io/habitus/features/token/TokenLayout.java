package io.habitus.features.token;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a history becomes tokens; saved with the model that reads them.
 *
 * @param vocabularies one for each field of a step
 * @param originMicros midnight (UTC) of the day of the first event: {@code day} and {@code week}
 *     count from there
 * @param maxSteps steps of a client, at most: its newest ones
 * @param carrying a field: events of types that carry it are steps; empty: all events are
 * @param schema name of the schema that the vocabularies are of; null in models saved before it was
 *     kept
 */
public record TokenLayout(
    List<TokenVocabulary> vocabularies,
    long originMicros,
    int maxSteps,
    Optional<String> carrying,
    @Nullable String schema) {
  public TokenLayout {
    vocabularies = List.copyOf(vocabularies);
    if (vocabularies.isEmpty() || maxSteps < 1) {
      throw new IllegalArgumentException(
          "expected at least one field and one step, found %d and %d"
              .formatted(vocabularies.size(), maxSteps));
    }
  }

  /** All events, of no schema in particular, are steps. */
  public TokenLayout(List<TokenVocabulary> vocabularies, long originMicros, int maxSteps) {
    this(vocabularies, originMicros, maxSteps, Optional.empty(), null);
  }

  /** The same tokens of more or fewer of the newest steps. */
  public TokenLayout withMaxSteps(int steps) {
    return new TokenLayout(vocabularies, originMicros, steps, carrying, schema);
  }

  /** Number of fields: tokens of a step. */
  public int width() {
    return vocabularies.size();
  }

  /** Whose histories these are, for a model's card. */
  public String data() {
    return schema == null ? "of a schema that was not kept" : "of schema `" + schema + "`";
  }

  /** Names of the fields. */
  public List<String> fields() {
    return vocabularies.stream().map(TokenVocabulary::field).toList();
  }
}
