package io.habitus.ingest.shop;

import io.habitus.core.file.Replaceable;
import io.habitus.core.file.WholeFolder;
import io.habitus.core.json.Json;
import io.habitus.core.run.RunContext;
import io.habitus.core.time.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;

/**
 * Generates a shop: simulates it day by day and writes its log as a challenge directory, every file
 * in the order of time, with {@value ShopOracle#FILE} and the true probabilities beside it.
 */
public final class ShopGenerator {
  private static final Replaceable KIND = new Replaceable(ShopOracle.FILE, "a generated shop");

  private final World world;
  private final Path out;
  private final RunContext context;
  private final ForkJoinPool pool;
  private final Turns turns;
  private final SortedMap<String, Long> rows = new TreeMap<>();

  private ShopGenerator(ShopSettings settings, Path out, RunContext context, ForkJoinPool pool) {
    this.out = out;
    this.context = context;
    this.pool = pool;
    turns = new Turns(context.resources().threads());
    world = World.of(settings);
  }

  /**
   * Generates a shop. The same settings give the same bytes, for any number of threads.
   *
   * @param out the folder to appear; an older generated shop there is replaced
   * @throws io.habitus.core.problem.UsageException if another folder is in the way, or memory does
   *     not suffice
   * @throws io.habitus.core.problem.InputException if the disk is too small
   * @throws io.habitus.core.problem.InterruptedRunException if stopped; nothing is left then
   */
  public static ShopReport generate(ShopSettings settings, Path out, RunContext context) {
    KIND.require(out);
    Footprint.of(settings).check(out, context.resources());
    ForkJoinPool pool = new ForkJoinPool(context.resources().threads());
    try {
      return new ShopGenerator(settings, out, context, pool).run();
    } finally {
      pool.shutdownNow();
    }
  }

  private ShopReport run() {
    try (WholeFolder folder = WholeFolder.begin(out, KIND)) {
      world.populate(pool, context);
      CatalogueFile.write(folder.part(), world.assortment());
      rows.put(CatalogueFile.TABLE, (long) world.settings().items());
      Optional<Windows> windows =
          Windows.of(world.settings().days() - 1, world.settings().windowDays());
      Tally tally = new Tally(world, windows);
      writeLog(folder.part(), tally);
      ShopOracle oracle = oracle(folder.part(), tally, windows);
      Json.write(folder.part().resolve(ShopOracle.FILE), oracle);
      context.checkStopped("generating the shop");
      folder.commit();
      oracle.lines().forEach(context.progress()::note);
      return new ShopReport(out, world.settings(), rows, oracle);
    }
  }

  private void writeLog(Path folder, Tally tally) {
    List<EventFile> files = new ArrayList<>();
    int days = world.settings().days();
    try (var step = context.progress().start("simulating the shop", days, "days")) {
      for (EventKind kind : EventKind.values()) {
        rows.put(kind.table(), 0L);
        files.add(new EventFile(folder, kind, world, turns, context));
      }
      Simulation simulation = new Simulation(world, world.settings().seed(), pool, turns, context);
      for (int day = 0; day < days; day++) {
        tally.begin(day);
        DayEvents events = simulation.day(day);
        tally.add(events);
        files.forEach(file -> file.add(events));
        events
            .events()
            .forEach((kind, of) -> rows.merge(kind.table(), (long) of.size(), Long::sum));
        step.advance(1);
      }
      files.forEach(EventFile::finish);
    } finally {
      files.forEach(EventFile::close);
    }
  }

  private ShopOracle oracle(Path folder, Tally tally, Optional<Windows> expected) {
    Optional<Windows> windows =
        tally.lastBuyDay() < 0
            ? Optional.empty()
            : Windows.of(tally.lastBuyDay(), world.settings().windowDays());
    if (windows.isEmpty()) {
      return new ShopOracle(ShopOracle.FORMAT, world.settings(), null, ShopOracle.KNOWS, List.of());
    }
    Tally known = windows.equals(expected) ? tally : again(windows.get());
    OracleRun run = OracleRun.of(world, known, windows.get(), pool, context);
    run.write(folder.resolve(ShopOracle.FOLDER));
    Split split = windows.get().split(world.settings(), known.lastBuySecond());
    return new ShopOracle(
        ShopOracle.FORMAT, world.settings(), split, ShopOracle.KNOWS, run.score());
  }

  /** In a tiny shop the last purchase may be before the last day: tally the split that it makes. */
  private Tally again(Windows windows) {
    Tally tally = new Tally(world, Optional.of(windows));
    world.populate(pool, context);
    Simulation simulation = new Simulation(world, world.settings().seed(), pool, turns, context);
    for (int day = 0; day <= windows.lastDay(); day++) {
      tally.begin(day);
      tally.add(simulation.day(day));
    }
    return tally;
  }
}
