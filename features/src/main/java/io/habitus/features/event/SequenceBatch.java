package io.habitus.features.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A batch of clients with similar lengths, longest first. Valid until the next one is asked for.
 */
public final class SequenceBatch {
  private final BatchPart input;
  private final @Nullable BatchPart target;
  private long[] clientIds = new long[0];
  private boolean[] neutral = new boolean[0];

  SequenceBatch(BatchPart input, @Nullable BatchPart target) {
    this.input = input;
    this.target = target;
  }

  /** Number of clients. */
  public int size() {
    return clientIds.length;
  }

  public long clientId(int i) {
    return clientIds[i];
  }

  /** The clients' rows. */
  public BatchPart input() {
    return input;
  }

  /** Rows of the window that is to be predicted, where batches have one. */
  public Optional<BatchPart> target() {
    return Optional.ofNullable(target);
  }

  /** Whether client {@code i} did nothing in the target window: its target is one neutral row. */
  public boolean isNeutral(int i) {
    return neutral[i];
  }

  void fill(ClientPool inputs, @Nullable ClientPool targets, int[] members) {
    clientIds = new long[members.length];
    neutral = new boolean[members.length];
    for (int i = 0; i < members.length; i++) {
      clientIds[i] = inputs.clientId(members[i]);
      neutral[i] = targets != null && targets.isNeutral(members[i]);
    }
    inputs.copy(members, input);
    if (targets != null && target != null) {
      targets.copy(members, target);
    }
  }
}
