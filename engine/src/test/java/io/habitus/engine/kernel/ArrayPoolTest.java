package io.habitus.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayPoolTest {
  private final ArrayPool pool = new ArrayPool();

  private void use(int... sizes) {
    List<float[]> borrowed = new ArrayList<>();
    for (int size : sizes) {
      float[] array = pool.borrow(size);
      assertThat(array.length).isGreaterThanOrEqualTo(size);
      borrowed.add(array);
    }
    borrowed.forEach(pool::giveBack);
    pool.endUse();
  }

  @Test
  void givesTheSameArrayAgain() {
    float[] first = pool.borrow(5000);
    pool.giveBack(first);
    pool.endUse();
    assertThat(pool.borrow(4000)).isSameAs(first);
    assertThat(pool.borrow(4000)).isNotSameAs(first);
  }

  @Test
  void holdsNoMoreThanOneUseNeeded() {
    int most = 0;
    for (int round = 0; round < 200; round++) {
      int size = 2000 + 997 * (round * 37 % 101);
      most = Math.max(most, size);
      use(size, size / 2, 100);
      assertThat(pool.heldElements()).isLessThanOrEqualTo(2L * (size + size / 2 + 1024));
    }
    use(100);
    assertThat(pool.heldElements()).isLessThan(most);
  }
}
