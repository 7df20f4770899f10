package io.habitus.recommend.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.UsageException;
import io.habitus.core.time.Micros;
import io.habitus.recommend.Toy;
import java.time.Instant;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SplitTest {
  @Test
  void leavesTheLastItemOfEachUserOut() {
    Interactions data = Toy.of(6, new int[] {0, 1, 2, 3}, new int[] {4, 5}, new int[] {1, 2, 3});
    Partition partition = new Split.LeaveOneOut().of(data);

    assertThat(partition.training(0)).containsExactly(0, 1);
    assertThat(partition.training(1)).containsExactly(4, 5);
    assertThat(partition.training(2)).containsExactly(1);
    assertThat(partition.test().users()).containsExactly(0, 2);
    assertThat(partition.test().history(data, 0)).containsExactly(0, 1, 2);
    assertThat(partition.test().target(data, 0)).isEqualTo(3);
    assertThat(partition.validation().history(data, 1)).containsExactly(1);
    assertThat(partition.validation().target(data, 1)).isEqualTo(2);
    assertThat(partition.trainingCounts()).containsExactly(1, 2, 0, 0, 1, 1);
    assertThat(partition.warm(partition.test()).size()).isZero();
  }

  @Test
  void heldOutItemsAreNeverLearnedFrom() {
    Interactions data = Toy.of(5, new int[] {0, 1, 0, 2, 3});
    BitSet held = new BitSet();
    held.set(1);
    Partition partition = new Split.LeaveOneOut().of(data, held);

    assertThat(partition.training(0)).containsExactly(0, 0);
    assertThat(partition.trainingCounts()[1]).isZero();
    assertThat(partition.test().history(data, 0)).containsExactly(0, 1, 0, 2);
  }

  private static Interactions timed() {
    long day = 86_400_000_000L;
    return new Interactions(
        Toy.index(4),
        new long[] {7, 8, 9},
        new int[] {0, 5, 7, 9},
        new int[] {0, 1, 2, 3, 0, 1, 2, 3, 3},
        new long[] {0, day, 5 * day, 8 * day, 9 * day, 8 * day, 9 * day, day, 5 * day});
  }

  private static Split.GlobalTime days(int validation, int test, Split.Targets targets) {
    long day = 86_400_000_000L;
    return new Split.GlobalTime(
        Micros.toInstant(validation * day), Micros.toInstant(test * day), targets);
  }

  @Test
  void cutsAllUsersAtOneTime() {
    Interactions data = timed();
    Partition partition = days(5, 8, Split.Targets.ALL).of(data);

    assertThat(partition.until()).containsExactly(2, 0, 1);
    assertThat(partition.validation().users()).containsExactly(0, 2);
    assertThat(partition.validation().steps()).containsExactly(2, 1);
    // The second user had nothing before: only the second of that user's items can be asked for.
    assertThat(partition.test().users()).containsExactly(0, 0, 1);
    assertThat(partition.test().steps()).containsExactly(3, 4, 1);
    assertThat(partition.trainingCounts()).containsExactly(1, 1, 0, 1);
  }

  @Test
  void mayAskForTheFirstItemAlone() {
    Partition partition = days(5, 8, Split.Targets.FIRST).of(timed());

    assertThat(partition.test().users()).containsExactly(0);
    assertThat(partition.test().steps()).containsExactly(3);
  }

  @Test
  void aSplitByTimeNeedsTimes() {
    Split split =
        new Split.GlobalTime(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), Split.Targets.ALL);
    assertThatThrownBy(() -> split.of(Toy.of(2, new int[] {0, 1})))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("only an order");
  }
}
