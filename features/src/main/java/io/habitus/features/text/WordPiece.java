package io.habitus.features.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * BERT's tokens (Devlin et al. 2019; Wu et al. 2016, section 4.1): lower case without accents,
 * split at blanks and punctuation, each word cut into the longest pieces that the vocabulary knows.
 */
final class WordPiece {
  private static final int MOST_CHARACTERS = 100;
  private static final String CONTINUED = "##";

  private final Map<String, Integer> vocabulary;
  private final int unknown;
  private final int start;
  private final int end;

  WordPiece(Map<String, Integer> vocabulary) {
    this.vocabulary = Map.copyOf(vocabulary);
    unknown = special("[UNK]");
    start = special("[CLS]");
    end = special("[SEP]");
  }

  private int special(String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new IllegalArgumentException("vocabulary without " + token);
    }
    return id;
  }

  /**
   * Ids of a text's tokens between those of start and end.
   *
   * @param most tokens, start and end included; more are cut off
   */
  long[] tokens(String text, int most) {
    List<Integer> pieces = new ArrayList<>();
    for (String word : words(normal(text))) {
      if (pieces.size() > most - 2) {
        break;
      }
      addPieces(word, pieces);
    }
    int kept = Math.min(pieces.size(), most - 2);
    long[] tokens = new long[kept + 2];
    tokens[0] = start;
    for (int i = 0; i < kept; i++) {
      tokens[i + 1] = pieces.get(i);
    }
    tokens[kept + 1] = end;
    return tokens;
  }

  /** Blanks for all white space, none of the other control characters, no accents, lower case. */
  private static String normal(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(point -> addClean(point, clean));
    String apart = Normalizer.normalize(clean, Normalizer.Form.NFD);
    StringBuilder bare = new StringBuilder(apart.length());
    apart
        .codePoints()
        .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
        .forEach(bare::appendCodePoint);
    return bare.toString().toLowerCase(Locale.ROOT);
  }

  private static void addClean(int point, StringBuilder into) {
    if (isBlank(point)) {
      into.append(' ');
    } else if (isIdeograph(point)) {
      into.append(' ').appendCodePoint(point).append(' ');
    } else if (point != 0xFFFD && !isControl(point)) {
      into.appendCodePoint(point);
    }
  }

  private static boolean isBlank(int point) {
    return switch (point) {
      case '\t', '\n', '\r', ' ' -> true;
      default -> Character.isSpaceChar(point) || (point >= 0x0B && point <= 0x0C) || point == 0x85;
    };
  }

  private static boolean isControl(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /** The blocks that BERT takes for Chinese characters, each a word. */
  private static boolean isIdeograph(int point) {
    return (point >= 0x4E00 && point <= 0x9FFF)
        || (point >= 0x3400 && point <= 0x4DBF)
        || (point >= 0x20000 && point <= 0x2A6DF)
        || (point >= 0x2A700 && point <= 0x2B73F)
        || (point >= 0x2B740 && point <= 0x2B81F)
        || (point >= 0x2B820 && point <= 0x2CEAF)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0x2F800 && point <= 0x2FA1F);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      int next = at + Character.charCount(point);
      boolean punctuation = isPunctuation(point);
      if (punctuation || isBlank(point)) {
        addWord(text, from, at, words);
        addWord(text, punctuation ? at : next, next, words);
        from = next;
      }
      at = next;
    }
    addWord(text, from, text.length(), words);
    return words;
  }

  private static void addWord(String text, int from, int until, List<String> words) {
    if (from < until) {
      words.add(text.substring(from, until));
    }
  }

  /** Unicode's punctuation, and every ASCII character that is neither letter, digit nor blank. */
  private static boolean isPunctuation(int point) {
    if (point < 0x80) {
      return point > ' ' && point < 0x7F && !Character.isLetterOrDigit(point);
    }
    return switch (Character.getType(point)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** A word's pieces; unknown as a whole where some part of it is. */
  private void addPieces(String word, List<Integer> into) {
    int before = into.size();
    boolean tooLong = word.codePointCount(0, word.length()) > MOST_CHARACTERS;
    for (int from = 0; from < word.length() && !tooLong; ) {
      int until = word.length();
      Integer piece = piece(word, from, until);
      while (piece == null && until > from) {
        until = word.offsetByCodePoints(until, -1);
        piece = until > from ? piece(word, from, until) : null;
      }
      if (piece == null) {
        tooLong = true;
      } else {
        into.add(piece);
        from = until;
      }
    }
    if (tooLong) {
      into.subList(before, into.size()).clear();
      into.add(unknown);
    }
  }

  private @Nullable Integer piece(String word, int from, int until) {
    String part = word.substring(from, until);
    return vocabulary.get(from == 0 ? part : CONTINUED + part);
  }
}
