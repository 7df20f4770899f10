package io.habitus.ingest.shop;

import java.util.Arrays;
import java.util.Optional;

/** What the labels, and the oracle's score, need to know of a simulated log; fed day by day. */
final class Tally {
  private final Population population;
  private final Optional<Windows> windows;
  private final boolean[] boughtInInput;
  private final int[] trainBuys;
  private byte[] statesAtCutOff = new byte[0];
  private byte[] seenAtCutOff = new byte[0];
  private long[] validationBuys = new long[1024];
  private int validationCount;
  private int lastBuyDay = -1;
  private int lastBuySecond;

  Tally(World world, Optional<Windows> windows) {
    this.population = world.population();
    this.windows = windows;
    boughtInInput = new boolean[world.assortment().items];
    trainBuys = new int[world.assortment().items];
  }

  /** Before a day is simulated. */
  void begin(int day) {
    if (windows.isPresent() && windows.get().trainDay() == day) {
      statesAtCutOff = population.state.clone();
      seenAtCutOff = population.seen.clone();
    }
  }

  /** After a day was simulated. */
  void add(DayEvents day) {
    EventBuffer buys = day.of(EventKind.PRODUCT_BUY);
    if (buys.size() > 0) {
      lastBuyDay = day.day();
      lastBuySecond = buys.second(buys.size() - 1);
    }
    windows.ifPresent(split -> {
      for (int i = 0; i < buys.size(); i++) {
        add(split, day.day(), buys.client(i), (int) buys.subject(i));
      }
    });
  }

  private void add(Windows split, int day, int client, int item) {
    if (day < split.trainDay()) {
      boughtInInput[item] = true;
    } else if (split.inTrain(day)) {
      trainBuys[item]++;
    } else if (split.inValidation(day)) {
      if (validationCount == validationBuys.length) {
        validationBuys = Arrays.copyOf(validationBuys, 2 * validationCount);
      }
      validationBuys[validationCount++] = (long) client << 32 | item;
    }
  }

  /** Day of the last purchase, −1 if there was none. */
  int lastBuyDay() {
    return lastBuyDay;
  }

  int lastBuySecond() {
    return lastBuySecond;
  }

  boolean boughtInInput(int item) {
    return boughtInInput[item];
  }

  int trainBuys(int item) {
    return trainBuys[item];
  }

  /** Client index · 2^32 + item of every validation buy, ascending. */
  long[] validationBuys() {
    long[] sorted = Arrays.copyOf(validationBuys, validationCount);
    Arrays.sort(sorted);
    return sorted;
  }

  byte stateAtCutOff(int client) {
    return statesAtCutOff[client];
  }

  /** Whether the client had an event before the train start. */
  boolean relevant(int client) {
    return seenAtCutOff[client] != 0;
  }

  /** Whether the client had a buy before the train start. */
  boolean active(int client) {
    return (seenAtCutOff[client] & Population.BUY) != 0;
  }
}
