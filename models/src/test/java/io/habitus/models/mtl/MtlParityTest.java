package io.habitus.models.mtl;

import io.habitus.engine.graph.WeightPlan;
import io.habitus.models.sequence.PackedRows;
import io.habitus.models.sequence.Parity;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MtlParityTest {
  @Test
  void lossGradientsAndVectorsArePyTorchs() throws IOException {
    WeightPlan plan = new WeightPlan();
    MtlNetwork network =
        new MtlNetwork(
            plan,
            Parity.WIDTH,
            new MtlSettings(Parity.HIDDEN, Parity.LATENT, 2, 12, 10, 0, 0, 0),
            new TreeMap<>(Map.of("churn", 1, "category", 3, "sku", 4)),
            new Head.Widths(9, 6),
            new MtlModel.LossWeights(0.3, 0.35, 0.35).byHead());
    try (Arena arena = Arena.ofConfined()) {
      PackedRows rows = new PackedRows(arena);
      rows.fill(Parity.rows(Parity.LENGTHS, Parity.WIDTH, 0), Parity.WIDTH);
      List<MemorySegment> labels = new ArrayList<>();
      for (int width : List.of(3, 1, 4)) { // by the heads' names: category, churn, sku
        labels.add(labels(arena, width));
      }
      Parity.of("MTL").check(network, plan, new MtlShard(rows, labels, 4));
    }
  }

  private static MemorySegment labels(Arena arena, int width) {
    float[] truth = new float[4 * width];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = (i / width + i % width) % 3 == 0 ? 1 : 0;
    }
    return arena.allocateFrom(ValueLayout.JAVA_FLOAT, truth);
  }
}
