package io.habitus.core.target;

import io.habitus.core.store.Codes;
import io.habitus.core.store.Vocabulary;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The labels of one multi-label task, in their order, as given in {@code target/propensity_*.npy}
 * or as derived.
 *
 * @param labels values of the labelled field as text, distinct; {@code 17} for an integer label
 * @param popularity (labels) share of the train target's events that carry the label; empty (length
 *     0) where it was not given and has to be derived
 */
@SuppressWarnings("ArrayRecordComponent")
public record LabelList(List<String> labels, double[] popularity) {

  public LabelList {
    labels = List.copyOf(labels);
    if (popularity.length != 0 && popularity.length != labels.size()) {
      throw new IllegalArgumentException(
          "expected a popularity for each of "
              + labels.size()
              + " labels, found "
              + popularity.length);
    }
    if (new HashSet<>(labels).size() != labels.size()) {
      throw new IllegalArgumentException("expected distinct labels, found a repeated one");
    }
  }

  /** Integer labels; {@code popularity} may be empty. */
  public static LabelList of(long[] ids, double[] popularity) {
    return new LabelList(LongStream.of(ids).mapToObj(Long::toString).toList(), popularity);
  }

  public int size() {
    return labels.size();
  }

  public boolean hasPopularity() {
    return popularity.length == labels.size();
  }

  /** The same labels with their popularity. */
  public LabelList withPopularity(double[] shares) {
    return new LabelList(labels, shares);
  }

  /** Integer labels as numbers. */
  public long[] toLongs() {
    return labels.stream().mapToLong(Long::parseLong).toArray();
  }

  /**
   * The label's position by vocabulary code, (vocabulary size), −1 for a code that is no label. A
   * label that the vocabulary does not know is nobody's.
   */
  int[] positions(Vocabulary vocabulary) {
    int[] positions = new int[vocabulary.size()];
    Arrays.fill(positions, -1);
    for (int i = 0; i < labels.size(); i++) {
      int code = vocabulary.codeOfText(labels.get(i));
      if (code >= Codes.FIRST_VALUE) {
        positions[code] = i;
      }
    }
    return positions;
  }
}
