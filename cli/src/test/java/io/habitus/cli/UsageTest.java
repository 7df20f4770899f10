package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageTest {
  private final Run run = new Run();

  @Test
  void versionNamesOursAndTheJvms() {
    assertThat(run.cli("--version")).isEqualTo(0);
    assertThat(run.out()).startsWith("habitus 0.").contains("JVM ").doesNotContain("${");
  }

  @Test
  void noCommandShowsHelpAndIsWrongUsage() {
    assertThat(run.cli()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: habitus");
  }

  @Test
  void aMisspeltOptionNamesTheNearestOne() {
    assertThat(run.cli("--versoin")).isEqualTo(2);
    assertThat(run.err()).contains("--versoin").contains("Did you mean --version?");
  }
}
