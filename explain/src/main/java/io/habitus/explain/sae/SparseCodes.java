package io.habitus.explain.sae;

import java.util.Arrays;

/**
 * The active features of some vectors, compressed sparse rows: row i's are at {@code [offsets[i],
 * offsets[i + 1])}, features ascending.
 *
 * @param rows number of vectors
 * @param offsets (rows + 1) at least
 * @param features which are active
 * @param values how strongly, above 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record SparseCodes(int rows, int[] offsets, int[] features, float[] values) {

  /** Active features of all rows together. */
  public int size() {
    return offsets[rows];
  }

  /** The activation of a feature in a row, 0 where it is not active. */
  public float get(int row, int feature) {
    int at = Arrays.binarySearch(features, offsets[row], offsets[row + 1], feature);
    return at < 0 ? 0 : values[at];
  }

  /**
   * The same by feature: for each its rows in ascending order.
   *
   * @param count number of features
   */
  public ByFeature byFeature(int count) {
    return byFeature(count, values);
  }

  /**
   * The same with other numbers beside the activations.
   *
   * @param count number of features
   * @param beside a number for each active feature, ordered as {@link #values}, that comes along
   */
  ByFeature byFeature(int count, float[] beside) {
    int[] begins = new int[count + 1];
    int size = size();
    for (int at = 0; at < size; at++) {
      begins[features[at] + 1]++;
    }
    for (int j = 0; j < count; j++) {
      begins[j + 1] += begins[j];
    }
    int[] next = begins.clone();
    ByFeature by = new ByFeature(begins, new int[size], new float[size], new float[size]);
    for (int row = 0; row < rows; row++) {
      for (int at = offsets[row]; at < offsets[row + 1]; at++) {
        int to = next[features[at]]++;
        by.rows[to] = row;
        by.values[to] = values[at];
        by.beside[to] = beside[at];
      }
    }
    return by;
  }

  /**
   * Codes by feature.
   *
   * @param offsets (features + 1) where a feature's rows begin
   * @param rows ascending within a feature
   * @param values above 0
   * @param beside what came along; the values again if nothing did
   */
  public record ByFeature(int[] offsets, int[] rows, float[] values, float[] beside) {
    /** How many vectors a feature is active in. */
    public int count(int feature) {
      return offsets[feature + 1] - offsets[feature];
    }
  }

  /** Gathers codes row by row. */
  static final class Builder {
    private int[] offsets;
    private int[] features;
    private float[] values;
    private int rows;
    private int size;

    Builder(int expectedRows, int expectedPerRow) {
      offsets = new int[expectedRows + 1];
      features = new int[Math.max(16, Math.multiplyExact(expectedRows, expectedPerRow))];
      values = new float[features.length];
    }

    void add(int feature, float value) {
      if (size == features.length) {
        features = Arrays.copyOf(features, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      features[size] = feature;
      values[size++] = value;
    }

    void endRow() {
      rows++;
      if (rows == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * rows);
      }
      offsets[rows] = size;
    }

    SparseCodes build() {
      return new SparseCodes(rows, offsets, features, values);
    }
  }
}
