package io.habitus.ingest.shop;

import static io.habitus.ingest.shop.Behaviour.INTERESTS;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * One worker's simulation of clients' days: a visit or none, what is done on it, and the step of
 * the latent state to the next day. Holds scratch; not thread-safe.
 */
final class Visits {
  static final int SECONDS = 86_400;

  /** Longest visit, so that any start before noon fits into the day. */
  private static final int LONGEST = 70_000;

  private static final int USUAL_GAP_SECONDS = 35;
  private static final int BREAK_SECONDS = 5_400;

  private final World world;
  private final Population population;
  private final Assortment assortment;
  private final long seed;
  private final Draws draws = new Draws();
  private final Choice shelf = new Choice(64);
  private final double[] likings;
  private final double[] weights = new double[INTERESTS];
  private final Map<EventKind, EventBuffer> events = new EnumMap<>(EventKind.class);
  private final EventBuffer buys = buffer(EventKind.PRODUCT_BUY);
  private final EventBuffer adds = buffer(EventKind.ADD_TO_CART);
  private final EventBuffer removes = buffer(EventKind.REMOVE_FROM_CART);
  private final EventBuffer pages = buffer(EventKind.PAGE_VISIT);
  private final EventBuffer searches = buffer(EventKind.SEARCH_QUERY);
  private int[] bought = new int[16];
  private int[] removed = new int[16];
  private int boughtCount;
  private int removedCount;
  private int clock;

  /**
   * Begins.
   *
   * @param seed of the visits; the world's own for its log, any other for another future of it
   */
  Visits(World world, long seed) {
    this.world = world;
    this.seed = seed;
    population = world.population();
    assortment = world.assortment();
    likings = new double[world.largestCategory()];
  }

  private EventBuffer buffer(EventKind kind) {
    return events.computeIfAbsent(kind, any -> new EventBuffer());
  }

  /** The events since {@link #clear}, by type, clients in the order simulated. */
  EventBuffer events(EventKind kind) {
    return buffer(kind);
  }

  void clear() {
    events.values().forEach(EventBuffer::clear);
  }

  /** Simulates one client's day and moves the client's state to the next day. */
  void simulate(int client, int day, Choice popular) {
    if (population.joins[client] > day) {
      return;
    }
    draws.at(seed, Streams.VISITS, client, day);
    byte state = population.state[client];
    boolean mission = Population.onMission(state);
    boolean purchase = false;
    if (state != Population.AWAY && draws.chance(world.visitChance(client, day, mission))) {
      purchase = visit(client, day, Population.interestOf(state), mission, popular);
      population.seen[client] |= purchase ? Population.EVENT | Population.BUY : Population.EVENT;
    }
    population.state[client] = next(client, day, state, purchase);
  }

  /** The transition of docs/generator.md, "States"; {@link Forecast} has the same one. */
  private byte next(int client, int day, byte state, boolean purchase) {
    if (state == Population.AWAY) {
      return draws.chance(Behaviour.RETURN)
          ? Population.state(anyInterest(client, day), false)
          : Population.AWAY;
    }
    if (draws.chance(population.leaves[client])) {
      return Population.AWAY;
    }
    int k = Population.interestOf(state);
    if (purchase && draws.chance(Behaviour.SETTLED)) {
      return maybeMission(turn(client, day, k));
    }
    if (Population.onMission(state)) {
      boolean ends = !purchase && draws.chance(Behaviour.MISSION_ENDS);
      return Population.state(k, !ends);
    }
    boolean turns = !purchase && draws.chance(Behaviour.REFOCUS);
    return maybeMission(turns ? turn(client, day, k) : k);
  }

  private byte maybeMission(int k) {
    return Population.state(k, draws.chance(Behaviour.MISSION_STARTS));
  }

  private int turn(int client, int day, int k) {
    return draws.chance(Behaviour.REFOCUS_NEXT) ? (k + 1) % INTERESTS : anyInterest(client, day);
  }

  private int anyInterest(int client, int day) {
    world.interestWeights(client, day, weights);
    double at = draws.unit();
    int k = 0;
    while (k < INTERESTS - 1 && at >= weights[k]) {
      at -= weights[k++];
    }
    return k;
  }

