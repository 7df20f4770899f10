package io.habitus.models.factorisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.run.RunContext;
import io.habitus.engine.train.TrainerFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitRunTest {
  @TempDir Path dir;

  @Test
  void whatDoesNotFitOnTheDiskIsSaidBeforeAnythingIsLearned() {
    TrainerFolder folder = TrainerFolder.of(dir.resolve("fit"), "planted");
    FitRun fit =
        new FitRun(
            folder,
            new FitRun.Learned(
                Map.of("clients", FactorRows.zeros(10_000, 50)),
                Map.of("bias", new float[250_000])));
    RunContext run = RunContext.silent();
    long once = 4 * (10_000 * 50 + 250_000);
    assertThatThrownBy(() -> fit.restore(run.withDisk(any -> 2 * once)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected room for about 7 MB, found 6 MB");
    assertThat(dir.resolve("fit")).doesNotExist();
    assertThat(fit.restore(run.withDisk(any -> 2 * once + 200_000))).isZero();
    fit.save(3);
    assertThat(folder.path().orElseThrow().resolve(TrainerFolder.CHECKPOINT))
        .satisfies(file -> assertThat(Files.size(file)).isBetween(once, once + 65_536));
    assertThat(fit.restore(run.withDisk(any -> once + 65_536))).isEqualTo(3);
  }

  @Test
  void whoKeepsNothingNeedsNoRoom() {
    FitRun.Learned learned =
        new FitRun.Learned(Map.of("clients", FactorRows.zeros(100, 50)), Map.of());
    RunContext full = RunContext.silent().withDisk(any -> 0);
    assertThat(new FitRun(TrainerFolder.none(), learned).restore(full)).isZero();
  }
}
