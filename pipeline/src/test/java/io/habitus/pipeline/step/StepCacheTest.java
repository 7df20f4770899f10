package io.habitus.pipeline.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.file.WholeFile;
import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.testkit.run.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepCacheTest {
  @TempDir Path dir;

  private final List<String> ran = new ArrayList<>();

  /** Two steps: one copies a file, the other appends to what the first made. */
  private StepResult chain(String suffix) {
    StepCache cache = new StepCache(dir.resolve("steps"));
    Path source = dir.resolve("source");
    StepKey first = StepKey.of("first", 1, Map.of(), Map.of("source", Fingerprint.of(source)));
    StepResult one = cache.run(first, RunContext.silent(), to -> write(to, "first", read(source)));
    StepKey second =
        StepKey.of("second", 1, Map.of("suffix", suffix), Map.of("first", one.fingerprint()));
    return cache.run(
        second,
        RunContext.silent(),
        to -> write(to, "second", read(one.folder().resolve("out")) + suffix));
  }

  private void write(Path folder, String step, String text) {
    ran.add(step);
    WholeFile.write(folder.resolve("out"), text);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> ranBy(String suffix, String expected) {
    ran.clear();
    assertThat(read(chain(suffix).folder().resolve("out"))).isEqualTo(expected);
    return List.copyOf(ran);
  }

  @Test
  void onlyWhatDependsOnAChangeRunsAgain() {
    WholeFile.write(dir.resolve("source"), "a");
    assertThat(ranBy("1", "a1")).containsExactly("first", "second");
    assertThat(ranBy("1", "a1")).isEmpty();
    assertThat(ranBy("2", "a2")).containsExactly("second");
    WholeFile.write(dir.resolve("source"), "b");
    assertThat(ranBy("2", "b2")).containsExactly("first", "second");
    WholeFile.write(dir.resolve("source"), "a");
    assertThat(ranBy("1", "a1")).isEmpty();
  }

  @Test
  void aResultThatWasTamperedWithIsMadeAgain() throws IOException {
    WholeFile.write(dir.resolve("source"), "a");
    Path result = chain("1").folder();
    Files.writeString(result.resolve("out"), "something else");
    assertThat(ranBy("1", "a1")).containsExactly("second");
    Files.delete(result.resolve("out"));
    assertThat(ranBy("1", "a1")).containsExactly("second");
    Files.writeString(result.resolve(StepRecord.FILE), "{");
    assertThat(ranBy("1", "a1")).containsExactly("second");
  }

  @Test
  void aStepThatFailsLeavesNothing() {
    StepCache cache = new StepCache(dir.resolve("steps"));
    StepKey key = StepKey.of("broken", 1, Map.of(), Map.of());
    assertThatThrownBy(() ->
            cache.run(
                key,
                RunContext.silent(),
                to -> {
                  WholeFile.write(to.resolve("half"), "x");
                  throw new IllegalStateException("broken");
                }))
        .hasMessage("broken");
    assertThat(dir.resolve("steps")).isEmptyDirectory();
  }

  @Test
  void aStoppedRunBeginsNoStep() {
    RunContext context = RunContext.silent();
    context.stop();
    StepKey key = StepKey.of("late", 1, Map.of(), Map.of());
    assertThatThrownBy(() -> new StepCache(dir).run(key, context, to -> ran.add("late")))
        .isInstanceOf(InterruptedRunException.class);
    assertThat(ran).isEmpty();
  }

  /** Run in a process of its own: the second step is killed while it writes. */
  static final class Killed {
    public static void main(String[] args) {
      Path dir = Path.of(args[0]);
      RunLock lock = RunLock.of(dir);
      StepCache cache = new StepCache(dir.resolve("steps"));
      for (int i = 0; i < 2; i++) {
        int step = i;
        cache.run(
            key(step),
            RunContext.silent(),
            to -> {
              WholeFile.write(to.resolve("out"), "made by the killed run");
              if (step == 1) {
                Runtime.getRuntime().halt(9);
              }
            });
      }
      lock.close();
    }

    static StepKey key(int step) {
      return StepKey.of("step" + step, 1, Map.of(), Map.of());
    }
  }

  @Test
  void unfinishedWorkIsKeptUntilTheResultIsWhole() {
    StepCache cache = new StepCache(dir.resolve("steps"));
    StepKey key = StepKey.of("train", 1, Map.of(), Map.of());
    Path kept = cache.workFolder(key).resolve("checkpoint");
    assertThatThrownBy(() ->
            cache.run(
                key,
                RunContext.silent(),
                to -> {
                  WholeFile.write(kept, "half");
                  throw new InterruptedRunException("training");
                }))
        .isInstanceOf(InterruptedRunException.class);
    assertThat(kept).hasContent("half");
    StepResult result =
        cache.run(key, RunContext.silent(), to -> write(to, "train", read(kept) + " and whole"));
    assertThat(result.folder().resolve("out")).hasContent("half and whole");
    assertThat(cache.workFolder(key)).doesNotExist();
  }

  @Test
  void aKilledRunGoesOnWhereItStopped() throws Exception {
    try (ChildJvm killed = ChildJvm.start(dir.resolve("log"), Killed.class, dir)) {
      assertThat(killed.exitCode()).as(killed.printed()).isEqualTo(9);
    }
    assertThat(dir.resolve("steps"))
        .isDirectoryContaining(path -> path.toString().endsWith(".part"));

    StepCache cache = new StepCache(dir.resolve("steps"));
    try (RunLock lock = RunLock.of(dir)) {
      assertThat(lock).isNotNull();
      assertThat(cache.run(Killed.key(0), RunContext.silent(), to -> ran.add("0")).reused())
          .isTrue();
      assertThat(
              cache.run(Killed.key(1), RunContext.silent(), to -> write(to, "1", "new")).reused())
          .isFalse();
    }
    assertThat(ran).containsExactly("1");
    assertThat(dir.resolve("steps"))
        .isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
  }

  @Test
  void twoRunsDoNotShareAFolder() {
    try (RunLock first = RunLock.of(dir)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> RunLock.of(dir))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    RunLock.of(dir).close();
  }

  @Test
  void metricsAreAppended() throws IOException {
    MetricsLog log = new MetricsLog(dir);
    log.append("step", Map.of("name", "a", "seconds", 1.5));
    new MetricsLog(dir).append("step", Map.of("name", "b"));
    assertThat(Files.readAllLines(dir.resolve(MetricsLog.FILE)))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("{\"event\":\"step\",\"name\":\"a\",\"seconds\":1.5,\"time\":\"2");
  }
}
