package io.habitus.core.store;

import java.util.Arrays;

/**
 * Finds events that equal an earlier one of the same client in everything. Runs of equal time are
 * hashed, so that logs whose times are whole days take no longer.
 */
final class DuplicateFinder {
  private int[] table = new int[64]; // event + 1 of this buffer, −(event + 1) of the other, 0 empty
  private int mask;
  private boolean[] duplicate = new boolean[256];

  /**
   * Marks duplicates among new events.
   *
   * @param events the new ones, in time order
   * @param present the client's events that the store holds already, in time order; may be empty
   * @return number of duplicates; {@link #isDuplicate} tells which
   */
  int find(EventBuffer events, EventBuffer present) {
    if (duplicate.length < events.size()) {
      duplicate = new boolean[Math.max(events.size(), 2 * duplicate.length)];
    }
    int found = 0;
    int other = 0;
    for (int from = 0, until; from < events.size(); from = until) {
      long time = events.times[from];
      until = endOfRun(events, from, time);
      while (other < present.size() && present.times[other] < time) {
        other++;
      }
      int otherUntil = endOfRun(present, other, time);
      found += findInRun(events, from, until, present, other, otherUntil);
      other = otherUntil;
    }
    return found;
  }

  boolean isDuplicate(int i) {
    return duplicate[i];
  }

  private static int endOfRun(EventBuffer events, int from, long time) {
    int until = from;
    while (until < events.size() && events.times[until] == time) {
      until++;
    }
    return until;
  }

  private int findInRun(
      EventBuffer events, int from, int until, EventBuffer present, int other, int otherUntil) {
    duplicate[from] = false;
    int run = until - from + otherUntil - other;
    if (run == 1) {
      return 0;
    }
    prepareTable(run);
    for (int i = other; i < otherUntil; i++) {
      table[emptyOrEqual(present, i, events, present)] = -(i + 1);
    }
    int found = 0;
    for (int i = from; i < until; i++) {
      int at = emptyOrEqual(events, i, events, present);
      duplicate[i] = table[at] != 0;
      if (duplicate[i]) {
        found++;
      } else {
        table[at] = i + 1;
      }
    }
    return found;
  }

  private void prepareTable(int run) {
    int size = Integer.highestOneBit(run - 1) * 4; // at least twice the run
    if (size > table.length) {
      table = new int[size];
    } else {
      Arrays.fill(table, 0, size, 0);
    }
    mask = size - 1;
  }

  private int emptyOrEqual(EventBuffer of, int event, EventBuffer events, EventBuffer present) {
    int at = of.hash(event) & mask;
    while (table[at] != 0) {
      boolean here = table[at] > 0;
      EventBuffer holder = here ? events : present;
      int held = (here ? table[at] : -table[at]) - 1;
      if (of.same(event, holder, held)) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return at;
  }
}
