package io.habitus.core.target;

import io.habitus.core.array.IntList;
import io.habitus.core.array.LongList;
import io.habitus.core.profile.ClientSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Who had which item in the target events of one window: for each client with a target event its
 * distinct items, compressed sparse rows. 12 bytes per such client and 4 per distinct (client,
 * item).
 *
 * @param clients with a target event in the window
 * @param offsets (clients + 1) where a client's items begin
 * @param items distinct item codes, ascending within a client
 * @param events target events in the window
 */
@SuppressWarnings("ArrayRecordComponent")
record Purchases(ClientSet clients, int[] offsets, int[] items, long events) {

  /** What one shard adds; clients ascending. */
  static final class Part {
    final LongList clients = new LongList();
    final IntList ends = new IntList();
    final IntList items = new IntList();
    long events;

    /** Ends a client whose items were added since {@code itemsBefore}. */
    void endClient(long id, int itemsBefore, long clientEvents) {
      items.sortDistinct(itemsBefore);
      clients.add(id);
      ends.add(items.size());
      events += clientEvents;
    }
  }

  /** Joins the shards' parts; the result does not depend on how clients were dealt to shards. */
  static Purchases join(List<Part> parts) {
    ClientSet clients = ClientSet.of(parts.stream().flatMapToLong(Purchases::ids).toArray());
    int[] offsets = new int[clients.size() + 1];
    for (Part part : parts) {
      for (int i = 0; i < part.clients.size(); i++) {
        offsets[clients.rank(part.clients.get(i)) + 1] = part.ends.get(i) - begin(part, i);
      }
    }
    Arrays.parallelPrefix(offsets, Math::addExact);
    int[] items = new int[offsets[clients.size()]];
    for (Part part : parts) {
      for (int i = 0; i < part.clients.size(); i++) {
        int at = offsets[clients.rank(part.clients.get(i))];
        part.items.copyTo(begin(part, i), items, at, part.ends.get(i) - begin(part, i));
      }
    }
    return new Purchases(
        clients, offsets, items, parts.stream().mapToLong(part -> part.events).sum());
  }

  private static LongStream ids(Part part) {
    return Arrays.stream(part.clients.toArray());
  }

  private static int begin(Part part, int client) {
    return client == 0 ? 0 : part.ends.get(client - 1);
  }

  /**
   * The labels that a client's items carry.
   *
   * @param labelOfItem label by item code, negative for none
   */
  Labels labels(int width, int[] labelOfItem) {
    int[] labelOffsets = new int[offsets.length];
    IntList labels = new IntList();
    for (int client = 0; client < clients.size(); client++) {
      int before = labels.size();
      for (int k = offsets[client]; k < offsets[client + 1]; k++) {
        int label = labelOfItem[items[k]];
        if (label >= 0) {
          labels.add(label);
        }
      }
      labels.sortDistinct(before);
      labelOffsets[client + 1] = labels.size();
    }
    return new SparseLabels(width, clients, labelOffsets, labels.toArray());
  }
}
