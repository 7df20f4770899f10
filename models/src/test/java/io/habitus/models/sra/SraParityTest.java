package io.habitus.models.sra;

import io.habitus.engine.graph.WeightPlan;
import io.habitus.models.sequence.PackedRows;
import io.habitus.models.sequence.Parity;
import java.io.IOException;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class SraParityTest {
  @Test
  void lossGradientsAndVectorsArePyTorchs() throws IOException {
    WeightPlan plan = new WeightPlan();
    SraNetwork network =
        new SraNetwork(plan, Parity.WIDTH, Parity.HIDDEN, Parity.LATENT, Parity.WIDTH);
    try (Arena arena = Arena.ofConfined()) {
      PackedRows rows = new PackedRows(arena);
      rows.fill(Parity.rows(Parity.LENGTHS, Parity.WIDTH, 0), Parity.WIDTH);
      Parity.of("SRA").check(network, plan, new SraShard(rows, 15));
    }
  }
}
