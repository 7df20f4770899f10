package io.habitus.models.fip;

import io.habitus.engine.graph.WeightPlan;
import io.habitus.models.sequence.PackedRows;
import io.habitus.models.sequence.Parity;
import io.habitus.models.sra.SraNetwork;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FipParityTest {
  /** The targets' clients, longest target first, as a shard orders them. */
  private static final long[] ORDER = {2, 1, 0, 3};

  @Test
  void lossGradientsAndVectorsArePyTorchs() throws IOException {
    WeightPlan plan = new WeightPlan();
    FipNetwork network =
        new FipNetwork(
            new SraNetwork(plan, Parity.WIDTH, Parity.HIDDEN, Parity.LATENT, Parity.TARGET_WIDTH));
    try (Arena arena = Arena.ofConfined()) {
      PackedRows input = new PackedRows(arena);
      input.fill(Parity.rows(Parity.LENGTHS, Parity.WIDTH, 0), Parity.WIDTH);
      PackedRows target = new PackedRows(arena);
      List<float[]> rows = Parity.rows(Parity.TARGET_LENGTHS, Parity.TARGET_WIDTH, 0.5);
      target.fill(List.of(rows.get(2), rows.get(1), rows.get(0), rows.get(3)), Parity.TARGET_WIDTH);
      // The first step of the third sequence is client 0's, who did nothing in the month.
      MemorySegment weights = arena.allocateFrom(ValueLayout.JAVA_FLOAT, ones(10));
      weights.setAtIndex(ValueLayout.JAVA_FLOAT, target.lengths().row(2, 0), 0.8f);
      MemorySegment clients = arena.allocateFrom(ValueLayout.JAVA_LONG, ORDER);
      Parity.of("FIP").check(network, plan, new FipShard(input, target, clients, weights, 10));
    }
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
