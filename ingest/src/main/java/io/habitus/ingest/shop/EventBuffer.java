package io.habitus.ingest.shop;

import java.util.Arrays;

/**
 * Events of one type: second of the day, client index, and what the event is about (an item, a
 * page, or the two halves of a query's 16 codes). Grows; is reused.
 */
final class EventBuffer {
  private int size;
  private int[] second = new int[64];
  private int[] client = new int[64];
  private long[] subject = new long[64];
  private long[] more = new long[0];

  int size() {
    return size;
  }

  int second(int i) {
    return second[i];
  }

  int client(int i) {
    return client[i];
  }

  /** Item index, page index, or codes 0 … 7 of a query. */
  long subject(int i) {
    return subject[i];
  }

  /** Codes 8 … 15 of a query. */
  long more(int i) {
    return more[i];
  }

  void clear() {
    size = 0;
  }

  void add(int atSecond, int ofClient, long about) {
    if (size == second.length) {
      second = Arrays.copyOf(second, 2 * size);
      client = Arrays.copyOf(client, 2 * size);
      subject = Arrays.copyOf(subject, 2 * size);
    }
    second[size] = atSecond;
    client[size] = ofClient;
    subject[size++] = about;
  }

  void addQuery(int atSecond, int ofClient, long firstHalf, long secondHalf) {
    add(atSecond, ofClient, firstHalf);
    if (more.length < second.length) {
      more = Arrays.copyOf(more, second.length);
    }
    more[size - 1] = secondHalf;
  }

  /** Adds {@code seconds} to the times of the events {@code from … size − 1}. */
  void shift(int from, int seconds) {
    for (int i = from; i < size; i++) {
      second[i] += seconds;
    }
  }

  /**
   * All events of {@code parts} by second, equal seconds in the order given: a counting sort over
   * the 86,400 seconds of a day.
   *
   * @param starts scratch of {@link Visits#SECONDS} + 1 zeros; zeros again afterwards
   */
  static EventBuffer sorted(Iterable<EventBuffer> parts, int[] starts) {
    int total = 0;
    boolean queries = false;
    for (EventBuffer part : parts) {
      total += part.size;
      queries |= part.more.length > 0;
      for (int i = 0; i < part.size; i++) {
        starts[part.second[i] + 1]++;
      }
    }
    for (int s = 1; s < starts.length; s++) {
      starts[s] += starts[s - 1];
    }
    EventBuffer all = new EventBuffer();
    all.size = total;
    all.second = new int[total];
    all.client = new int[total];
    all.subject = new long[total];
    all.more = new long[queries ? total : 0];
    for (EventBuffer part : parts) {
      for (int i = 0; i < part.size; i++) {
        int to = starts[part.second[i]]++;
        all.second[to] = part.second[i];
        all.client[to] = part.client[i];
        all.subject[to] = part.subject[i];
        if (part.more.length > 0) {
          all.more[to] = part.more[i];
        }
      }
    }
    Arrays.fill(starts, 0);
    return all;
  }
}
