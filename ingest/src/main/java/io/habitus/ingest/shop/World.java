package io.habitus.ingest.shop;

import static io.habitus.ingest.shop.Behaviour.INTERESTS;

import io.habitus.core.run.RunContext;
import java.util.concurrent.ForkJoinPool;

/**
 * The shop, its seasons and its clients, and the probabilities by which they act. The simulator
 * draws from these and the oracle computes with them, so that neither can drift from the other.
 */
record World(
    ShopSettings settings, Assortment assortment, Calendar calendar, Population population) {
  /** Clients that are simulated together; a constant, so that results do not depend on threads. */
  static final int CHUNK = 4096;

  static World of(ShopSettings settings) {
    return new World(
        settings, new Assortment(settings), new Calendar(settings), new Population(settings));
  }

  /** Draws all clients as they are before the first day. */
  void populate(ForkJoinPool pool, RunContext context) {
    Chunks.run(
        population.size,
        CHUNK,
        pool,
        context,
        (chunk, from, until) -> population.populate(assortment, from, until));
  }

  /** Chance that the client visits the shop on a day. */
  double visitChance(int client, int day, boolean mission) {
    if (population.joins[client] == day && day > 0) {
      return 1;
    }
    double tilt = calendar.weekend(day) ? 1 + population.weekendTilt[client] / 100.0 : 1;
    double usual = population.visits[client] * calendar.traffic(day) * tilt;
    return Math.min(Behaviour.MOST_VISIT, mission ? Behaviour.MISSION_VISITS * usual : usual);
  }

  /** Chance that an item in the cart is bought. */
  double buyChance(int day, boolean mission) {
    return calendar.sale(day) * (mission ? Behaviour.BUY_ON_MISSION : Behaviour.BUY_BROWSING);
  }

  /** ω: the chance of each interest when a client turns to any, with the categories' seasons. */
  void interestWeights(int client, int day, double[] into) {
    double sum = 0;
    for (int k = 0; k < INTERESTS; k++) {
      float season = calendar.category(day, population.category(client, k));
      into[k] = Behaviour.INTEREST_WEIGHTS[k] * season;
      sum += into[k];
    }
    for (int k = 0; k < INTERESTS; k++) {
      into[k] /= sum;
    }
  }

  /**
   * How much the client likes each item of a category, newness aside.
   *
   * @param into filled from 0, one per item of the category
   */
  void likings(int client, int category, double[] into) {
    int from = assortment.first[category];
    int count = assortment.first[category + 1] - from;
    double kappa = population.sensitivity[client] * Behaviour.SENSITIVITY_STEP;
    for (int i = 0; i < count; i++) {
      int item = from + i;
      double taste = Behaviour.ITEM_TASTE * population.dot(client, assortment.itemFactors, item);
      double price = Behaviour.PRICE_IN_CHOICE * kappa * assortment.relativePrice[item];
      into[i] = assortment.popularity[item] * Curves.exp(taste - price);
    }
  }

  /** Popularity of an item in the whole shop on a day. */
  double popularity(int item, int day) {
    return (double) assortment.categoryPopularity[assortment.category[item]]
        * assortment.popularity[item]
        * assortment.newness(item, day);
  }

  /** Most items in one category. */
  int largestCategory() {
    int largest = 0;
    for (int c = 0; c < assortment.categories; c++) {
      largest = Math.max(largest, assortment.first[c + 1] - assortment.first[c]);
    }
    return largest;
  }
}
