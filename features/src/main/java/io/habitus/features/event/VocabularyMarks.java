package io.habitus.features.event;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * Says to which store's codes tables belong: each vocabulary's size when they were fitted and a
 * hash of up to 1,024 of its values, evenly spaced. A store that has grown since still fits; codes
 * that are new to the tables have no counts.
 *
 * @param sizes number of codes by event field, 0 for a numeric one
 * @param hashes of the values by event field
 */
record VocabularyMarks(List<Integer> sizes, List<Long> hashes) {
  private static final int SAMPLES = 1024;

  VocabularyMarks {
    sizes = List.copyOf(sizes);
    hashes = List.copyOf(hashes);
  }

  static VocabularyMarks of(Histories histories) {
    List<Integer> sizes = new ArrayList<>();
    Schema schema = histories.schema();
    for (int f = 0; f < schema.fields().size(); f++) {
      boolean coded = schema.fields().get(f).kind() != FieldKind.NUMERIC;
      sizes.add(coded ? histories.vocabulary(f).size() : 0);
    }
    return new VocabularyMarks(sizes, hashes(histories, sizes));
  }

  /**
   * Returns if a store has these values at these codes.
   *
   * @throws InputException if it is another store
   */
  void require(Histories histories) {
    boolean fits = sizes.size() == histories.schema().fields().size();
    for (int f = 0; fits && f < sizes.size(); f++) {
      fits = sizes.get(f) == 0 || sizes.get(f) <= histories.vocabulary(f).size();
    }
    if (!fits || !hashes.equals(hashes(histories, sizes))) {
      throw new InputException(
          Problem.inFile(
              "event tables",
              "the store that they were fitted on, or that store grown",
              "other vocabularies",
              "Fit tables on this store; scalers may be taken from the other one."));
    }
  }

  private static List<Long> hashes(Histories histories, List<Integer> sizes) {
    List<Long> hashes = new ArrayList<>();
    for (int f = 0; f < sizes.size(); f++) {
      hashes.add(sizes.get(f) == 0 ? 0L : hash(histories.vocabulary(f), sizes.get(f)));
    }
    return hashes;
  }

  private static long hash(Vocabulary vocabulary, int size) {
    long hash = 17;
    int step = Math.max(1, (size - Codes.FIRST_VALUE) / SAMPLES);
    for (int code = Codes.FIRST_VALUE; code < size; code += step) {
      hash = hash * 0x9E3779B97F4A7C15L + vocabulary.text(code).hashCode();
    }
    return hash;
  }
}
