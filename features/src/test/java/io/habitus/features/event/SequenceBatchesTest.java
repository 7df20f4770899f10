package io.habitus.features.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceBatchesTest {
  private final RandomLog log = RandomLog.of(77, 200);
  private final Histories histories = log.memoryLog().shards(7).histories();
  private final EventFeatures features =
      EventFeatures.fit(histories, SequenceSettings.sra(), RunContext.silent());
  private final BatchSettings settings =
      BatchSettings.training(8, 5).withMaxEvents(20).withPoolBytes(200_000).withLanes(2);

  private static float[] row(BatchPart part, int client, int step) {
    float[] row = new float[part.width()];
    long at = 4L * ((long) client * part.steps() + step) * part.width();
    for (int c = 0; c < row.length; c++) {
      row[c] = part.values().get(ValueLayout.JAVA_FLOAT, at + 4L * c);
    }
    return row;
  }

  @Test
  void everyClientComesOnceWithItsNewestRowsAndZerosBehind() {
    Map<Long, float[][]> vectors = Vectors.of(histories, features);
    Set<Long> seen = new HashSet<>();
    try (BatchStream stream = SequenceBatches.of(histories, features, settings).open(0)) {
      while (stream.next()) {
        SequenceBatch batch = stream.batch();
        BatchPart input = batch.input();
        for (int i = 0; i < batch.size(); i++) {
          assertThat(seen.add(batch.clientId(i))).isTrue();
          float[][] expected = vectors.get(batch.clientId(i));
          assertThat(input.length(i)).isEqualTo(Math.min(20, expected.length));
          int skipped = expected.length - input.length(i);
          for (int step = 0; step < input.steps(); step++) {
            assertThat(row(input, i, step))
                .containsExactly(step < input.length(i) ? expected[skipped + step] : new float[59]);
          }
          assertThat(i == 0 || input.length(i) <= input.length(i - 1)).isTrue();
        }
      }
      assertThat(stream.paddingShare()).isBetween(0.0, 0.25);
    }
    assertThat(seen).isEqualTo(vectors.keySet());
  }

  private List<String> order(BatchSettings with, long epoch) {
    return order(histories, with, epoch);
  }

  private List<String> order(Histories from, BatchSettings with, long epoch) {
    List<String> order = new ArrayList<>();
    try (BatchStream stream = SequenceBatches.of(from, features, with).open(epoch)) {
      while (stream.next()) {
        SequenceBatch batch = stream.batch();
        long[] ids = new long[batch.size()];
        Arrays.setAll(ids, batch::clientId);
        order.add(Arrays.toString(ids) + batch.input().values().get(ValueLayout.JAVA_FLOAT, 0));
      }
    }
    return order;
  }

  @Test
  void anEpochRepeatsItselfAndDiffersFromTheNext() {
    assertThat(order(settings, 3)).isEqualTo(order(settings, 3)).isNotEqualTo(order(settings, 4));
    assertThat(order(BatchSettings.embedding(8), 1))
        .isEqualTo(order(BatchSettings.embedding(8), 2));
  }

  @Test
  void shardsDoNotMatterWhereOnePoolHoldsAll() {
    BatchSettings one = BatchSettings.training(8, 5).withMaxEvents(20);
    assertThat(order(log.memoryLog().shards(3).histories(), one, 2))
        .isEqualTo(order(log.memoryLog().shards(7).histories(), one, 2));
  }

  @Test
  void someClientsAlone() {
    Set<Long> seen = new HashSet<>();
    try (BatchStream stream =
        SequenceBatches.of(histories, features, settings).onlyClients(id -> id < 10).open(0)) {
      while (stream.next()) {
        for (int i = 0; i < stream.batch().size(); i++) {
          seen.add(stream.batch().clientId(i));
        }
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void targetsAreTheRowsOfTheLaterWindow() {
    long cutOff = RandomLog.START + 30L * 86_400_000_000L;
    Histories input = log.memoryLog().shards(7).histories(Long.MIN_VALUE, cutOff);
    EventFeatures read = EventFeatures.fit(input, SequenceSettings.fip(), RunContext.silent());
    EventFeatures decoded =
        EventFeatures.fit(histories, SequenceSettings.fipTarget(), RunContext.silent());
    Map<Long, float[][]> inputs = Vectors.of(input, read);
    Map<Long, float[][]> all = Vectors.of(histories, decoded);
    float[] neutral = new float[59];
    decoded.neutralRow(neutral, 0);
    int neutrals = 0;
    Set<Long> seen = new HashSet<>();
    TargetWindow window = new TargetWindow(histories, decoded, cutOff);
    try (BatchStream stream =
        SequenceBatches.of(input, read, settings.withMaxEvents(400)).withTarget(window).open(1)) {
      while (stream.next()) {
        SequenceBatch batch = stream.batch();
        BatchPart target = batch.target().orElseThrow();
        for (int i = 0; i < batch.size(); i++) {
          seen.add(batch.clientId(i));
          assertThat(row(batch.input(), i, 0)).containsExactly(inputs.get(batch.clientId(i))[0]);
          float[][] whole = all.get(batch.clientId(i));
          if (batch.isNeutral(i)) {
            neutrals++;
            assertThat(target.length(i)).isEqualTo(1);
            assertThat(row(target, i, 0)).containsExactly(neutral);
          } else {
            int from = whole.length - target.length(i);
            for (int step = 0; step < target.length(i); step++) {
              assertThat(row(target, i, step)).containsExactly(whole[from + step]);
            }
          }
        }
      }
    }
    assertThat(seen).isEqualTo(inputs.keySet());
    assertThat(neutrals).isBetween(1, seen.size() - 1);
  }

  @Test
  void aStreamMayBeLeftEarlyAndAFailureIsPassedOn() {
    try (BatchStream stream = SequenceBatches.of(histories, features, settings).open(0)) {
      assertThat(stream.next()).isTrue();
    }
    SequenceBatches failing =
        SequenceBatches.of(histories, features, settings)
            .onlyClients(id -> {
              throw new IllegalStateException("client " + id);
            });
    try (BatchStream stream = failing.open(0)) {
      assertThatThrownBy(stream::next).hasMessageStartingWith("client ");
    }
  }
}
