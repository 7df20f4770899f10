package io.habitus.pipeline.choose;

import io.habitus.pipeline.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * One setting of the tuned keys.
 *
 * @param number 0 for the recipe as it is
 * @param values key → value
 */
record Trial(int number, SequencedMap<String, String> values) {
  Trial {
    values = new LinkedHashMap<>(values);
  }

  /** The recipe with this setting. */
  Recipe of(Recipe recipe) {
    return number == 0 ? recipe : recipe.override(overrides());
  }

  /** As on the command line. */
  List<String> overrides() {
    return values.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }
}
