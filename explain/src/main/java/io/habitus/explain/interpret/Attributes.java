package io.habitus.explain.interpret;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Binary facts about units: a client, or the item at a position. Several vectors may belong to one
 * unit, and what chance can do is asked by permuting units, never vectors.
 *
 * @param names of the attributes, such as {@code bought category = 17}
 * @param offsets (units + 1) where a unit's attributes begin
 * @param ids attributes that a unit has, ascending
 * @param about units that the attributes are about; others are left out
 */
@SuppressWarnings("ArrayRecordComponent")
public record Attributes(List<String> names, int[] offsets, int[] ids, BitSet about) {

  public Attributes {
    names = List.copyOf(names);
  }

  /**
   * From a set of units per attribute.
   *
   * @param units number of units
   * @param holders units that have each attribute
   */
  public static Attributes of(List<String> names, int units, List<BitSet> holders, BitSet about) {
    int[] offsets = new int[units + 1];
    for (BitSet each : holders) {
      each.stream().forEach(unit -> offsets[unit + 1]++);
    }
    for (int unit = 0; unit < units; unit++) {
      offsets[unit + 1] += offsets[unit];
    }
    int[] next = offsets.clone();
    int[] ids = new int[offsets[units]];
    for (int a = 0; a < holders.size(); a++) {
      int id = a;
      holders.get(a).stream().forEach(unit -> ids[next[unit]++] = id);
    }
    return new Attributes(names, offsets, ids, about);
  }

  public int units() {
    return offsets.length - 1;
  }

  /** Number of attributes. */
  public int size() {
    return names.size();
  }

  public boolean has(int unit, int attribute) {
    return java.util.Arrays.binarySearch(ids, offsets[unit], offsets[unit + 1], attribute) >= 0;
  }

  /** The same with units' attributes dealt anew among the units that they are about. */
  Attributes permuted(SplittableRandom random) {
    int[] from = about.stream().toArray();
    int[] sourceOf = new int[units()];
    for (int unit = 0; unit < sourceOf.length; unit++) {
      sourceOf[unit] = unit;
    }
    int[] dealt = from.clone();
    for (int i = dealt.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = dealt[i];
      dealt[i] = dealt[other];
      dealt[other] = swapped;
    }
    for (int i = 0; i < from.length; i++) {
      sourceOf[from[i]] = dealt[i];
    }
    int[] newOffsets = new int[offsets.length];
    int[] newIds = new int[ids.length];
    for (int unit = 0; unit < sourceOf.length; unit++) {
      int begin = offsets[sourceOf[unit]];
      int length = offsets[sourceOf[unit] + 1] - begin;
      System.arraycopy(ids, begin, newIds, newOffsets[unit], length);
      newOffsets[unit + 1] = newOffsets[unit] + length;
    }
    return new Attributes(names, newOffsets, newIds, about);
  }
}
