package io.habitus.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutTest {
  @ParameterizedTest
  @CsvSource({"1,1", "1,4", "3,4", "4,4", "5,4", "128,4", "127,6", "9,1"})
  void everyClientIsInOneShardAndKeepsItsOrder(int clients, int shards) {
    Cut cut = new Cut(shards);
    List<Integer> seen = new ArrayList<>();
    for (int shard = 0; shard < cut.count(clients); shard++) {
      int[] places = cut.clients(shard, clients);
      assertThat(places).isNotEmpty().isSorted();
      IntStream.of(places).forEach(seen::add);
    }
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, clients).boxed().toList());
  }

  @Test
  void rowsLieStepByStepAndPaddedOnesSayWhere() {
    try (Arena arena = Arena.ofConfined()) {
      PackedRows rows = new PackedRows(arena);
      rows.fill(List.of(new float[] {1, 2, 3, 4, 5, 6}, new float[] {7, 8}), 2);
      assertThat(rows.values().toArray(ValueLayout.JAVA_FLOAT))
          .containsExactly(1, 2, 7, 8, 3, 4, 5, 6);
      PackedRows.Padded padded = rows.padded();
      assertThat(padded.steps()).isEqualTo(3);
      assertThat(padded.places().toArray(ValueLayout.JAVA_LONG)).containsExactly(0, 3, 1, 2);
      assertThat(padded.mask().toArray(ValueLayout.JAVA_FLOAT))
          .containsExactly(0, 0, 0, 0, -1e9f, -1e9f);
      assertThat(padded.shares().toArray(ValueLayout.JAVA_FLOAT))
          .containsExactly(1 / 3f, 1 / 3f, 1 / 3f, 1, 0, 0);
    }
  }
}
