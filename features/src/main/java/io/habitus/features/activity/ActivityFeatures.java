package io.habitus.features.activity;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import java.util.List;

/**
 * Computes activity features: one pass over the input, shards in parallel, a client by one thread,
 * so the bits do not depend on how many there are. Besides the result it holds what one client of
 * each thread needs.
 */
public final class ActivityFeatures {
  private final ActivityLayout layout;
  private final Histories input;
  private final ClientSet clients;
  private final RunContext context;
  private final long cutOff;
  private final int[] blockOfType; // (event types), −1 for none

  private ActivityFeatures(
      ActivityLayout layout, Histories input, ClientSet clients, RunContext context) {
    this.layout = layout;
    this.input = input;
    this.clients = clients;
    this.context = context;
    this.cutOff =
        input.untilMicros() == Long.MAX_VALUE ? layout.cutOffMicros() : input.untilMicros();
    List<String> names = layout.blocks().stream().map(ActivityLayout.Block::eventType).toList();
    this.blockOfType =
        input.schema().eventTypes().stream().mapToInt(type -> names.indexOf(type.name())).toArray();
  }

  /** Learns the span of the data, from one pass over the times. */
  public static ActivityLayout layout(
      Histories input, List<Integer> windowDays, RunContext context) {
    List<long[]> spans =
        Parallel.map(
            "finding the span",
            "shards",
            input.shardCount(),
            context,
            shard -> span(input, shard, context));
    long first = spans.stream().mapToLong(span -> span[0]).min().orElse(Long.MAX_VALUE);
    long last = spans.stream().mapToLong(span -> span[1]).max().orElse(Long.MIN_VALUE);
    boolean empty = first > last;
    long cutOff = input.untilMicros() != Long.MAX_VALUE ? input.untilMicros() : last + 1;
    Schema schema = input.schema();
    return empty
        ? ActivityLayout.of(schema, windowDays, 0, 0)
        : ActivityLayout.of(schema, windowDays, first, cutOff);
  }

  private static long[] span(Histories input, int shard, RunContext context) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("finding the span");
        EventSequence events = cursor.events();
        first = Math.min(first, events.timeMicros(0));
        last = Math.max(last, events.timeMicros(events.size() - 1));
      }
    }
    return new long[] {first, last};
  }

  /** A row for every client of {@code clients}, ascending. */
  public static Profiles of(
      ActivityLayout layout, Histories input, ClientSet clients, RunContext context) {
    return new ActivityFeatures(layout, input, clients, context).compute();
  }

  private Profiles compute() {
    ProfileMatrix matrix = ProfileMatrix.zeros(clients.toArray(), layout.width(), context);
    float[] inactive = new float[layout.width()];
    write(states(), inactive);
    for (int row = 0; row < clients.size(); row++) {
      matrix.set(row, inactive);
    }
    Parallel.map(
        "counting activity",
        "shards",
        input.shardCount(),
        context,
        shard -> {
          shard(shard, matrix);
          return shard;
        });
    return matrix.toProfiles();
  }

  private BlockState[] states() {
    return layout.blocks().stream()
        .map(block -> new BlockState(block, layout.windowDays(), cutOff, input))
        .toArray(BlockState[]::new);
  }

  private void shard(int shard, ProfileMatrix matrix) {
    BlockState[] states = states();
    float[] vector = new float[layout.width()];
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("counting activity");
        int row = clients.rank(cursor.events().clientId());
        if (row >= 0) {
          client(cursor.events(), states);
          write(states, vector);
          matrix.set(row, vector);
        }
      }
    }
  }

  private void client(EventSequence events, BlockState[] states) {
    for (BlockState state : states) {
      state.clear();
    }
    BlockState all = states[states.length - 1];
    for (int i = 0; i < events.size(); i++) {
      int block = blockOfType[events.type(i)];
      if (block >= 0) {
        states[block].add(events, i);
        all.add(events, i);
      }
    }
  }

  private void write(BlockState[] states, float[] vector) {
    double longest = (cutOff - layout.firstMicros()) / (double) Micros.PER_DAY;
    int column = 0;
    for (BlockState state : states) {
      column = state.write(vector, column, cutOff, longest);
    }
  }
}
