package io.habitus.features.event;

import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** One background thread: reads its shards into a pool, cuts the pool, fills batches, and again. */
final class BatchLane {
  /** One with the trainer, one ready, one being filled. */
  private static final int BATCHES = 3;

  /** What a lane hands over: a batch, its end, or its failure. */
  private sealed interface Message {
    record Ready(SequenceBatch batch) implements Message {}

    record Failed(Throwable cause) implements Message {}

    record Done() implements Message {}
  }

  private final SequenceBatches source;
  private final int[] shards;
  private final SplittableRandom random;
  private final BlockingQueue<SequenceBatch> free = new LinkedBlockingQueue<>();
  private final BlockingQueue<Message> ready = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final EventVectorizer vectorizer;
  private final ClientPool pool;
  private final @Nullable TargetReader target;

  BatchLane(SequenceBatches source, int[] shards, SplittableRandom random, Arena arena) {
    this.source = source;
    this.shards = shards;
    this.random = random;
    this.vectorizer = source.features.vectorizer();
    this.pool = new ClientPool(source.features.width());
    this.target =
        source.target().map(t -> new TargetReader(t, source.settings.maxEvents())).orElse(null);
    this.thread = Thread.ofPlatform().name("batches").daemon().unstarted(this::run);
    for (int i = 0; i < BATCHES; i++) {
      free.add(
          new SequenceBatch(
              new BatchPart(arena, source.features.width()),
              target == null ? null : new BatchPart(arena, target.width())));
    }
  }

  void start() {
    thread.start();
  }

  /** The next batch, or null at the end. */
  @Nullable SequenceBatch take() throws InterruptedException {
    return switch (ready.take()) {
      case Message.Ready message -> message.batch();
      case Message.Failed message ->
          throw message.cause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException(message.cause());
      case Message.Done message -> null;
    };
  }

  void giveBack(SequenceBatch batch) {
    free.add(batch);
  }

  /** Ends the thread and waits for it: its memory may be freed afterwards. */
  void stop() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (int shard : shards) {
        readShard(shard);
      }
      drain();
      ready.add(new Message.Done());
    } catch (InterruptedException e) {
      ready.add(new Message.Done());
    } catch (RuntimeException | Error e) {
      ready.add(new Message.Failed(e));
    }
  }

  private void readShard(int shard) throws InterruptedException {
    try (Histories.Cursor cursor = source.histories.open(shard);
        TargetReader.Shard targets = target == null ? null : target.open(shard)) {
      while (cursor.next()) {
        EventSequence events = cursor.events();
        if (source.clients.test(events.clientId())) {
          add(events, targets);
        }
        if (pool.bytes() + (target == null ? 0 : target.pool().bytes())
            >= source.settings.poolBytes()) {
          drain();
        }
      }
    }
  }

  private void add(EventSequence events, TargetReader.@Nullable Shard targets) {
    int rows = vectorizer.read(events);
    int from = Math.max(0, rows - source.settings.maxEvents());
    int offset = pool.add(events.clientId(), rows - from, false);
    vectorizer.write(from, rows, pool.values(), offset);
    if (targets != null) {
      targets.add(events.clientId());
    }
  }

  private void drain() throws InterruptedException {
    for (int[] members : batches(random.split())) {
      SequenceBatch batch = free.take();
      batch.fill(pool, target == null ? null : target.pool(), members);
      ready.add(new Message.Ready(batch));
    }
    pool.clear();
    if (target != null) {
      target.pool().clear();
    }
  }

  /**
   * Members of each batch. The order in which clients came into the pool does not matter, so that
   * clients of one pool have the same batches however a store deals them to its shards.
   */
  private List<int[]> batches(SplittableRandom order) {
    int[] byId = pool.byClientId();
    List<int[]> batches =
        source
            .settings
            .batches()
            .of(
                byId.length,
                rank -> pool.length(byId[rank]),
                source.settings.shuffle() ? order : null);
    batches.forEach(ranks -> Arrays.setAll(ranks, i -> byId[ranks[i]]));
    return batches;
  }
}
