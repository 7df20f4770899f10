package io.habitus.ingest.load;

import io.habitus.ingest.log.EventRule;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.LogSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which event types share a stream. Events of one client at the same time are ordered by stream,
 * then by input order; types that come from one table must share a stream, or its order of rows
 * would be lost. This is what makes an appended store equal to one that was ingested at once.
 */
final class Streams {
  private Streams() {}

  /** Streams are numbered in the order of their first event type. */
  static List<Integer> of(LogSchema log) {
    int types = log.schema().eventTypes().size();
    int[] smallest = IntStream.range(0, types).toArray();
    for (EventTable table : log.tables()) {
      int first = type(log, table.rules().getFirst());
      for (EventRule rule : table.rules()) {
        join(smallest, first, type(log, rule));
      }
    }
    List<Integer> roots = new ArrayList<>();
    List<Integer> streams = new ArrayList<>();
    for (int type = 0; type < types; type++) {
      int root = root(smallest, type);
      if (!roots.contains(root)) {
        roots.add(root);
      }
      streams.add(roots.indexOf(root));
    }
    return streams;
  }

  private static int type(LogSchema log, EventRule rule) {
    return log.schema().eventType(rule.type());
  }

  private static int root(int[] smallest, int type) {
    int root = type;
    while (smallest[root] != root) {
      root = smallest[root];
    }
    return root;
  }

  private static void join(int[] smallest, int a, int b) {
    int rootA = root(smallest, a);
    int rootB = root(smallest, b);
    smallest[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }
}
