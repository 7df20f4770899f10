package io.habitus.models.audit;

import io.habitus.core.store.Codes;
import io.habitus.core.store.Vocabulary;
import io.habitus.core.store.VocabularyInfo;
import io.habitus.core.store.VocabularyKind;
import io.habitus.core.store.VocabularyWriter;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A vocabulary of an altered store: the values that are known before the cut-off, and values that
 * nobody has seen, placed first so that every other code changes.
 *
 * @param newCode (old vocabulary) the code of each value in the altered store
 * @param size codes of the altered vocabulary, the reserved ones included
 */
@SuppressWarnings("ArrayRecordComponent")
record AlteredVocabulary(int[] newCode, int size) {

  /**
   * Writes the vocabulary.
   *
   * @param known codes of the values to keep
   * @param fresh how many unseen values to add
   */
  static AlteredVocabulary write(
      Vocabulary old, VocabularyInfo info, BitSet known, int fresh, VocabularyWriter writer) {
    int added = addFresh(old, info, fresh, writer);
    int[] newCode = new int[old.size()];
    for (int code = 0; code < Math.min(Codes.FIRST_VALUE, newCode.length); code++) {
      newCode[code] = code;
    }
    int[] kept =
        IntStream.range(Codes.FIRST_VALUE, old.size())
            .filter(known::get)
            .boxed()
            .sorted(old::compare)
            .mapToInt(Integer::intValue)
            .toArray();
    for (int code : kept) {
      newCode[code] =
          switch (info.kind()) {
            case INTEGER -> writer.add(old.longValue(code));
            case TEXT -> writer.add(old.text(code));
            case CODES -> writer.add(old.codes(code));
          };
    }
    return new AlteredVocabulary(newCode, Codes.FIRST_VALUE + added + kept.length);
  }

  /** Values before all others; there is no room for them in vocabularies of vectors. */
  private static int addFresh(
      Vocabulary old, VocabularyInfo info, int fresh, VocabularyWriter writer) {
    if (info.kind() == VocabularyKind.CODES) {
      return 0;
    }
    if (info.kind() == VocabularyKind.TEXT) {
      boolean room =
          IntStream.range(Codes.FIRST_VALUE, old.size())
              .noneMatch(
                  code -> old.text(code).compareTo("\u0001") < 0 || old.text(code).isEmpty());
      IntStream.range(0, room ? fresh : 0)
          .forEach(i -> writer.add("\u0000audit-%03d".formatted(i)));
      return room ? fresh : 0;
    }
    long least =
        IntStream.range(Codes.FIRST_VALUE, old.size()).mapToLong(old::longValue).min().orElse(0);
    int room = least < Long.MIN_VALUE + fresh ? 0 : fresh;
    IntStream.range(0, room).forEach(i -> writer.add(least - room + i));
    return room;
  }
}
