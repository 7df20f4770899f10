package io.habitus.features.token;

import io.habitus.core.array.IntList;
import io.habitus.core.array.LongList;
import java.util.Arrays;
import java.util.List;

/** Where each client's steps lie; clients ascend by id. */
@SuppressWarnings("ArrayRecordComponent")
record CorpusIndex(long[] clientIds, int[] lengths, long[] offsets) {

  /** Lengths of a shard's clients, which a cursor brings in ascending order of id. */
  static final class Part {
    private final LongList clientIds = new LongList();
    private final IntList lengths = new IntList();

    /** A client without a step is left out. */
    void add(long clientId, int length) {
      if (length > 0) {
        clientIds.add(clientId);
        lengths.add(length);
      }
    }
  }

  /** Merges the parts of different shards. */
  static CorpusIndex of(List<Part> parts) {
    int size = parts.stream().mapToInt(part -> part.clientIds.size()).sum();
    long[] ids = new long[size];
    int filled = 0;
    for (Part part : parts) {
      for (int i = 0; i < part.clientIds.size(); i++) {
        ids[filled++] = part.clientIds.get(i);
      }
    }
    Arrays.sort(ids);
    int[] lengths = new int[size];
    for (Part part : parts) {
      for (int i = 0; i < part.clientIds.size(); i++) {
        lengths[Arrays.binarySearch(ids, part.clientIds.get(i))] = part.lengths.get(i);
      }
    }
    long[] offsets = new long[size + 1];
    for (int i = 0; i < size; i++) {
      offsets[i + 1] = offsets[i] + lengths[i];
    }
    return new CorpusIndex(ids, lengths, offsets);
  }

  int size() {
    return clientIds.length;
  }

  /** Steps of all clients. */
  long steps() {
    return offsets[lengths.length];
  }

  long clientId(int client) {
    return clientIds[client];
  }

  int length(int client) {
    return lengths[client];
  }

  /** First step of a client. */
  long offset(int client) {
    return offsets[client];
  }

  int rank(long clientId) {
    return Arrays.binarySearch(clientIds, clientId);
  }
}
