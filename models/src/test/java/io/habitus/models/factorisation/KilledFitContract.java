package io.habitus.models.factorisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.engine.safetensors.TensorParts;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.testkit.run.ChildJvm;
import io.habitus.testkit.run.HeardProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm fit = start(folder, 1 + 2 * kill)) {
        fit.awaitWritten(folder.resolve(TrainerFolder.CHECKPOINT));
        fit.kill();
      }
      assertThat(folder.resolve(RESULT)).doesNotExist();
    }
    try (ChildJvm last = start(folder, 2)) {
      last.awaitSuccess();
      assertThat(last.printed()).contains("resumes after step");
    }

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
  }

  private static void write(Path file, List<TensorParts> learned) {
    SafetensorsWriter.writeParts(file, learned, Map.of());
  }

  private ChildJvm start(Path folder, int threads) throws Exception {
    Path log = dir.resolve("run.log");
    return ChildJvm.start(log, KilledFitContract.class, getClass().getName(), folder, threads);
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
    write(folder.resolve(RESULT), test.fit(kept, new RunContext(resources, slow())));
  }

  /** So that there is time to kill it. */
  private static Progress slow() {
    return new HeardProgress()
        .onAdvance((what, units) -> ChildJvm.sleep(units == 1 ? 50 : 0))
        .onNote(System.out::println);
  }
}
