package io.habitus.features.event;

import io.habitus.core.store.Histories;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Batches of event vectors straight from the store: clients of similar lengths, shuffled by (seed,
 * epoch), built ahead by background threads into reused native buffers. Memory: for each lane a
 * pool of {@code poolBytes} and three batches, whatever the number of clients.
 *
 * {@snippet :
 * SequenceBatches batches =
 *     SequenceBatches.of(histories, features, BatchSettings.training(128, seed));
 * try (BatchStream stream = batches.open(epoch)) {
 *   while (stream.next()) {
 *     SequenceBatch batch = stream.batch();
 *   }
 * }
 * }
 */
public final class SequenceBatches {
  final Histories histories;
  final EventFeatures features;
  final BatchSettings settings;
  final LongPredicate clients;
  final @Nullable TargetWindow target;

  private SequenceBatches(
      Histories histories,
      EventFeatures features,
      BatchSettings settings,
      LongPredicate clients,
      @Nullable TargetWindow target) {
    this.histories = histories;
    this.features = features;
    this.settings = settings;
    this.clients = clients;
    this.target = target;
  }

  /** Batches of all clients of a window. */
  public static SequenceBatches of(
      Histories histories, EventFeatures features, BatchSettings settings) {
    return new SequenceBatches(histories, features, settings, id -> true, null);
  }

  /** Batches of some clients: MTL is trained on the relevant ones. */
  public SequenceBatches onlyClients(LongPredicate newClients) {
    return new SequenceBatches(histories, features, settings, newClients, target);
  }

  /** Batches with a second part: each client's rows of a later window. */
  public SequenceBatches withTarget(TargetWindow newTarget) {
    if (newTarget.histories().shardCount() != histories.shardCount()) {
      throw new IllegalArgumentException(
          "target: expected the input's store with %d shards, found %d"
              .formatted(histories.shardCount(), newTarget.histories().shardCount()));
    }
    return new SequenceBatches(histories, features, settings, clients, newTarget);
  }

  Optional<TargetWindow> target() {
    return Optional.ofNullable(target);
  }

  /** Begins an epoch: every client once. The same epoch has the same batches in the same order. */
  public BatchStream open(long epoch) {
    return new BatchStream(this, epoch);
  }
}
