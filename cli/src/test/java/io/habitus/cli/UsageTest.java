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
  void aMisspeltOptionThatIsRequiredIsNotCalledMissing() {
    assertThat(run.cli("inspect", "--dta", "shop")).isEqualTo(2);
    assertThat(run.err())
        .contains("Unknown option: '--dta'")
        .contains("Did you mean --data?")
        .doesNotContain("Missing");
    assertThat(run.cli("inspect", "--threads=2")).isEqualTo(2);
    assertThat(run.err()).contains("Missing required option: '--data=DIR'");
  }

  @Test
  void profilesThatAreNotThereAreNamedBeforeTheDataIsRead() {
    assertThat(run.cli("evaluate", "--data", "nowhere", "--profiles", "none", "--out", "scores"))
        .isEqualTo(1);
    assertThat(run.err()).contains("none: expected a folder of profiles, found no such folder");
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

  @Test
  void aMisspeltTimeZoneNamesTheNearestOne() {
    assertThat(run.cli("ingest", "--data", "shop", "--out", "s", "--timezone", "Europe/Warsw"))
        .isEqualTo(2);
    assertThat(run.err())
        .contains("expected a time zone such as Europe/Warsaw, found 'Europe/Warsw'")
        .contains("Did you mean Europe/Warsaw?")
        .doesNotContain("java.time");
  }
}
