package io.habitus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.problem.Nearest;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void distancesAreThoseOfTheTextbook() {
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("ca", "abc")).isEqualTo(3); // optimal string alignment, not 2
    assertThat(Nearest.distance("modle", "model")).isEqualTo(1);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("Seed", "seed")).isZero();
  }

  @Test
  void onlyNearNamesAreProposed() {
    List<String> known = List.of("model", "members", "merge");
    assertThat(Nearest.of("mebmers", known)).contains("members");
    assertThat(Nearest.of("output", known)).isEmpty();
    assertThat(Nearest.advice("output", known)).isEqualTo("Known: members, merge, model.");
    assertThat(Nearest.advice("x", List.of())).isEmpty();
  }
}
