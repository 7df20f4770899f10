package io.habitus.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

  @Test
  void everyPieceOfEveryRoundRunsOnce() {
    for (int threads : new int[] {1, 2, 7}) {
      Set<Thread> seen = ConcurrentHashMap.newKeySet();
      try (WorkerPool pool = new WorkerPool(threads)) {
        for (int round = 0; round < 500; round++) {
          int pieces = round % 9;
          AtomicIntegerArray calls = new AtomicIntegerArray(pieces);
          pool.forEach(
              pieces,
              i -> {
                seen.add(Thread.currentThread());
                calls.incrementAndGet(i);
              });
          for (int i = 0; i < pieces; i++) {
            assertThat(calls.get(i)).isEqualTo(1);
          }
        }
      }
      assertThat(seen).hasSizeLessThanOrEqualTo(threads);
    }
  }

  @Test
  void aFailureReachesTheCallerAndTheNextRoundRuns() {
    try (WorkerPool pool = new WorkerPool(3)) {
      AtomicInteger begun = new AtomicInteger();
      assertThatThrownBy(() ->
              pool.forEach(
                  1_000_000,
                  i -> {
                    begun.incrementAndGet();
                    throw new IllegalArgumentException("piece " + i);
                  }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("piece ");
      assertThat(begun.get()).isLessThan(10);
      AtomicInteger sum = new AtomicInteger();
      pool.forEach(100, sum::addAndGet);
      assertThat(sum.get()).isEqualTo(4950);
    }
  }

  @Test
  void anInterruptedCallerFinishesItsRound() {
    try (WorkerPool pool = new WorkerPool(3)) {
      AtomicInteger sum = new AtomicInteger();
      Thread.currentThread().interrupt();
      pool.forEach(100, sum::addAndGet);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(sum.get()).isEqualTo(4950);
    }
  }
}
