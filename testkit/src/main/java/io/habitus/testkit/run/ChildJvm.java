package io.habitus.testkit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A class of the test's class path whose {@code main} runs in a JVM of its own, to be killed in the
 * middle or watched from outside. What it prints goes to a file, behind what was printed there
 * before. Closing it ends it.
 */
public final class ChildJvm implements AutoCloseable {
  /** Of a process that SIGKILL ended. */
  private static final int KILLED = 128 + 9;

  private static final int PATIENCE_SECONDS = 300;
  private static final int PAUSE_MILLIS = 10;
  private final Process process;
  private final Path log;

  private ChildJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it with a small heap and the flags that Habitus runs with. */
  public static ChildJvm start(Path log, Class<?> main, Object... arguments) throws IOException {
    return start(flags("-Xmx256m"), log, main, arguments);
  }

  /** What Habitus runs with, and a limit of the heap such as {@code -Xmx64m}. */
  public static List<String> flags(String heap) {
    return List.of(
        heap,
        "-XX:-UseProfiledLoopPredicate",
        "--enable-native-access=ALL-UNNAMED",
        "--add-modules",
        "jdk.incubator.vector");
  }

  /** Starts it with these flags alone. */
  public static ChildJvm start(List<String> flags, Path log, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    return new ChildJvm(builder.start(), log);
  }

  /** Returns when a file is there, or is another than now. */
  public void awaitWritten(Path file) throws Exception {
    FileTime before = time(file);
    await(() -> !time(file).equals(before));
  }

  private static FileTime time(Path file) throws IOException {
    return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
  }

  /** Returns when it has come so far; fails if it ends before. */
  public void await(Callable<Boolean> reached) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!reached.call()) {
      assertThat(process.isAlive()).as(printed()).isTrue();
      assertThat(System.nanoTime()).as("too slow: %s", printed()).isLessThan(end);
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** SIGKILL at some moment of the next 50 milliseconds. */
  public void kill() throws Exception {
    Thread.sleep(System.nanoTime() % 50);
    process.destroyForcibly();
    assertThat(exitCode()).as(printed()).isEqualTo(KILLED);
  }

  /** Returns when it has ended well. */
  public void awaitSuccess() throws Exception {
    assertThat(exitCode()).as(printed()).isZero();
  }

  /** How it ended, once it has. */
  public int exitCode() throws Exception {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .as("it does not end: %s", printed())
        .isTrue();
    return process.exitValue();
  }

  /** All that is in its file. */
  public String printed() throws IOException {
    return Files.readString(log);
  }

  /** In the child: slows it down, so that there is time to kill it. */
  public static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
