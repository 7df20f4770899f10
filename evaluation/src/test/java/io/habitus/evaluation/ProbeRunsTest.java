package io.habitus.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Labels;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeRunsTest {
  private static final long GIB = 1L << 30;

  private static RunContext context(int threads, long memory) {
    return new RunContext(new Resources(threads, memory, Path.of("/tmp")), Progress.SILENT);
  }

  private static List<ProbeRuns.Job> jobs(int count) {
    Profiles profiles = Profiles.ofFloats(new long[] {1}, 1, new float[] {0});
    return IntStream.range(0, count)
        .mapToObj(i -> new ProbeRuns.Job(profiles, task("task" + i)))
        .toList();
  }

  private static Task task(String name) {
    Labels none =
        new Labels() {
          @Override
          public int width() {
            return 1;
          }

          @Override
          public void fill(long clientId, float[] into, int at) {
            into[at] = 0;
          }
        };
    return new Task(
        name, TaskKind.BINARY, List.of("x"), new double[0], Optional.empty(), none, none);
  }

  /** Takes 1 GiB; fails on task0, and runs for ever on all others where it is told to. */
  private record Fake(boolean failing) implements Probe {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public long memoryBytes(Profiles profiles, Task task) {
      return GIB;
    }

    @Override
    public ProbeResult run(Profiles profiles, Task task, RunContext context) {
      if (failing && task.name().equals("task1")) {
        throw new IllegalArgumentException("task1 failed");
      }
      while (failing) {
        context.checkStopped(task.name());
        Thread.onSpinWait();
      }
      return new ProbeResult(
          task.name(),
          name(),
          List.of(new ProbeResult.Epoch(1, 0, 0.5)),
          0,
          new Predictions(new long[] {1}, 1, new float[] {0}),
          1,
          0,
          0);
    }
  }

  @Test
  void resultsComeInTheOrderOfTheJobs() {
    assertThat(ProbeRuns.all(new Fake(false), jobs(7), context(3, 8 * GIB)))
        .extracting(ProbeResult::task)
        .containsExactly("task0", "task1", "task2", "task3", "task4", "task5", "task6");
  }

  @Test
  void threadsAndMemoryBoundHowManyRunAtATime() {
    Probe probe = new Fake(false);
    assertThat(ProbeRuns.parallel(probe, jobs(6), context(4, 8 * GIB))).isEqualTo(4);
    assertThat(ProbeRuns.parallel(probe, jobs(3), context(4, 8 * GIB))).isEqualTo(3);
    assertThat(ProbeRuns.parallel(probe, jobs(6), context(4, 2 * GIB))).isEqualTo(2);
    assertThat(ProbeRuns.parallel(probe, jobs(6), context(4, GIB / 2))).isEqualTo(1);
  }

  @Test
  void oneFailureStopsTheOthers() {
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> ProbeRuns.all(new Fake(true), jobs(3), context(2, 8 * GIB)))
                .hasMessage("task1 failed"));
  }
}
