package io.habitus.recommend.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InteractionsTest {
  private static final Interactions DATA =
      new Interactions(
          new ItemIndex(List.of("a", "b", "c")),
          new long[] {5, 7, 9},
          new int[] {0, 3, 4, 6},
          new int[] {0, 1, 2, 1, 2, 0},
          new long[] {10, 20, 30, 40, 50, 60},
          List.of(
              new ContextColumn("kind", false, List.of("x", "y"), new int[] {0, 1, 0, 1, 0, -1}),
              new ContextColumn("colour", true, List.of("red"), new int[] {0, -1, 0})));

  @Test
  void itemsThatAnotherIndexLacksAreLeftOutWithAllThatBelongsToThem() {
    Interactions by = DATA.by(new ItemIndex(List.of("d", "c", "a")));
    assertThat(by.size()).isEqualTo(3);
    assertThat(by.history(0, by.length(0))).containsExactly(2, 1);
    assertThat(by.length(1)).isZero();
    assertThat(by.history(2, by.length(2))).containsExactly(1, 2);
    assertThat(by.timeMicros(0, 1)).isEqualTo(30);
    ContextColumn kind = by.context().getFirst();
    assertThat(kind.codes()).containsExactly(0, 0, 0, ContextColumn.MISSING);
    assertThat(by.context().getLast().codes()).containsExactly(ContextColumn.UNKNOWN, 0, 0);
  }

  @Test
  void theSameItemsAreTheSameData() {
    assertThat(DATA.by(new ItemIndex(List.of("a", "b", "c")))).isSameAs(DATA);
  }
}
