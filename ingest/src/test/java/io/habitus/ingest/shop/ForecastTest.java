package io.habitus.ingest.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.RunContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The true probabilities are true: against the simulator's own futures, and against what happened.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForecastTest {
  private static final RunContext CONTEXT = Shops.context(2);

  private ForkJoinPool pool;

  @BeforeAll
  void openPool() {
    pool = new ForkJoinPool(2);
  }

  @AfterAll
  void closePool() {
    pool.shutdown();
  }

  @Test
  void closedFormEqualsTheFrequenciesOfManySimulatedFutures() {
    int futures = 3_000;
    ShopSettings settings = Shops.settings(60, 45, 6, 11);
    World world = World.of(settings);
    Tally tally = run(world);
    Windows windows = Windows.of(tally.lastBuyDay(), settings.windowDays()).orElseThrow();
    ShopLabels labels = ShopLabels.of(world.assortment(), tally);
    long[][] counts = futures(world, tally, windows, labels, futures);

    Forecast forecast =
        new Forecast(world, labels, windows, new Background(world, labels, windows));
    double[] chances = new double[labels.width() + 1];
    double largest = 0;
    for (int client = 0; client < settings.clients(); client++) {
      if (world.population().joins[client] >= windows.trainDay()) {
        continue;
      }
      forecast.compute(client, tally.stateAtCutOff(client), chances);
      for (int label = 0; label < chances.length; label++) {
        double p = chances[label];
        double found = counts[client][label] / (double) futures;
        largest = Math.max(largest, p);
        assertThat(found)
            .as("client %d, label %d, p %f", client, label, p)
            .isBetween(p - margin(p, futures), p + margin(p, futures));
      }
    }
    assertThat(largest).as("the test sees large probabilities").isGreaterThan(0.5);
  }

  /** Five standard errors: some 15,000 cells are compared. */
  private static double margin(double p, int trials) {
    return 5 * Math.sqrt(p * (1 - p) / trials) + 4.0 / trials;
  }

  private long[][] futures(
      World world, Tally tally, Windows windows, ShopLabels labels, int futures) {
    int clients = world.population().size;
    long[][] counts = new long[clients][labels.width() + 1];
    Choice[] popular = new Choice[windows.lastDay() + 1];
    for (int day = windows.trainDay(); day <= windows.lastDay(); day++) {
      popular[day] = new Choice(world.assortment().items);
      popular[day].begin(world.assortment().items);
      for (int item = 0; item < world.assortment().items; item++) {
        popular[day].add(world.popularity(item, day));
      }
    }
    for (int future = 0; future < futures; future++) {
      Visits visits = new Visits(world, 1_000_003L + future);
      for (int client = 0; client < clients; client++) {
        world.population().state[client] = tally.stateAtCutOff(client);
        boolean[] bought = new boolean[labels.width() + 1];
        for (int day = windows.trainDay(); day <= windows.lastDay(); day++) {
          visits.clear();
          visits.simulate(client, day, popular[day]);
          EventBuffer buys = visits.events(EventKind.PRODUCT_BUY);
          for (int i = 0; i < buys.size() && windows.inValidation(day); i++) {
            mark(bought, labels, (int) buys.subject(i));
          }
        }
        for (int label = 0; label < bought.length; label++) {
          counts[client][label] += bought[label] ? 1 : 0;
        }
      }
    }
    return counts;
  }

  private static void mark(boolean[] bought, ShopLabels labels, int item) {
    bought[labels.width()] = true;
    for (int[] ofItem : labels.ofItem()) {
      if (ofItem[item] >= 0) {
        bought[ofItem[item]] = true;
      }
    }
  }

  @Test
  void probabilitiesAreCalibratedAndNothingNoisierRanksBetter() {
    ShopSettings settings = Shops.settings(6_000, 60, 14, 21);
    World world = World.of(settings);
    Tally tally = run(world);
    Windows windows = Windows.of(tally.lastBuyDay(), settings.windowDays()).orElseThrow();
    OracleRun oracle = OracleRun.of(world, tally, windows, pool, CONTEXT);

    assertCalibrated(oracle);
    int any = oracle.width();
    double exact = auroc(oracle, any, 0);
    assertThat(exact).isGreaterThan(0.7);
    assertThat(auroc(oracle, any, 1)).isLessThan(exact);
    assertThat(auroc(oracle, any, 3)).isLessThan(auroc(oracle, any, 1));
    double all = 0;
    double noisy = 0;
    for (int label = 0; label < any; label++) {
      all += auroc(oracle, label, 0);
      noisy += auroc(oracle, label, 1);
    }
    assertThat(noisy).isLessThan(all);
  }

  /** In every tenth of the predicted probabilities the share that happened is the predicted one. */
  private static void assertCalibrated(OracleRun oracle) {
    int bins = 10;
    double[] expected = new double[bins];
    double[] variance = new double[bins];
    long[] happened = new long[bins];
    for (int row = 0; row < oracle.clients(); row++) {
      for (int label = 0; label <= oracle.width(); label++) {
        double p = oracle.chance(row, label);
        int bin = Math.min(bins - 1, (int) (p * bins));
        expected[bin] += p;
        variance[bin] += p * (1 - p);
        happened[bin] += oracle.happened(row, label) ? 1 : 0;
      }
    }
    assertThat(expected[5]).as("large probabilities occur").isGreaterThan(20);
    for (int bin = 0; bin < bins; bin++) {
      // Labels of one client share its visits, so cells are not independent: a wider margin.
      double margin = 8 * Math.sqrt(variance[bin]) + 5;
      assertThat((double) happened[bin])
          .as("bin %d of %s", bin, Arrays.toString(expected))
          .isBetween(expected[bin] - margin, expected[bin] + margin);
    }
  }

  private static double auroc(OracleRun oracle, int label, double noise) {
    SplittableRandom random = new SplittableRandom(99 + label);
    RankedScores ranked = new RankedScores(oracle.clients());
    for (int row = 0; row < oracle.clients(); row++) {
      double factor = Math.exp(noise * (2 * random.nextDouble() - 1));
      ranked.add((float) (oracle.chance(row, label) * factor), oracle.happened(row, label));
    }
    return ranked.auroc();
  }

  private Tally run(World world) {
    ShopSettings settings = world.settings();
    Tally tally = new Tally(world, Windows.of(settings.days() - 1, settings.windowDays()));
    world.populate(pool, CONTEXT);
    Simulation simulation = new Simulation(world, settings.seed(), pool, new Turns(2), CONTEXT);
    for (int day = 0; day < settings.days(); day++) {
      tally.begin(day);
      tally.add(simulation.day(day));
    }
    assertThat(Optional.of(tally.lastBuyDay())).hasValue(settings.days() - 1);
    return tally;
  }
}
