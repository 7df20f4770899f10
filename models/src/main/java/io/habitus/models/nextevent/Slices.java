package io.habitus.models.nextevent;

import java.util.SplittableRandom;

/**
 * Which part of a history is read in an epoch.
 *
 * @param least steps of a random part; 0: the newest steps are read
 * @param most steps
 */
record Slices(int least, int most) {
  /** The newest steps. */
  static Slices newest(int most) {
    return new Slices(0, most);
  }

  /** A part of a client's history; the same number of random numbers is drawn for each. */
  EventShard.Part part(int client, int length, SplittableRandom random) {
    if (least == 0) {
      int count = Math.min(length, most);
      return new EventShard.Part(client, length - count, count);
    }
    int count = Math.min(length, least + random.nextInt(most - least + 1));
    return new EventShard.Part(client, random.nextInt(length - count + 1), count);
  }
}
