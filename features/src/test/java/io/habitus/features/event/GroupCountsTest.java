package io.habitus.features.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupCountsTest {
  @Test
  void countsLikeAMapAndIsEmptyAfterReset() {
    Random random = new Random(3);
    GroupCounts groups = new GroupCounts(2);
    for (int client = 0; client < 50; client++) {
      groups.reset();
      Map<Integer, int[]> expected = new HashMap<>();
      int events = random.nextInt(2000);
      for (int e = 0; e < events; e++) {
        int code = random.nextInt(1 + random.nextInt(900)) * 64;
        int column = random.nextInt(2);
        boolean measured = random.nextBoolean();
        int[] counts = expected.computeIfAbsent(code, c -> new int[3]);
        counts[column]++;
        if (measured) {
          groups.addMeasured(code, column);
          counts[2]++;
        } else {
          groups.add(code, column);
        }
      }
      assertThat(groups.size()).isEqualTo(expected.size());
      expected.forEach((code, counts) -> {
        assertThat(groups.countOf(code, 0)).isEqualTo(counts[0]);
        assertThat(groups.countOf(code, 1)).isEqualTo(counts[1]);
        assertThat(groups.measure(groups.find(code))).isEqualTo(counts[2]);
      });
      assertThat(groups.find(7)).isEqualTo(-1);
      assertThat(groups.entropy()).isCloseTo(entropy(expected), within(1e-7));
    }
  }

  private static double entropy(Map<Integer, int[]> counts) {
    double total = counts.values().stream().mapToInt(c -> c[2]).sum();
    return counts.values().stream()
        .filter(c -> c[2] > 0)
        .mapToDouble(c -> c[2] / total)
        .map(p -> -p * Math.log(p) / Math.log(2))
        .sum();
  }

  @Test
  void entropiesByHand() {
    GroupCounts groups = new GroupCounts(1);
    assertThat(groups.entropy()).isZero();
    groups.addMeasured(9, 0);
    groups.addMeasured(9, 0);
    assertThat(groups.entropy()).isZero();
    groups.addMeasured(4, 0);
    groups.addMeasured(4, 0);
    assertThat(groups.entropy()).isEqualTo(1); // two and two: one bit
    groups.addMeasured(5, 0);
    groups.addMeasured(6, 0);
    groups.addMeasured(5, 0);
    groups.addMeasured(6, 0);
    assertThat(groups.entropy()).isEqualTo(2);
    groups.add(7, 0); // counted, but not measured
    assertThat(groups.entropy()).isEqualTo(2);
  }

  @Test
  void calendarAgreesWithTheJdk() {
    for (long day = -200_000; day < 200_000; day += 17) {
      LocalDate date = LocalDate.ofEpochDay(day);
      assertThat(Calendar.dayOfMonth(day)).isEqualTo(date.getDayOfMonth());
      assertThat(Calendar.weekday(day)).isEqualTo(date.getDayOfWeek().getValue() - 1);
    }
    assertThat(Calendar.week(4)).isEqualTo(Calendar.week(10)).isEqualTo(Calendar.week(3) + 1);
  }

  @Test
  void weeksMoveOnAndForget() {
    WeekRing ring = new WeekRing(3);
    ring.moveTo(100);
    ring.add();
    ring.add();
    ring.moveTo(101);
    ring.add();
    assertThat(ring.counts).containsExactly(1, 2, 0);
    ring.moveTo(103);
    assertThat(ring.counts).containsExactly(0, 0, 1);
    ring.moveTo(900);
    assertThat(ring.counts).containsExactly(0, 0, 0);
  }
}
