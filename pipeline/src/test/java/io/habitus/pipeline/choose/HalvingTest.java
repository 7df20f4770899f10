package io.habitus.pipeline.choose;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.pipeline.choose.Halving.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class HalvingTest {

  private static List<Job> run(Halving halving, IntToDoubleFunction score) {
    List<Job> jobs = new ArrayList<>();
    for (Optional<Job> job = halving.next(); job.isPresent(); job = halving.next()) {
      jobs.add(job.get());
      halving.done(job.get(), score.applyAsDouble(job.get().trial()));
    }
    return jobs;
  }

  @Test
  void theRecipeItselfGoesThroughAllRungsFirst() {
    assertThat(run(new Halving(3, 3, 9), trial -> trial).subList(0, 4))
        .containsExactly(new Job(0, 0), new Job(0, 1), new Job(0, 2), new Job(1, 0));
  }

  /**
   * However they come, at most one in three goes on (beside trial 0), and the best gets to the top.
   */
  @Test
  void theBestOfAllReachesTheWholeAndFewOthersDo() {
    for (int best = 1; best < 27; best++) {
      int winner = best;
      Halving halving = new Halving(3, 3, 27);
      List<Job> jobs = run(halving, trial -> trial == winner ? 100 : -((trial * 7) % 27));
      assertThat(halving.best(2)).isEqualTo(winner);
      assertThat(halving.compared()).isEqualTo(2);
      assertThat(jobs).doesNotHaveDuplicates();
      assertThat(jobs.stream().filter(job -> job.rung() == 0)).hasSize(27);
      assertThat(jobs.stream().filter(job -> job.rung() == 1)).hasSizeLessThanOrEqualTo(20);
      assertThat(jobs.stream().filter(job -> job.rung() == 2)).hasSizeLessThanOrEqualTo(9);
    }
  }

  @Test
  void whenTrialsComeFromBestToWorstExactlyTheQuotaGoesOn() {
    List<Job> jobs = run(new Halving(3, 3, 27), trial -> -trial);
    assertThat(jobs.stream().filter(job -> job.rung() == 1)).hasSize(9);
    assertThat(jobs.stream().filter(job -> job.rung() == 2)).hasSize(3);
  }

  @Test
  void ofFewTrialsTheBestOtherOneIsComparedWhole() {
    Halving halving = new Halving(3, 3, 3);
    List<Job> jobs = run(halving, trial -> -trial);
    assertThat(jobs)
        .containsExactly(
            new Job(0, 0),
            new Job(0, 1),
            new Job(0, 2),
            new Job(1, 0),
            new Job(2, 0),
            new Job(1, 1),
            new Job(1, 2));
    assertThat(halving.compared()).isEqualTo(2);
    assertThat(halving.best(2)).isZero();
  }

  @Test
  void failuresAndASpaceWithoutMoreSettingsEndInTheRecipeItself() {
    Halving halving = new Halving(2, 2, 10);
    for (Optional<Job> job = halving.next(); job.isPresent(); job = halving.next()) {
      halving.done(job.get(), job.get().trial() == 0 ? 1 : Double.NEGATIVE_INFINITY);
      if (job.get().trial() == 4) {
        halving.noMore();
      }
    }
    assertThat(halving.compared()).isEqualTo(1);
    assertThat(halving.best(1)).isZero();
    assertThat(halving.on(0)).containsExactly(0);
  }
}
