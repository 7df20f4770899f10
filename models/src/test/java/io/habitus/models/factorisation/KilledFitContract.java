package io.habitus.models.factorisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.engine.safetensors.TensorParts;
import io.habitus.engine.train.TrainerFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL in the middle of a fit, again and again, in a process of its own. */
public abstract class KilledFitContract {
  private static final int KILLS = 2;
  private static final String RESULT = "result.safetensors";

  @TempDir Path dir;

  /** The fit, of at least 30 steps; what it learned. */
  protected abstract List<TensorParts> fit(TrainerFolder folder, RunContext context);

  @Test
  void aKilledFitEndsWithTheBitsOfOneThatWasNot() throws Exception {
    Path folder = dir.resolve("run");
    Random random = new Random();
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(folder, 1 + 2 * kill);
      awaitCheckpoint(process, folder);
      Thread.sleep(random.nextInt(50));
      process.destroyForcibly();
      assertThat(process.waitFor()).as(log()).isEqualTo(137);
      assertThat(folder.resolve(RESULT)).doesNotExist();
    }
    Process last = start(folder, 2);
    assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).as(log()).isZero();

    Path whole = dir.resolve(RESULT);
    write(whole, fit(TrainerFolder.none(), RunContext.silent().withThreads(1)));
    try (SafetensorsFile expected = SafetensorsFile.open(whole);
        SafetensorsFile found = SafetensorsFile.open(folder.resolve(RESULT))) {
      assertThat(expected.tensors()).isNotEmpty();
      expected
          .tensors()
          .forEach(tensor -> {
            long difference = found.tensor(tensor.name()).data().mismatch(tensor.data());
            assertThat(difference).as(tensor.name()).isEqualTo(-1);
          });
    }
    assertThat(log()).contains("resumes after step");
  }

  private static void write(Path file, List<TensorParts> learned) {
    SafetensorsWriter.writeParts(file, learned, Map.of());
  }

  private Process start(Path folder, int threads) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules",
            "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KilledFitContract.class.getName());
    command.addAll(List.of(getClass().getName(), folder.toString(), Integer.toString(threads)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("run.log").toFile()))
        .start();
  }

  /** Returns when this process has written another checkpoint than the one before it. */
  private void awaitCheckpoint(Process process, Path folder) throws Exception {
    Path checkpoint = folder.resolve(TrainerFolder.CHECKPOINT);
    FileTime before = time(checkpoint);
    for (int i = 0; i < 3000 && time(checkpoint).equals(before); i++) {
      assertThat(process.isAlive()).as(log()).isTrue();
      Thread.sleep(10);
    }
  }

  private static FileTime time(Path file) throws Exception {
    return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
  }

  private String log() throws Exception {
    return Files.readString(dir.resolve("run.log"));
  }

  /** Arguments: class of the test, folder, threads. The result appears when all is done. */
  public static void main(String[] arguments) throws Exception {
    KilledFitContract test =
        (KilledFitContract) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
    Path folder = Path.of(arguments[1]);
    Resources machine = Resources.ofThisMachine();
    Resources resources =
        new Resources(
            Integer.parseInt(arguments[2]), machine.memoryBytes(), folder.resolve("temp"));
    TrainerFolder kept =
        TrainerFolder.of(folder, "planted").checkpointedEvery(Duration.ofDays(1), 3);
    write(folder.resolve(RESULT), test.fit(kept, new RunContext(resources, new Slow())));
  }

  /** Slows a fit down, so that there is time to kill it. */
  private static final class Slow implements Progress {
    @Override
    public Step start(String what, long total, String unit) {
      return new Step() {
        @Override
        public void advance(long units) {
          try {
            Thread.sleep(units == 1 ? 50 : 0);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }

        @Override
        public void say(String detail) {}

        @Override
        public void close() {}
      };
    }

    @Override
    public void note(String message) {
      System.out.println(message);
    }
  }
}
