package io.habitus.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InterruptedRunException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {
  private static RunContext threads(int threads) {
    return new RunContext(new Resources(threads, 1L << 30, Path.of("/tmp")), Progress.SILENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void resultsComeInOrderAndFewAreAhead(int threads) {
    List<Integer> taken = new ArrayList<>();
    AtomicInteger begun = new AtomicInteger();
    Thread caller = Thread.currentThread();
    Parallel.forEachInOrder(
        "squaring",
        100,
        threads(threads),
        i -> {
          begun.incrementAndGet();
          return i * i;
        },
        (result, i) -> {
          assertThat(Thread.currentThread()).isSameAs(caller);
          assertThat(begun.get() - i).isBetween(1, threads);
          assertThat(result).isEqualTo(i * i);
          taken.add(i);
        });
    assertThat(taken).isEqualTo(IntStream.range(0, 100).boxed().toList());
    Parallel.forEachInOrder(
        "nothing", 0, threads(threads), i -> i, (result, i) -> assertThat(i).isNegative());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aFailureReachesTheCallerAfterTheResultsBeforeIt(int threads) {
    List<Integer> taken = new ArrayList<>();
    assertThatThrownBy(() ->
            Parallel.forEachInOrder(
                "failing",
                50,
                threads(threads),
                i -> {
                  if (i == 7) {
                    throw new IllegalArgumentException("part 7");
                  }
                  return i;
                },
                (result, i) -> taken.add(result)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("part 7");
    assertThat(taken).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void aStopEndsIt() {
    RunContext context = threads(2);
    assertThatThrownBy(() ->
            Parallel.forEachInOrder(
                "stopping", 1_000, context, i -> i, (result, i) -> context.stop()))
        .isInstanceOf(InterruptedRunException.class);
  }
}
