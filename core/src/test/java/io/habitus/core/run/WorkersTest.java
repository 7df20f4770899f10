package io.habitus.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InterruptedRunException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private static RunContext threads(int threads) {
    return new RunContext(new Resources(threads, 1L << 30, Path.of("/tmp")), Progress.SILENT);
  }

  @Test
  void everyPieceRunsOnce() {
    for (int threads : new int[] {1, 2, 7}) {
      AtomicIntegerArray calls = new AtomicIntegerArray(100);
      Workers.forEach(100, threads(threads), "counting", calls::incrementAndGet);
      for (int i = 0; i < 100; i++) {
        assertThat(calls.get(i)).isEqualTo(1);
      }
    }
    Workers.forEach(0, threads(3), "nothing", i -> assertThat(i).isNegative());
  }

  @Test
  void aFailureEndsTheOthersAndReachesTheCaller() {
    AtomicInteger begun = new AtomicInteger();
    assertThatThrownBy(() ->
            Workers.forEach(
                1_000_000,
                threads(3),
                "failing",
                i -> {
                  begun.incrementAndGet();
                  throw new IllegalArgumentException("piece " + i);
                }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("piece ");
    assertThat(begun.get()).isLessThan(10);
  }

  @Test
  void aStoppedRunEnds() {
    RunContext context = threads(2);
    context.stop();
    assertThatThrownBy(() -> Workers.forEach(5, context, "sleeping", i -> {}))
        .isInstanceOf(InterruptedRunException.class);
  }
}
