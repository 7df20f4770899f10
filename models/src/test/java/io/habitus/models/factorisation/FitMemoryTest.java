package io.habitus.models.factorisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.UsageException;
import io.habitus.core.run.Resources;
import io.habitus.models.factorisation.matrix.ClientItems;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FitMemoryTest {
  private static final Resources RESOURCES = new Resources(2, 1L << 40, Path.of("temp"));

  @Test
  void twentyMillionClientsWithSixtyFourFactors() {
    long bytes = FitMemory.ALS.bytes(20_000_000, 1_000_000, 200_000_000, 64);
    // Factors 5.12 and 0.256 GB, cells 3.2 GB, clients 0.24 GB, items 0.13 GB.
    assertThat(bytes / 1e9).isBetween(8.9, 9.0);
    assertThat(FitMemory.BPR.bytes(20_000_000, 1_000_000, 200_000_000, 64)).isLessThan(bytes);
  }

  @Test
  void columnsThatFillAVectorCount() {
    assertThat(FitMemory.BPR.bytes(1_000, 10, 5_000, 57))
        .isEqualTo(FitMemory.BPR.bytes(1_000, 10, 5_000, 64));
  }

  @Test
  void aFitThatCannotEndWellIsRefusedAndSaysHowMuchWouldDo() {
    ClientItems matrix = Planted.draw(100, 20, 5, 1).train();
    assertThatCode(() -> FitMemory.BPR.check(matrix, 64, RESOURCES)).doesNotThrowAnyException();
    assertThatThrownBy(() -> FitMemory.BPR.check(matrix, 1 << 28, RESOURCES))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("100 clients and 20 items")
        .hasMessageContaining("run with --memory ");
  }
}
