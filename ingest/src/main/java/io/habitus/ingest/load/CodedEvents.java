package io.habitus.ingest.load;

import io.habitus.core.store.EventColumns;
import io.habitus.core.store.EventWriter;

/**
 * Events of some clients as the store has them.
 *
 * @param clients (clients) ascending
 * @param ends (clients) where each client's events end
 * @param events of all of them
 */
@SuppressWarnings("ArrayRecordComponent")
record CodedEvents(long[] clients, int[] ends, EventColumns events) {

  void writeTo(EventWriter writer) {
    for (int c = 0, from = 0; c < clients.length; from = ends[c++]) {
      writer.begin(clients[c]);
      writer.add(events, from, ends[c]);
    }
  }
}
