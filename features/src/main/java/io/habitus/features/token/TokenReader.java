package io.habitus.features.token;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns clients' events into tokens, by a layout that may have been fitted on another data set of
 * the same schema. Not safe for use by several threads; {@link #another} gives one more.
 */
public final class TokenReader {
  private final Histories histories;
  private final TokenLayout layout;
  private final char[][] tokens; // (fields)(codes)
  private final CodeReader codes;

  private TokenReader(Histories histories, TokenLayout layout, char[][] tokens) {
    this.histories = histories;
    this.layout = layout;
    this.codes = codes(histories, layout);
    this.tokens = tokens;
  }

  /**
   * A reader of these histories. Holds 2 bytes for each value of each field's vocabulary in the
   * data set.
   *
   * @throws io.habitus.core.problem.UsageException if a field is not there
   * @throws InputException if the data has no value that the layout knows: it is of another kind
   */
  public static TokenReader of(Histories histories, TokenLayout layout) {
    List<? extends Values> values = codes(histories, layout).values();
    char[][] tokens = new char[layout.width()][];
    for (int field = 0; field < tokens.length; field++) {
      tokens[field] = tokens(values.get(field), layout.vocabularies().get(field));
    }
    requireKnown(histories, layout, tokens);
    return new TokenReader(histories, layout, tokens);
  }

  private static CodeReader codes(Histories histories, TokenLayout layout) {
    return new TokenSource(histories, layout.originMicros(), TokenFit.MOST_DAYS)
        .reader(layout.fields(), layout.maxSteps(), layout.carrying());
  }

  /** Where nothing is known, every history would read alike, and vectors would say nothing. */
  private static void requireKnown(Histories histories, TokenLayout layout, char[][] tokens) {
    List<String> strange = new ArrayList<>();
    for (int field = 0; field < tokens.length; field++) {
      String name = layout.vocabularies().get(field).field();
      boolean counts = !name.equals(TokenSource.DAY) && !name.equals(TokenSource.WEEK);
      boolean asked = !layout.vocabularies().get(field).values().isEmpty();
      if (counts && asked && tokens[field].length > Codes.FIRST_VALUE) {
        if (new String(tokens[field]).chars().anyMatch(t -> t >= TokenVocabulary.FIRST_VALUE)) {
          return;
        }
        strange.add(name);
      }
    }
    if (!strange.isEmpty()) {
      throw new InputException(
          Problem.inFile(
              "the histories of " + histories.schema().name(),
              "a value of " + String.join(", ", strange) + " that the model's layout knows",
              "none",
              "The model was fitted on data of another kind: fit one on this data."));
    }
  }

  private static char[] tokens(Values values, TokenVocabulary vocabulary) {
    char[] tokens = new char[values.size()];
    Arrays.fill(tokens, (char) TokenVocabulary.OTHER);
    tokens[Codes.NULL] = TokenVocabulary.ABSENT;
    for (int i = 0; i < vocabulary.values().size(); i++) {
      int code = values.codeOfText(vocabulary.values().get(i));
      if (code >= Codes.FIRST_VALUE) {
        tokens[code] = (char) (TokenVocabulary.FIRST_VALUE + i);
      }
    }
    return tokens;
  }

  /** Another reader of the same, for another thread; shares the tables. */
  public TokenReader another() {
    return new TokenReader(histories, layout, tokens);
  }

  public TokenLayout layout() {
    return layout;
  }

  /** Whether each event is a step, and what it reads of one depends on that event alone. */
  public boolean isByEvent() {
    return codes instanceof EventCodes;
  }

  /** Looks at a client's events, which must not change before {@link #token}; returns its steps. */
  public int read(EventSequence events) {
    return codes.read(events);
  }

  /** Token of a step's field, oldest step first. */
  public char token(int field, int step) {
    int code = codes.code(field, step);
    return code < 0 || code >= tokens[field].length
        ? (char) TokenVocabulary.OTHER
        : tokens[field][code];
  }
}
