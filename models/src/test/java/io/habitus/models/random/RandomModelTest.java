package io.habitus.models.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModelContract;
import io.habitus.testkit.memory.MemoryLog;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomModelTest extends ProfileModelContract {
  @Override
  protected ProfileModel model() {
    return new RandomModel(17);
  }

  private static Profiles noise(long seed, ClientSet clients) {
    Histories none = MemoryLog.challenge().histories();
    return new RandomModel(17)
        .fit(none, clients, seed, RunContext.silent())
        .embed(none, clients, RunContext.silent());
  }

  @Test
  void noiseIsStandardNormalAndUncorrelatedBetweenNeighbours() {
    Profiles noise = noise(3, ClientSet.of(LongStream.range(0, 6_000).toArray()));
    int n = noise.size() * noise.width();
    double sum = 0;
    double squares = 0;
    double columns = 0;
    double rows = 0;
    for (int row = 1; row < noise.size(); row++) {
      for (int column = 1; column < noise.width(); column++) {
        double value = noise.get(row, column);
        sum += value;
        squares += value * value;
        columns += value * noise.get(row, column - 1);
        rows += value * noise.get(row - 1, column);
      }
    }
    assertThat(sum / n).isCloseTo(0, within(0.02));
    assertThat(squares / n).isCloseTo(1, within(0.08));
    assertThat(columns / n).isCloseTo(0, within(0.02));
    assertThat(rows / n).isCloseTo(0, within(0.02));
  }

  @Test
  void aClientsNoiseIsItsOwnWhoeverElseThereIs() {
    float alone = noise(3, ClientSet.of(42)).get(0, 5);
    Profiles together = noise(3, ClientSet.of(1, 42, 77));
    assertThat(together.get(1, 5)).isEqualTo(alone);
    assertThat(noise(4, ClientSet.of(42)).get(0, 5)).isNotEqualTo(alone);
  }
}
