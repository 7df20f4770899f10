package io.habitus.ingest.shop;

import io.habitus.core.run.RunContext;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * Runs a world day by day. A day's clients are cut into fixed chunks, every chunk writes its own
 * buffers, and they are joined in order: the events do not depend on the number of threads.
 */
final class Simulation {
  private final World world;
  private final ForkJoinPool pool;
  private final Turns turns;
  private final RunContext context;
  private final List<Visits> workers;
  private final Choice popular;
  private final int[] scratch = new int[Visits.SECONDS + 1];

  /**
   * Begins.
   *
   * @param seed of the visits
   */
  Simulation(World world, long seed, ForkJoinPool pool, Turns turns, RunContext context) {
    this.world = world;
    this.pool = pool;
    this.turns = turns;
    this.context = context;
    int chunks = Chunks.count(world.population().size, World.CHUNK);
    workers = IntStream.range(0, chunks).mapToObj(i -> new Visits(world, seed)).toList();
    popular = new Choice(world.assortment().items);
  }

  /** Simulates one day; days are asked for in ascending order, each once. */
  DayEvents day(int day) {
    popular.begin(world.assortment().items);
    for (int item = 0; item < world.assortment().items; item++) {
      popular.add(world.popularity(item, day));
    }
    Chunks.run(
        world.population().size,
        World.CHUNK,
        pool,
        context,
        (chunk, from, until) -> simulate(workers.get(chunk), day, from, until));
    return DayEvents.of(day, workers, scratch);
  }

  private void simulate(Visits visits, int day, int from, int until) {
    turns.take();
    try {
      visits.clear();
      for (int client = from; client < until; client++) {
        visits.simulate(client, day, popular);
      }
    } finally {
      turns.giveBack();
    }
  }
}
