package io.habitus.models.factorisation.matrix;

import io.habitus.core.store.Codes;
import io.habitus.core.store.Vocabulary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The items of a matrix by number: their values as text, in ascending order of value, so that
 * numbers depend neither on codes nor on shards.
 *
 * @param values text of each item
 */
public record ItemNames(List<String> values) {
  public ItemNames {
    values = List.copyOf(values);
  }

  public int size() {
    return values.size();
  }

  /** (vocabulary) number of each code, −1 where it is none of these items. */
  public int[] numbers(Vocabulary vocabulary) {
    int[] numbers = new int[vocabulary.size()];
    Arrays.fill(numbers, -1);
    for (int item = 0; item < values.size(); item++) {
      int code = vocabulary.codeOfText(values.get(item));
      if (code >= Codes.FIRST_VALUE) {
        numbers[code] = item;
      }
    }
    return numbers;
  }

  /** Numbers of some values, −1 where one is not an item. */
  public int[] find(List<String> wanted) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      places.put(wanted.get(i), i);
    }
    int[] found = new int[wanted.size()];
    Arrays.fill(found, -1);
    for (int item = 0; item < values.size(); item++) {
      Integer place = places.get(values.get(item));
      if (place != null) {
        found[place] = item;
      }
    }
    return found;
  }
}
