package io.habitus.ingest.shop;

import static io.habitus.ingest.shop.Behaviour.INTERESTS;

import java.util.Arrays;

/**
 * The true probabilities of one client, in closed form: the chance to buy each label at least once
 * in the validation window given the latent state at the train start. One worker's scratch.
 *
 * <p>The state is a Markov chain of 2K + 1 states whose step depends on whether the client bought
 * that day; the items of a visit are independent given the state. So the chance of <em>no</em> buy
 * of a label from day d on obeys a linear recursion backwards in time (docs/generator.md,
 * "Oracle"), which is run for all labels at once; the state's distribution is carried forward from
 * the train start to the window.
 */
final class Forecast {
  private static final int STATES = 1 + 2 * INTERESTS;

  private final World world;
  private final ShopLabels labels;
  private final Windows windows;
  private final Background background;
  private final int width;
  private final double[][] likings;
  private final double[] attraction;
  private final double[][] considered;
  private final double[] weights = new double[INTERESTS];
  private double[][] none;
  private double[][] earlier;
  private final double[][] opened;
  private final double[][] turned;
  private final double[] anyOpened;

  Forecast(World world, ShopLabels labels, Windows windows, Background background) {
    this.world = world;
    this.labels = labels;
    this.windows = windows;
    this.background = background;
    width = labels.width() + 1;
    likings = new double[INTERESTS][world.largestCategory()];
    attraction = new double[world.largestCategory()];
    considered = new double[INTERESTS][width];
    none = new double[STATES][width];
    earlier = new double[STATES][width];
    opened = new double[INTERESTS][width];
    turned = new double[INTERESTS][width];
    anyOpened = new double[width];
  }

  /**
   * Computes one client.
   *
   * @param state at the start of the train window's first day
   * @param into filled with the chance to buy each label, then the chance to buy anything
   */
  void compute(int client, byte state, double[] into) {
    for (int k = 0; k < INTERESTS; k++) {
      world.likings(client, world.population().category(client, k), likings[k]);
    }
    for (double[] row : none) {
      Arrays.fill(row, 1);
    }
    for (int day = windows.lastDay(); day >= windows.validationDay(); day--) {
      consider(client, day);
      backward(client, day);
    }
    double[] distribution = new double[STATES];
    distribution[state] = 1;
    for (int day = windows.trainDay(); day < windows.validationDay(); day++) {
      considerAny(client, day);
      distribution = forward(client, day, distribution);
    }
    for (int label = 0; label < width; label++) {
      double sum = 0;
      for (int s = 0; s < STATES; s++) {
        sum += distribution[s] * none[s][label];
      }
      into[label] = 1 - sum;
    }
  }

  /** Per interest and label: the chance that a considered item has it and goes to the cart. */
  private void consider(int client, int day) {
    int level = world.population().sensitivity[client];
    float[] add = world.assortment().add[level];
    double[] explored = background.of(day, level);
    for (int k = 0; k < INTERESTS; k++) {
      int from = world.assortment().first[world.population().category(client, k)];
      int count = attract(client, k, day);
      System.arraycopy(explored, 0, considered[k], 0, width);
      for (int i = 0; i < count; i++) {
        double part = attraction[i] * add[from + i];
        Background.addTo(considered[k], labels, from + i, part);
      }
    }
  }

  /** As {@link #consider}, for any item at all only: all that the train window needs. */
  private void considerAny(int client, int day) {
    int level = world.population().sensitivity[client];
    float[] add = world.assortment().add[level];
    for (int k = 0; k < INTERESTS; k++) {
      int from = world.assortment().first[world.population().category(client, k)];
      int count = attract(client, k, day);
      double sum = background.of(day, level)[width - 1];
      for (int i = 0; i < count; i++) {
        sum += attraction[i] * add[from + i];
      }
      considered[k][width - 1] = sum;
    }
  }

  /** The chance of each item of interest k to be the one considered, exploring aside. */
  private int attract(int client, int k, int day) {
    Assortment assortment = world.assortment();
    int category = world.population().category(client, k);
    int from = assortment.first[category];
    int count = assortment.first[category + 1] - from;
    double total = 0;
    for (int i = 0; i < count; i++) {
      attraction[i] = likings[k][i] * assortment.newness(from + i, day);
      total += attraction[i];
    }
    double scale = (1 - Behaviour.EXPLORATION) / total;
    for (int i = 0; i < count; i++) {
      attraction[i] *= scale;
    }
    return count;
  }

  /** What one state's day looks like: its visit, and the leaving after it. */
  private record Day(double visit, double more, double buy, double leave) {

    /** Chance that a visit has no buy of what a considered item is with chance {@code opened}. */
    double noBuy(double opened) {
      double miss = 1 - opened * buy;
      return (1 - more) * miss / (1 - more * miss);
    }
  }

  private Day day(int client, int day, boolean mission) {
    Population population = world.population();
    return new Day(
        world.visitChance(client, day, mission),
        Behaviour.DEPTHS[population.depth[client]],
        world.buyChance(day, mission),
        population.leaves[client]);
  }

