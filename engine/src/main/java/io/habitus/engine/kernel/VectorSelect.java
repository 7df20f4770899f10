package io.habitus.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Compares a vector at a time. Comparisons of 64 elements become the bits of a word, so that the
 * loop over what was found branches once per word and hit, and not once per element.
 */
final class VectorSelect implements SelectKernel {
  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;
  private static final int WORD = Long.SIZE;

  private static long bits(float[] values, int at, FloatVector threshold) {
    return FloatVector.fromArray(EIGHT, values, at).compare(VectorOperators.GT, threshold).toLong();
  }

  @Override
  public int above(
      int count, float[] values, int at, float threshold, int[] places, float[] found) {
    FloatVector all = FloatVector.broadcast(EIGHT, threshold);
    int size = 0;
    int i = 0;
    for (; i + WORD <= count; i += WORD) {
      int from = at + i;
      long low =
          bits(values, from, all)
              | bits(values, from + 8, all) << 8
              | bits(values, from + 16, all) << 16
              | bits(values, from + 24, all) << 24;
      long high =
          bits(values, from + 32, all)
              | bits(values, from + 40, all) << 8
              | bits(values, from + 48, all) << 16
              | bits(values, from + 56, all) << 24;
      for (long word = low | high << 32; word != 0; word &= word - 1) {
        int place = Long.numberOfTrailingZeros(word);
        places[size] = i + place;
        found[size++] = values[from + place];
      }
    }
    for (; i < count; i++) {
      if (values[at + i] > threshold) {
        places[size] = i;
        found[size++] = values[at + i];
      }
    }
    return size;
  }

  @Override
  public int countAbove(int count, float[] values, float threshold) {
    FloatVector all = FloatVector.broadcast(EIGHT, threshold);
    int end = EIGHT.loopBound(count);
    int size = 0;
    for (int i = 0; i < end; i += 8) {
      size += Long.bitCount(bits(values, i, all));
    }
    return size + PlainSelect.countAbove(end, count, values, threshold);
  }
}
