package io.habitus.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.problem.InputException;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.Task;
import io.habitus.core.target.Tasks;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Label lists of a challenge directory, with their popularity and without. */
class GivenLabelsTest {
  @TempDir Path temp;

  @BeforeEach
  void aLogOfAFewDays() throws Exception {
    LogFiles.challenge(temp.resolve("log"));
    Files.createDirectories(temp.resolve("log/target"));
  }

  private Task skus() {
    LogFiles log = new LogFiles(temp.resolve("log"));
    Path folder = temp.resolve("store");
    log.ingest(log.source(), folder, IngestOptions.defaults());
    try (SequenceStore store = SequenceStore.open(folder)) {
      Split split = Split.organisers(Micros.toInstant(store.lastTargetMicros()), 1);
      return Tasks.all(store, split, RunContext.silent()).tasks().stream()
          .filter(task -> task.name().equals(Task.SKU))
          .findFirst()
          .orElseThrow();
    }
  }

  private void labels() {
    Npy.write(temp.resolve("log/target/propensity_sku.npy"), new long[] {300, 100});
  }

  private void popularity(double... shares) {
    Npy.write(
        temp.resolve("log/target/popularity_propensity_sku.npy"),
        ElementType.FLOAT64,
        new long[] {shares.length},
        MemorySegment.ofArray(shares));
  }

  @Test
  void areTakenAsTheyAre() {
    labels();
    popularity(.7, .2);
    Task skus = skus();
    assertThat(skus.labelNames()).containsExactly("300", "100");
    assertThat(skus.popularity()).containsExactly(.7, .2);
  }

  /** The train window, 3 May, has one buy: of 100. */
  @Test
  void withoutPopularityGetItDerived() {
    labels();
    Task skus = skus();
    assertThat(skus.labelNames()).containsExactly("300", "100");
    assertThat(skus.popularity()).containsExactly(new double[] {0, 1}, within(1e-12));
  }

  @Test
  void aPopularityWithoutLabelsIsAnError() {
    popularity(.7, .2);
    assertThatThrownBy(this::skus)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("popularity_propensity_sku.npy")
        .hasMessageContaining("propensity_sku.npy, found no such file");
  }

  @Test
  void anotherNumberOfSharesIsAnError() {
    labels();
    popularity(.7);
    assertThatThrownBy(this::skus)
        .hasMessageContaining("2 values")
        .hasMessageContaining("1 values");
  }
}
