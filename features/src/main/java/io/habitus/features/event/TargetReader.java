package io.habitus.features.event;

import io.habitus.core.store.Histories;

/** Reads the target rows of clients that come in ascending order of id, shard by shard. */
final class TargetReader {
  private final TargetWindow window;
  private final int maxEvents;
  private final EventVectorizer vectorizer;
  private final ClientPool pool;

  TargetReader(TargetWindow window, int maxEvents) {
    this.window = window;
    this.maxEvents = maxEvents;
    this.vectorizer = window.features().vectorizer();
    this.pool = new ClientPool(window.features().width());
  }

  int width() {
    return vectorizer.width();
  }

  ClientPool pool() {
    return pool;
  }

  Shard open(int shard) {
    return new Shard(window.histories().open(shard));
  }

  /** A shard's targets, read in step with the input's cursor. */
  final class Shard implements AutoCloseable {
    private final Histories.Cursor cursor;
    private boolean more;

    private Shard(Histories.Cursor cursor) {
      this.cursor = cursor;
      this.more = cursor.next();
    }

    /** Adds the client's first rows of the window, or one neutral row where it has none. */
    void add(long clientId) {
      while (more && cursor.events().clientId() < clientId) {
        more = cursor.next();
      }
      if (more && cursor.events().clientId() == clientId) {
        int rows = vectorizer.read(cursor.events());
        int from = vectorizer.firstRowAtOrAfter(window.fromMicros());
        int until = Math.min(rows, from + maxEvents);
        if (from < until) {
          int offset = pool.add(clientId, until - from, false);
          vectorizer.write(from, until, pool.values(), offset);
          return;
        }
      }
      int offset = pool.add(clientId, 1, true);
      window.features().neutralRow(pool.values(), offset);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
