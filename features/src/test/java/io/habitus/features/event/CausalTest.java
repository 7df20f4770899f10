package io.habitus.features.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Causal vectors do not know what comes later. */
class CausalTest {
  private static final SequenceSettings CAUSAL = SequenceSettings.fip().causal().withWeeks(6);

  @Test
  void everyColumnSaysThatItIsCausal() {
    SequenceLayout layout = SequenceLayout.of(Schema.challenge(), CAUSAL);
    assertThat(layout.head()).allMatch(column -> column.outlook() == Outlook.CAUSAL);
    assertThat(layout.blocks())
        .allSatisfy(block ->
            assertThat(block.columns()).allMatch(column -> column.outlook() == Outlook.CAUSAL));
    assertThat(layout.width()).isEqualTo(60); // days_since_previous stands for the recency weight
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void laterEventsChangeNothing(long seed) {
    RandomLog log = RandomLog.of(seed, 20);
    Histories all = log.memoryLog().histories();
    EventFeatures features = EventFeatures.fit(all, CAUSAL, RunContext.silent());
    Map<Long, float[][]> whole = Vectors.of(all, features);
    Random random = new Random(seed);
    for (int trial = 0; trial < 8; trial++) {
      long until = RandomLog.START + (long) (random.nextDouble() * 42 * 86_400e6);
      Histories cut = log.memoryLog().histories(Long.MIN_VALUE, until);
      Vectors.of(cut, features)
          .forEach((client, vectors) -> {
            assertThat(vectors.length).isLessThanOrEqualTo(whole.get(client).length);
            for (int r = 0; r < vectors.length; r++) {
              assertThat(vectors[r]).containsExactly(whole.get(client)[r]);
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void oneByOneEqualsBatchThroughBytes(long seed) {
    RandomLog log = RandomLog.of(seed, 20);
    Histories histories = log.memoryLog().histories();
    EventFeatures features = EventFeatures.fit(histories, CAUSAL, RunContext.silent());
    Map<Long, float[][]> batch = Vectors.of(histories, features);
    CausalStep step = features.causalStep();
    for (int shard = 0; shard < histories.shardCount(); shard++) {
      try (Histories.Cursor cursor = histories.open(shard)) {
        while (cursor.next()) {
          EventSequence events = cursor.events();
          float[][] expected = batch.get(events.clientId());
          byte[] bytes = features.newState().toBytes();
          float[] vector = new float[features.width()];
          int row = 0;
          for (int i = 0; i < events.size(); i++) {
            CausalState state = features.readState(bytes);
            if (step.advance(state, events, i, vector, 0)) {
              assertThat(vector).containsExactly(expected[row++]);
            }
            bytes = state.toBytes();
          }
          assertThat(row).isEqualTo(expected.length);
        }
      }
    }
  }

  @Test
  void theNewestRowsAreTheLastOnesOfAll() {
    RandomLog log = RandomLog.of(31, 10);
    for (SequenceSettings settings : new SequenceSettings[] {CAUSAL, SequenceSettings.sra()}) {
      Histories histories = log.memoryLog().histories();
      EventFeatures features = EventFeatures.fit(histories, settings, RunContext.silent());
      EventVectorizer vectorizer = features.vectorizer();
      try (Histories.Cursor cursor = histories.open(1)) {
        assertThat(cursor.next()).isTrue();
        int width = features.width();
        float[] all = new float[cursor.events().size() * width];
        int rows = vectorizer.fill(cursor.events(), all);
        int from = rows / 2;
        float[] newest = new float[(rows - from) * width];
        vectorizer.write(from, rows, newest, 0);
        assertThat(newest).containsExactly(Arrays.copyOfRange(all, from * width, rows * width));
      }
    }
  }

  @Test
  void foreignAndDamagedStatesAreRefused() {
    Histories histories = RandomLog.of(41, 3).memoryLog().histories();
    EventFeatures features = EventFeatures.fit(histories, CAUSAL, RunContext.silent());
    byte[] bytes = features.newState().toBytes();
    assertThatThrownBy(() -> features.readState(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> features.readState(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessageContaining("1 more bytes");
    bytes[0] = 9;
    assertThatThrownBy(() -> features.readState(bytes)).hasMessageContaining("version 9");
    EventFeatures published =
        EventFeatures.fit(histories, SequenceSettings.sra(), RunContext.silent());
    assertThatThrownBy(published::newState).isInstanceOf(UsageException.class);
  }
}
