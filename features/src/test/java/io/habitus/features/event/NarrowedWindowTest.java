package io.habitus.features.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A part of a window shows what a window of that part would. */
class NarrowedWindowTest {
  private static final long DAY = 86_400_000_000L;
  private final RandomLog log = RandomLog.of(5, 40);

  private static List<String> events(Histories histories) {
    List<String> lines = new ArrayList<>();
    for (int shard = 0; shard < histories.shardCount(); shard++) {
      try (Histories.Cursor cursor = histories.open(shard)) {
        while (cursor.next()) {
          EventSequence events = cursor.events();
          for (int i = 0; i < events.size(); i++) {
            lines.add(
                "%d %d %d %d %d"
                    .formatted(
                        events.clientId(),
                        events.timeMicros(i),
                        events.type(i),
                        events.code(0, i),
                        events.code(2, i)));
          }
        }
      }
    }
    return lines;
  }

  @Test
  void betweenIsTheWindowReadDirectly() {
    long from = RandomLog.START + 10 * DAY;
    long until = RandomLog.START + 25 * DAY;
    Histories whole = log.memoryLog().histories();
    Histories part = whole.between(from, until);
    assertThat(events(part)).isNotEmpty().isEqualTo(events(log.memoryLog().histories(from, until)));
    assertThat(part.fromMicros()).isEqualTo(from);
    assertThat(part.untilMicros()).isEqualTo(until);
  }

  @Test
  void aPartNeverReachesBeyondItsWhole() {
    long until = RandomLog.START + 20 * DAY;
    Histories whole = log.memoryLog().histories(Long.MIN_VALUE, until);
    Histories part = whole.between(RandomLog.START, Long.MAX_VALUE);
    assertThat(part.untilMicros()).isEqualTo(until);
    assertThat(events(part)).isEqualTo(events(whole.between(Long.MIN_VALUE, until)));
    assertThat(events(whole.between(until, Long.MAX_VALUE))).isEmpty();
  }
}
