package io.habitus.features.event;

import io.habitus.core.problem.InterruptedRunException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One epoch's batches, taken from the lanes in turn. For use by one thread. */
public final class BatchStream implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final List<BatchLane> lanes = new ArrayList<>();
  private int turn;
  private @Nullable BatchLane lent;
  private @Nullable SequenceBatch batch;
  private long batches;
  private long rows;
  private long paddedRows;

  BatchStream(SequenceBatches source, long epoch) {
    int[] shards = shards(source, epoch);
    int count = Math.min(source.settings.lanes(), shards.length);
    for (int lane = 0; lane < count; lane++) {
      int mine = lane;
      int[] dealt =
          IntStream.range(0, shards.length)
              .filter(i -> i % count == mine)
              .map(i -> shards[i])
              .toArray();
      lanes.add(new BatchLane(source, dealt, random(source, epoch, 1 + lane), arena));
    }
    lanes.forEach(BatchLane::start);
  }

  private static SplittableRandom random(SequenceBatches source, long epoch, long stream) {
    long mixed = source.settings.seed() * 0x9E3779B97F4A7C15L + epoch;
    return new SplittableRandom(mixed * 0xD1342543DE82EF95L + stream);
  }

  private static int[] shards(SequenceBatches source, long epoch) {
    int[] shards = new int[source.histories.shardCount()];
    Arrays.setAll(shards, shard -> shard);
    if (source.settings.shuffle()) {
      SplittableRandom random = random(source, epoch, 0);
      for (int i = shards.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = shards[i];
        shards[i] = shards[j];
        shards[j] = swapped;
      }
    }
    return shards;
  }

  /**
   * Waits for the next batch; the one before may be overwritten from now on.
   *
   * @return false at the end of the epoch
   */
  public boolean next() {
    if (lent != null && batch != null) {
      lent.giveBack(batch);
      lent = null;
      batch = null;
    }
    try {
      while (!lanes.isEmpty()) {
        BatchLane lane = lanes.get(turn % lanes.size());
        SequenceBatch ready = lane.take();
        if (ready != null) {
          lend(lane, ready);
          return true;
        }
        int at = lanes.indexOf(lane);
        lanes.remove(at);
        turn = at;
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedRunException("waiting for a batch");
    }
  }

  private void lend(BatchLane lane, SequenceBatch ready) {
    turn = lanes.indexOf(lane) + 1;
    lent = lane;
    batch = ready;
    batches++;
    rows += ready.input().rows();
    paddedRows += (long) ready.size() * ready.input().steps();
  }

  /** The batch that {@link #next} brought. */
  public SequenceBatch batch() {
    if (batch == null) {
      throw new IllegalStateException("no batch: next() has not been called or returned false");
    }
    return batch;
  }

  /** Batches so far. */
  public long batches() {
    return batches;
  }

  /** Rows of the input so far, padding not counted. */
  public long rows() {
    return rows;
  }

  /** Share of the input's rows so far that are padding. */
  public double paddingShare() {
    return paddedRows == 0 ? 0 : 1 - (double) rows / paddedRows;
  }

  /** Stops the background threads and frees the batches' memory. */
  @Override
  public void close() {
    if (lent != null) {
      lent.stop();
    }
    lanes.forEach(BatchLane::stop);
    arena.close();
  }
}
