package io.habitus.features.event;

import java.util.Arrays;

/** Rows of many clients in one array, until enough are there to find similar lengths. */
final class ClientPool {
  private final int width;
  private long[] clientIds = new long[1024];
  private int[] offsets = new int[1025]; // (clients + 1) in rows
  private boolean[] neutral = new boolean[1024];
  private float[] values = new float[0];
  private int size;

  ClientPool(int width) {
    this.width = width;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int rows() {
    return offsets[size];
  }

  long bytes() {
    return 4L * rows() * width;
  }

  long clientId(int member) {
    return clientIds[member];
  }

  int length(int member) {
    return offsets[member + 1] - offsets[member];
  }

  boolean isNeutral(int member) {
    return neutral[member];
  }

  /** Makes room for one more client; returns where in {@link #values} its rows begin. */
  int add(long clientId, int rows, boolean isNeutral) {
    if (size == clientIds.length) {
      clientIds = Arrays.copyOf(clientIds, 2 * size);
      neutral = Arrays.copyOf(neutral, 2 * size);
      offsets = Arrays.copyOf(offsets, 2 * size + 1);
    }
    int from = offsets[size];
    int needed = Math.multiplyExact(Math.addExact(from, rows), width);
    if (needed > values.length) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * values.length);
      values = Arrays.copyOf(values, Math.max(needed, doubled));
    }
    clientIds[size] = clientId;
    neutral[size] = isNeutral;
    offsets[++size] = from + rows;
    return from * width;
  }

  /** The members in ascending order of client id. */
  int[] byClientId() {
    long[] sorted = Arrays.copyOf(clientIds, size);
    Arrays.sort(sorted);
    int[] members = new int[size];
    for (int member = 0; member < size; member++) {
      members[Arrays.binarySearch(sorted, clientIds[member])] = member;
    }
    return members;
  }

  float[] values() {
    return values;
  }

  void copy(int[] members, BatchPart part) {
    int[] lengths = new int[members.length];
    Arrays.setAll(lengths, i -> length(members[i]));
    part.begin(lengths);
    for (int i = 0; i < members.length; i++) {
      part.set(i, values, offsets[members[i]] * width);
    }
  }
}
