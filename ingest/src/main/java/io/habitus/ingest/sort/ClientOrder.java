package io.habitus.ingest.sort;

/** Sorts rows by client: a radix sort, because there are many rows and few bits that differ. */
final class ClientOrder {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private ClientOrder() {}

  /**
   * Sorts both arrays by client, keeping the order of equal ones.
   *
   * @param clients (rows) any longs
   * @param rows (rows) that move with them
   */
  static void sort(long[] clients, int[] rows) {
    if (clients.length == 0) {
      return;
    }
    long least = clients[0];
    long greatest = clients[0];
    for (long client : clients) {
      least = Math.min(least, client);
      greatest = Math.max(greatest, client);
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(greatest - least); // unsigned: no overflow
    long[] fromClients = clients;
    int[] fromRows = rows;
    long[] toClients = new long[clients.length];
    int[] toRows = new int[rows.length];
    for (int shift = 0; shift < bits; shift += DIGIT_BITS) {
      pass(fromClients, fromRows, toClients, toRows, least, shift);
      long[] otherClients = fromClients;
      int[] otherRows = fromRows;
      fromClients = toClients;
      fromRows = toRows;
      toClients = otherClients;
      toRows = otherRows;
    }
    if (fromClients != clients) {
      System.arraycopy(fromClients, 0, clients, 0, clients.length);
      System.arraycopy(fromRows, 0, rows, 0, rows.length);
    }
  }

  private static void pass(
      long[] fromClients, int[] fromRows, long[] toClients, int[] toRows, long least, int shift) {
    int[] ends = new int[DIGITS + 1];
    for (long client : fromClients) {
      ends[digit(client - least, shift) + 1]++;
    }
    for (int d = 0; d < DIGITS; d++) {
      ends[d + 1] += ends[d];
    }
    for (int i = 0; i < fromClients.length; i++) {
      int to = ends[digit(fromClients[i] - least, shift)]++;
      toClients[to] = fromClients[i];
      toRows[to] = fromRows[i];
    }
  }

  private static int digit(long key, int shift) {
    return (int) (key >>> shift) & (DIGITS - 1);
  }
}
