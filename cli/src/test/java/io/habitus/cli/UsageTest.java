package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void sizesThatAreNoneSayWhatOneIs() {
    assertThat(run.cli("inspect", "--data", "shop", "--memory", "1x")).isEqualTo(2);
    assertThat(run.err()).contains("expected a size such as 4g or 512m, found '1x'");
    assertThat(run.cli("inspect", "--data", "shop", "--memory", "99999999999999999999g"))
        .isEqualTo(2);
    assertThat(run.err()).contains("which is too large").doesNotContain("java.lang");
    assertThat(run.cli("inspect", "--data", "shop", "--threads", "0")).isEqualTo(2);
    assertThat(run.err()).contains("threads: expected at least 1, found 0");
  }

  @Test
  void whatACommandDidNotMakeIsNotReplaced(@TempDir Path dir) throws Exception {
    Path other = Files.createDirectory(dir.resolve("other"));
    Path thesis = Files.writeString(other.resolve("thesis.txt"), "ten years");
    for (Path out : List.of(other, thesis)) {
      assertThat(run.cli("embed", "--data", "nowhere", "--model", "rfm", "--out", out))
          .isEqualTo(2);
      assertThat(run.err())
          .contains("expected a new or empty folder, or profiles to replace, found")
          .contains(out + "; name another one");
      assertThat(run.cli("sae", "--data", "nowhere", "--profiles", "p", "--out", out)).isEqualTo(2);
      assertThat(run.err()).contains("or a folder of features to replace");
    }
    assertThat(run.cli("export", "--profiles", "p", "--out", other)).isEqualTo(2);
    assertThat(run.err()).contains("--out: expected a file, found the folder " + other);
    assertThat(run.cli("recommend", "--data", "nowhere", "--out", other)).isEqualTo(2);
    assertThat(thesis).content().isEqualTo("ten years");
  }

  @Test
  void missingFilesOfAnOptionAreNamedBeforeTheDataIsRead() {
    assertThat(
            run.cli(
                "recommend", "--data", "nowhere", "--clients", "gone.txt", "--out", "x.parquet"))
        .isEqualTo(1);
    assertThat(run.err())
        .contains("gone.txt: expected a text file with an id per line, found no such file");
  }
}
