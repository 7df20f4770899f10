package io.habitus.features.statistical;

import io.habitus.core.array.Halves;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileMatrix;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes statistical features: one pass over the input, shards in parallel, a client by one
 * thread. Besides the result it holds 8 bytes for each value of a field whose popularity is told.
 */
public final class StatisticalFeatures {
  private final StatisticalLayout layout;
  private final Histories input;
  private final ClientSet clients;
  private final RunContext context;
  private final int[] blockOfType; // (event types), −1 for none
  private final int target; // block of the target event
  private final List<long[][]> popularity = new ArrayList<>(); // (blocks)(popular)(codes)

  private StatisticalFeatures(
      StatisticalTables tables, Histories input, ClientSet clients, RunContext context) {
    this.layout = tables.layout();
    this.input = input;
    this.clients = clients;
    this.context = context;
    Schema schema = input.schema();
    List<String> names = layout.blocks().stream().map(StatisticalLayout.Block::eventType).toList();
    this.blockOfType =
        schema.eventTypes().stream().mapToInt(type -> names.indexOf(type.name())).toArray();
    this.target = names.indexOf(schema.targetEvent());
    for (int b = 0; b < names.size(); b++) {
      long[][] fields = new long[layout.blocks().get(b).popular().size()][];
      for (int f = 0; f < fields.length; f++) {
        fields[f] = tables.popularity(b, f, input);
      }
      popularity.add(fields);
    }
  }

  /**
   * A row for every client of {@code clients}, ascending; zeros for one without events. Numbers
   * beyond float16 stay at its largest.
   */
  public static Profiles of(
      StatisticalTables tables, Histories input, ClientSet clients, RunContext context) {
    return new StatisticalFeatures(tables, input, clients, context).compute();
  }

  private Profiles compute() {
    ProfileMatrix matrix = ProfileMatrix.zeros(clients.toArray(), layout.width(), context);
    Parallel.map(
        "counting statistics",
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
    List<String> bought =
        layout.blocks().stream()
            .map(StatisticalLayout.Block::bought)
            .filter(names -> !names.isEmpty())
            .findFirst()
            .orElse(List.of());
    BlockState[] states = new BlockState[layout.blocks().size()];
    for (int b = 0; b < states.length; b++) {
      StatisticalLayout.Block block = layout.blocks().get(b);
      List<String> things = b == target || !block.bought().isEmpty() ? bought : List.of();
      long last = layout.lastMicros(block, input.untilMicros());
      states[b] = new BlockState(block, last, popularity.get(b), things, input);
    }
    return states;
  }

  private void shard(int shard, ProfileMatrix matrix) {
    BlockState[] states = states();
    double[] vector = new double[layout.width()];
    try (Histories.Cursor cursor = input.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("counting statistics");
        int row = clients.rank(cursor.events().clientId());
        if (row >= 0) {
          client(cursor.events(), states, vector);
          for (int c = 0; c < vector.length; c++) {
            matrix.set(row, c, Halves.of(vector[c]));
          }
        }
      }
    }
  }

  private void client(EventSequence events, BlockState[] states, double[] vector) {
    for (BlockState state : states) {
      state.clear();
    }
    for (int i = 0; i < events.size(); i++) {
      int block = blockOfType[events.type(i)];
      if (block >= 0) {
        states[block].add(events, i);
      }
    }
    for (BlockState state : states) {
      state.finish();
    }
    int column = 0;
    for (BlockState state : states) {
      column = state.write(vector, column, states[target]);
    }
  }
}
