package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {
  @TempDir Path dir;
  private final Run run = new Run();

  @Test
  void writesAChallengeDirectoryAndSaysWhatTheOracleScores() throws Exception {
    Path shop = dir.resolve("shop");
    assertThat(run.cli("generate", "--clients", 60, "--days", 40, "--seed", 3, "--out", shop))
        .isZero();
    assertThat(run.out()).contains("events in " + shop).contains("latent oracle (upper bound)");
    for (String file : new String[] {"product_buy.parquet", "page_visit.parquet", "oracle.json"}) {
      assertThat(shop.resolve(file)).isNotEmptyFile();
    }
  }

  @Test
  void quietJsonIsOneLineAndNothingElse() throws Exception {
    Path shop = dir.resolve("shop");
    Object[] args = {
      "generate", "--clients", 60, "--days", 40, "--seed", 3, "--out", shop, "--quiet", "--json"
    };
    assertThat(run.cli(args)).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/settings/clients").asInt()).isEqualTo(60);
    assertThat(json.at("/rows/product_buy").asLong()).isPositive();
  }

  @Test
  void anotherFolderIsNotReplaced() throws Exception {
    Path precious = Files.writeString(dir.resolve("thesis.txt"), "years of work");
    assertThat(run.cli("generate", "--clients", 60, "--days", 40, "--out", dir)).isEqualTo(2);
    assertThat(run.err()).contains(dir.toString()).contains("other files in");
    assertThat(precious).hasContent("years of work");
  }

  @Test
  void wrongValuesAndMissingOptionsAreWrongUsage() {
    assertThat(run.cli("generate", "--clients", "many", "--out", dir)).isEqualTo(2);
    assertThat(run.err()).contains("--clients").contains("many");
    assertThat(run.cli("generate", "--clients", 0, "--out", dir.resolve("x"))).isEqualTo(2);
    assertThat(run.err()).contains("clients: expected at least 1, found 0");
    assertThat(run.cli("generate", "--clients", 10)).isEqualTo(2);
    assertThat(run.err()).contains("--out");
    assertThat(run.cli("generate", "--sed", 7, "--out", dir)).isEqualTo(2);
    assertThat(run.err()).contains("--sed").contains("Did you mean --seed?");
    assertThat(run.cli("generat", "--seed", 7)).isEqualTo(2);
    assertThat(run.err()).contains("Did you mean generate?");
  }

  @Test
  void memoryTakesSizesAndRefusesOthers() {
    Path shop = dir.resolve("shop");
    assertThat(run.cli("generate", "--memory", "plenty", "--out", shop)).isEqualTo(2);
    assertThat(run.err()).contains("expected a size such as 4g or 512m");
    assertThat(run.cli("generate", "--memory", "1m", "--out", shop)).isEqualTo(2);
    assertThat(run.err()).contains("memory: expected at least 256 MiB");
    assertThat(run.cli("generate", "--threads", 0, "--out", shop)).isEqualTo(2);
    assertThat(run.err()).contains("threads: expected at least 1");
  }
}
