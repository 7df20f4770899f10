package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void findsTheNameThatIsMeant() {
    List<String> names = List.of("embed", "evaluate", "generate", "--profiles", "--probe");
    assertThat(Nearest.to("evalute", names)).contains("evaluate");
    assertThat(Nearest.to("--profile", names)).contains("--profiles");
    assertThat(Nearest.to("xylophone", names)).isEmpty();
  }

  @Test
  void distanceIsLevenshteins() {
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("flaw", "lawn")).isEqualTo(2);
  }
}