  private void backward(int client, int day) {
    world.interestWeights(client, day, weights);
    openings();
    Day browsing = day(client, day, false);
    Day mission = day(client, day, true);
    away();
    for (int k = 0; k < INTERESTS; k++) {
      step(k, false, browsing);
      step(k, true, mission);
    }
    double[][] swap = none;
    none = earlier;
    earlier = swap;
  }

  /**
   * No buy later, by what the client does now: takes an interest up (browsing it or beginning a
   * mission), takes up any, or turns away from one.
   */
  private void openings() {
    Arrays.fill(anyOpened, 0);
    for (int k = 0; k < INTERESTS; k++) {
      double[] browse = none[Population.state(k, false)];
      double[] mission = none[Population.state(k, true)];
      double[] to = opened[k];
      double weight = weights[k];
      for (int label = 0; label < width; label++) {
        to[label] =
            (1 - Behaviour.MISSION_STARTS) * browse[label]
                + Behaviour.MISSION_STARTS * mission[label];
        anyOpened[label] += weight * to[label];
      }
    }
    for (int k = 0; k < INTERESTS; k++) {
      double[] next = opened[(k + 1) % INTERESTS];
      double[] to = turned[k];
      for (int label = 0; label < width; label++) {
        to[label] =
            Behaviour.REFOCUS_NEXT * next[label] + (1 - Behaviour.REFOCUS_NEXT) * anyOpened[label];
      }
    }
  }

  private void away() {
    double[] from = none[Population.AWAY];
    double[] to = earlier[Population.AWAY];
    for (int label = 0; label < width; label++) {
      to[label] = (1 - Behaviour.RETURN) * from[label];
    }
    for (int k = 0; k < INTERESTS; k++) {
      double[] browse = none[Population.state(k, false)];
      double share = Behaviour.RETURN * weights[k];
      for (int label = 0; label < width; label++) {
        to[label] += share * browse[label];
      }
    }
  }

  private void step(int k, boolean mission, Day day) {
    // A quiet day: the mission goes on or ends in browsing; browsing goes on or turns elsewhere.
    double[] on = mission ? none[Population.state(k, true)] : opened[k];
    double[] off = mission ? none[Population.state(k, false)] : turned[k];
    double ends = mission ? Behaviour.MISSION_ENDS : Behaviour.REFOCUS;
    double[] turn = turned[k];
    double[] left = none[Population.AWAY];
    double[] open = considered[k];
    double[] to = earlier[Population.state(k, mission)];
    double visit = day.visit;
    double more = day.more;
    double buy = day.buy;
    double leave = day.leave;
    double noBuyAtAll = day.noBuy(open[width - 1]);
    double quiet = 1 - visit + visit * noBuyAtAll;
    for (int label = 0; label < width; label++) {
      double miss = 1 - open[label] * buy;
      double noBuy = (1 - more) * miss / (1 - more * miss);
      double boughtOther = visit * (noBuy - noBuyAtAll);
      double ifQuiet = (1 - ends) * on[label] + ends * off[label];
      double ifBought = Behaviour.SETTLED * turn[label] + (1 - Behaviour.SETTLED) * on[label];
      to[label] =
          (quiet + boughtOther) * leave * left[label]
              + (1 - leave) * (quiet * ifQuiet + boughtOther * ifBought);
    }
  }

  /** The distribution of states after a day of the train window. */
  private double[] forward(int client, int day, double[] before) {
    world.interestWeights(client, day, weights);
    double[] after = new double[STATES];
    after[Population.AWAY] = before[Population.AWAY] * (1 - Behaviour.RETURN);
    for (int k = 0; k < INTERESTS; k++) {
      double back = before[Population.AWAY] * Behaviour.RETURN * weights[k];
      after[Population.state(k, false)] += back;
      leaveFrom(k, false, day(client, day, false), before, after);
      leaveFrom(k, true, day(client, day, true), before, after);
    }
    return after;
  }

  private void leaveFrom(int k, boolean mission, Day day, double[] before, double[] after) {
    double mass = before[Population.state(k, mission)];
    after[Population.AWAY] += mass * day.leave;
    double quiet = 1 - day.visit + day.visit * day.noBuy(considered[k][width - 1]);
    double stayQuiet = mass * (1 - day.leave) * quiet;
    double stayBought = mass * (1 - day.leave) * (1 - quiet);
    double turns = stayBought * Behaviour.SETTLED;
    double unsettled = stayBought * (1 - Behaviour.SETTLED);
    if (mission) {
      after[Population.state(k, true)] += stayQuiet * (1 - Behaviour.MISSION_ENDS) + unsettled;
      after[Population.state(k, false)] += stayQuiet * Behaviour.MISSION_ENDS;
    } else {
      turns += stayQuiet * Behaviour.REFOCUS;
      open(k, stayQuiet * (1 - Behaviour.REFOCUS) + unsettled, after);
    }
    open((k + 1) % INTERESTS, turns * Behaviour.REFOCUS_NEXT, after);
    for (int any = 0; any < INTERESTS; any++) {
      open(any, turns * (1 - Behaviour.REFOCUS_NEXT) * weights[any], after);
    }
  }

  private static void open(int k, double mass, double[] after) {
    after[Population.state(k, true)] += mass * Behaviour.MISSION_STARTS;
    after[Population.state(k, false)] += mass * (1 - Behaviour.MISSION_STARTS);
  }
}
