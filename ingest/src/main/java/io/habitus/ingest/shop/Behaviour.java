package io.habitus.ingest.shop;

/**
 * The constants of the model, under the symbols of {@code docs/generator.md}. The simulator and the
 * oracle read the same ones.
 */
final class Behaviour {
  /** F: dimensions of tastes and of items' and categories' latent vectors. */
  static final int FACTORS = 8;

  /** K: categories that a client is interested in. */
  static final int INTERESTS = 4;

  /** How often interest k is turned to, before the category's season. */
  static final double[] INTEREST_WEIGHTS = {0.4, 0.3, 0.2, 0.1};

  /** How sharply tastes choose categories and, inside a category, items. */
  static final double CATEGORY_TASTE = 0.8;

  static final double ITEM_TASTE = 0.7;

  /** Chance that a client's next interest is the category that complements the last one. */
  static final double COMPLEMENTARY_INTEREST = 0.6;

  /** ε: share of considered items that are drawn from the whole shop by popularity alone. */
  static final double EXPLORATION = 0.12;

  /** L: levels of price sensitivity; level l has κ = l · {@link #SENSITIVITY_STEP}. */
  static final int SENSITIVITY_LEVELS = 8;

  static final double SENSITIVITY_STEP = 0.25;

  /** How strongly κ · price turns the choice of an item, and adding it to the cart. */
  static final double PRICE_IN_CHOICE = 0.8;

  static final double PRICE_IN_ADDING = 0.35;

  /** Chance to add a considered item of middle price to the cart, and its bound. */
  static final double ADD = 0.3;

  static final double MOST_ADD = 0.9;

  /** b: chance that an item in the cart is bought on that visit, by mode. */
  static final double BUY_BROWSING = 0.12;

  static final double BUY_ON_MISSION = 0.6;

  /** Chance that an item in the cart that is not bought is taken out; else it is abandoned. */
  static final double REMOVE = 0.35;

  /** How much likelier a visit is on a mission, and the bound of a day's chance. */
  static final double MISSION_VISITS = 3;

  static final double MOST_VISIT = 0.95;

  /** σ: daily chance to turn to another interest while browsing. */
  static final double REFOCUS = 0.04;

  /** Share of such turns that go to the next interest in the client's order. */
  static final double REFOCUS_NEXT = 0.5;

  /** μ: daily chance that browsing becomes a mission. */
  static final double MISSION_STARTS = 0.06;

  /** τ: daily chance that a mission without a purchase is given up. */
  static final double MISSION_ENDS = 0.10;

  /** η: chance that a purchase settles the matter, so that the client turns to another interest. */
  static final double SETTLED = 0.7;

  /** ρ: daily chance that a client who left comes back. */
  static final double RETURN = 0.008;

  /** Share of the early clients who are away on the first day. */
  static final double AWAY_AT_START = 0.25;

  /** Share of the clients who are there on the first day; the others join later. */
  static final double EARLY_CLIENTS = 0.6;

  /** Attractiveness of an item of age d days is 1 + boost · exp(−d / days). */
  static final double NEWNESS_BOOST = 1.5;

  static final double NEWNESS_DAYS = 12;

  /** r: chance to consider one more item on a visit, by depth class. */
  static final double[] DEPTHS = {0.45, 0.52, 0.58, 0.64, 0.70, 0.75, 0.80, 0.85};

  private Behaviour() {}
}
