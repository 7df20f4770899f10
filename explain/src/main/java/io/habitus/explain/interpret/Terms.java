package io.habitus.explain.interpret;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of texts, and pairs of words that stand beside each other, as attributes of units. */
public final class Terms {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]+");
  private static final int LEAST_UNITS = 8;

  private Terms() {}

  /**
   * Reads texts: lower case, words of two letters or digits at least.
   *
   * @param texts (units) one each; empty: nothing is known of the unit
   * @return an attribute for each term that at least eight units have and at most half of those
   *     that have a text; about the units that have one
   */
  public static Attributes of(List<String> texts) {
    BitSet about = new BitSet();
    Map<String, BitSet> holders = new TreeMap<>();
    for (int unit = 0; unit < texts.size(); unit++) {
      String before = "";
      for (String word : words(texts.get(unit))) {
        about.set(unit);
        add(holders, word, unit);
        if (!before.isEmpty()) {
          add(holders, before + " " + word, unit);
        }
        before = word;
      }
    }
    int most = about.cardinality() / 2;
    holders
        .values()
        .removeIf(units -> units.cardinality() < LEAST_UNITS || units.cardinality() > most);
    return Attributes.of(
        List.copyOf(holders.keySet()), texts.size(), List.copyOf(holders.values()), about);
  }

  private static void add(Map<String, BitSet> holders, String term, int unit) {
    holders.computeIfAbsent(term, key -> new BitSet()).set(unit);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher found = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (found.find()) {
      words.add(found.group());
    }
    return words;
  }
}
