package io.habitus.ingest.shop;

import static io.habitus.ingest.shop.Behaviour.FACTORS;
import static io.habitus.ingest.shop.Behaviour.INTERESTS;

/**
 * Who shops: for every client what never changes (tastes, interests, habits) and the latent state
 * of the day, about 70 bytes each in primitive arrays. Different clients may be set and read by
 * different threads.
 */
final class Population {
  /** State of a client who left; any other is {@link #state}. */
  static final byte AWAY = 0;

  /** Bits of {@link #seen}. */
  static final byte EVENT = 1;

  static final byte BUY = 2;

  private static final int ID_SPREAD = 16;

  final int size;

  /** Latent tastes; (clients × F), standard normal. */
  final float[] taste;

  /** Categories of interest; (clients × K). */
  final char[] interest;

  /** a: chance to visit on an ordinary day while browsing. */
  final float[] visits;

  /** h: daily chance to leave. */
  final float[] leaves;

  /** Level of price sensitivity, 0 … L − 1. */
  final byte[] sensitivity;

  /** Class of {@link Behaviour#DEPTHS}. */
  final byte[] depth;

  /** Weekend visits are 1 + tilt / 100 times as likely. */
  final byte[] weekendTilt;

  /** Usual time of the first click, in quarters of an hour since midnight. */
  final byte[] hour;

  /** First day; 0 for clients who are there when the log begins. */
  final char[] joins;

  /** Latent state at the start of the day to be simulated next. */
  final byte[] state;

  /** Whether the client has had an event, a buy. */
  final byte[] seen;

  private final ShopSettings settings;
  private final long[] ids;

  Population(ShopSettings settings) {
    this.settings = settings;
    size = settings.clients();
    taste = new float[Math.multiplyExact(size, FACTORS)];
    interest = new char[size * INTERESTS];
    visits = new float[size];
    leaves = new float[size];
    sensitivity = new byte[size];
    depth = new byte[size];
    weekendTilt = new byte[size];
    hour = new byte[size];
    joins = new char[size];
    state = new byte[size];
    seen = new byte[size];
    ids = new Ids(size, ID_SPREAD, new Draws().at(settings.seed(), Streams.IDS, 1, 0)).all();
  }

  /** The state of a client who is interested in interest {@code k}. */
  static byte state(int k, boolean mission) {
    return (byte) (1 + 2 * k + (mission ? 1 : 0));
  }

  static int interestOf(byte state) {
    return (state - 1) >> 1;
  }

  static boolean onMission(byte state) {
    return state != AWAY && (state & 1) == 0;
  }

  long id(int client) {
    return ids[client];
  }

  int category(int client, int k) {
    return interest[client * INTERESTS + k];
  }

  /** Draws the clients {@code from … until − 1}. */
  void populate(Assortment assortment, int from, int until) {
    Draws draws = new Draws();
    Choice categories = new Choice(assortment.categories);
    for (int client = from; client < until; client++) {
      draws.at(settings.seed(), Streams.CLIENTS, client, 0);
      for (int f = 0; f < FACTORS; f++) {
        taste[client * FACTORS + f] = draws.normal();
      }
      drawInterests(client, assortment, categories, draws);
      drawHabits(client, draws);
      drawStart(client, draws);
    }
  }

  private void drawInterests(int client, Assortment assortment, Choice categories, Draws draws) {
    categories.begin(assortment.categories);
    for (int c = 0; c < assortment.categories; c++) {
      double liking = dot(client, assortment.categoryFactors, c);
      categories.add(
          assortment.categoryPopularity[c] * Curves.exp(Behaviour.CATEGORY_TASTE * liking));
    }
    int at = client * INTERESTS;
    for (int k = 0; k < INTERESTS; k++) {
      boolean complement = draws.chance(Behaviour.COMPLEMENTARY_INTEREST);
      int drawn = categories.draw(draws);
      interest[at + k] =
          (char) (k > 0 && complement ? assortment.complement[interest[at + k - 1]] : drawn);
    }
  }

  /** ⟨taste of the client, row {@code index} of a (n × F) matrix⟩. */
  double dot(int client, float[] factors, int index) {
    float sum = 0;
    for (int f = 0; f < FACTORS; f++) {
      sum += taste[client * FACTORS + f] * factors[index * FACTORS + f];
    }
    return sum;
  }

  private void drawHabits(int client, Draws draws) {
    visits[client] = (float) Math.clamp(0.09 * Curves.exp(draws.normal()), 0.004, 0.8);
    leaves[client] = (float) Math.clamp(0.008 * Curves.exp(0.6 * draws.normal()), 0.0005, 0.1);
    double skewed = draws.unit();
    sensitivity[client] = (byte) (Behaviour.SENSITIVITY_LEVELS * skewed * StrictMath.sqrt(skewed));
    depth[client] = (byte) draws.below(Behaviour.DEPTHS.length);
    weekendTilt[client] = (byte) (draws.below(101) - 50);
    int peak = draws.chance(0.45) ? 80 : draws.chance(0.5) ? 50 : 36;
    hour[client] = (byte) Math.clamp(Math.round(peak + 5 * draws.normal()), 4, 92);
  }

  private void drawStart(int client, Draws draws) {
    boolean early = settings.days() == 1 || draws.chance(Behaviour.EARLY_CLIENTS);
    joins[client] = (char) (early ? 0 : 1 + draws.below(settings.days() - 1));
    boolean away = early && draws.chance(Behaviour.AWAY_AT_START);
    int k = weighted(Behaviour.INTEREST_WEIGHTS, draws);
    boolean mission = !early && draws.chance(0.5);
    state[client] = away ? AWAY : state(k, mission);
    seen[client] = 0;
  }

  private static int weighted(double[] weights, Draws draws) {
    double at = draws.unit();
    int k = 0;
    while (k < weights.length - 1 && at >= weights[k]) {
      at -= weights[k++];
    }
    return k;
  }
}