  /** One visit; true if anything was bought. */
  private boolean visit(int client, int day, int k, boolean mission, Choice popular) {
    int category = population.category(client, k);
    fillShelf(client, day, category);
    int[] marks = marks();
    clock = 0;
    boughtCount = 0;
    removedCount = 0;
    if (draws.chance(0.5)) {
      page(client, Assortment.ENTRANCE);
    }
    double more = Behaviour.DEPTHS[population.depth[client]];
    double buy = world.buyChance(day, mission);
    float[] add = assortment.add[population.sensitivity[client]];
    do {
      int item =
          draws.chance(Behaviour.EXPLORATION)
              ? popular.draw(draws)
              : assortment.first[category] + shelf.draw(draws);
      look(client, item, mission);
      if (draws.chance(add[item])) {
        adds.add(tick(), client, item);
        decide(item, buy);
      }
    } while (draws.chance(more));
    leave(client);
    place(client, marks);
    return boughtCount > 0;
  }

  private void fillShelf(int client, int day, int category) {
    int from = assortment.first[category];
    int count = assortment.first[category + 1] - from;
    world.likings(client, category, likings);
    shelf.begin(count);
    for (int i = 0; i < count; i++) {
      shelf.add(likings[i] * assortment.newness(from + i, day));
    }
  }

  /** How an item is come upon, and looked at: missions search more and look again. */
  private void look(int client, int item, boolean mission) {
    double way = draws.unit();
    if (way < (mission ? 0.4 : 0.2)) {
      search(client, item);
    } else if (way < 0.7) {
      page(client, assortment.categoryPage(assortment.category[item]));
    }
    do {
      page(client, assortment.itemPage(item));
    } while (draws.chance(mission ? 0.5 : 0.35));
  }

  /** A query: the item's name, each code moved by triangular noise of at most 31. */
  private void search(int client, int item) {
    long half = 0;
    long firstHalf = 0;
    for (int j = 0; j < Assortment.CODE; j++) {
      if (j == Assortment.CODE / 2) {
        firstHalf = half;
        half = 0;
      }
      long bits = draws.bits();
      int noise = (int) (bits >>> 59) - (int) (bits >>> 54 & 31);
      int code = Math.clamp((assortment.name[item * Assortment.CODE + j] & 255) + noise, 0, 255);
      half = half << 8 | code;
    }
    searches.addQuery(tick(), client, firstHalf, half);
  }

  private void decide(int item, double buy) {
    if (draws.chance(buy)) {
      bought = room(bought, boughtCount);
      bought[boughtCount++] = item;
    } else if (draws.chance(Behaviour.REMOVE)) {
      removed = room(removed, removedCount);
      removed[removedCount++] = item;
    }
  }

  private static int[] room(int[] array, int used) {
    return used < array.length ? array : Arrays.copyOf(array, 2 * used);
  }

  /** At the end the cart is tidied, then paid for. */
  private void leave(int client) {
    if (boughtCount + removedCount > 0) {
      page(client, Assortment.CART);
    }
    for (int i = 0; i < removedCount; i++) {
      removes.add(tick(), client, removed[i]);
    }
    if (boughtCount > 0) {
      page(client, Assortment.CASH_DESK);
      tick();
      for (int i = 0; i < boughtCount; i++) {
        buys.add(clock, client, bought[i]);
      }
      page(client, Assortment.THANKS);
    }
  }

  private void page(int client, int page) {
    pages.add(tick(), client, page);
    if (draws.chance(0.06) && clock < LONGEST) {
      clock = Math.min(LONGEST, clock + (int) (BREAK_SECONDS * (0.2f + draws.exponential())));
    }
  }

  /** The time of the next event, at least a second after the last. */
  private int tick() {
    int gap = 1 + (int) (USUAL_GAP_SECONDS * draws.exponential());
    clock = clock + gap < LONGEST ? clock + gap : clock + 1;
    return clock;
  }

  private int[] marks() {
    return new int[] {buys.size(), adds.size(), removes.size(), pages.size(), searches.size()};
  }

  /** Moves the visit from second 0 to the client's time of the day, inside the day. */
  private void place(int client, int[] marks) {
    double usual = 900 * (population.hour[client] + 6.0 * draws.normal());
    int start = (int) Math.clamp(usual, 0, Math.max(0, SECONDS - 1 - clock));
    buys.shift(marks[0], start);
    adds.shift(marks[1], start);
    removes.shift(marks[2], start);
    pages.shift(marks[3], start);
    searches.shift(marks[4], start);
  }
}
