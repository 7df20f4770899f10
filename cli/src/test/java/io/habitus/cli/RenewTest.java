package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles that are brought up to date, command by command. */
class RenewTest {
  @TempDir static Path dir;
  static Path shop;
  private final Run run = new Run();

  @BeforeAll
  static void generate() {
    shop = dir.resolve("shop");
    Run run = new Run();
    assertThat(run.cli("generate", "--clients", 250, "--days", 60, "--seed", 7, "--out", shop))
        .isZero();
  }

  private int embed(String out, Object... more) {
    List<Object> words = new ArrayList<>(List.of("embed", "--data", shop, "--json"));
    words.addAll(List.of("--temp-dir", dir.resolve("temp"), "--out", dir.resolve(out)));
    words.addAll(Arrays.asList(more));
    return run.cli(words.toArray());
  }

  private void fit(String model, String name, Object... more) {
    List<Object> words = new ArrayList<>(List.of("--model", model, "--set", "epochs=1"));
    words.addAll(List.of("--set", "hidden=16", "--days", 17));
    words.addAll(List.of("--save-model", dir.resolve("model-" + name)));
    words.addAll(Arrays.asList(more));
    assertThat(embed(name, words.toArray())).as(run.err() + run.out()).isZero();
  }

  @Test
  void renewedProfilesAreThoseOfAFullRun() throws Exception {
    fit(
        "gru-ae",
        "gru",
        "--fields",
        "event_type,sku",
        "--set",
        "embedding=8",
        "--set",
        "precision=bf16");
    fit(
        "sra",
        "sra",
        "--set",
        "layout=causal",
        "--set",
        "scalers=fitted",
        "--set",
        "tables=fitted");
    for (String name : List.of("gru", "sra")) {
      Path model = dir.resolve("model-" + name);
      Path old = dir.resolve(name);
      assertThat(embed(name + "-full", "--fitted", model)).as(run.out()).isZero();
      assertThat(embed(name + "-since", "--fitted", model, "--since", old)).as(run.out()).isZero();
      JsonNode json = new ObjectMapper().readTree(run.out());
      assertThat(json.get("embedded").asInt()).isBetween(1, json.get("clients").asInt() - 20);
      for (String file : List.of("client_ids.npy", "embeddings.npy", "digests.npy")) {
        assertThat(dir.resolve(name + "-since").resolve(file))
            .hasSameBinaryContentAs(dir.resolve(name + "-full").resolve(file));
      }
      assertThat(
              Files.mismatch(
                  old.resolve("embeddings.npy"), dir.resolve(name + "-full/embeddings.npy")))
          .isNotEqualTo(-1);
    }
    Path gru = dir.resolve("gru");
    assertThat(embed("x", "--fitted", dir.resolve("model-sra"), "--since", gru)).isEqualTo(1);
    assertThat(run.out()).contains("profiles of another model gru-ae", "Embed all clients once");
    assertThat(embed("x", "--model", "gru-ae", "--since", gru)).isEqualTo(2);
    assertThat(run.out()).contains("--since needs --fitted");
    assertThat(embed("x", "--model", "gru-ae", "--set", "fields=sku", "--fields", "url"))
        .isEqualTo(2);
    assertThat(run.out()).contains("expected --fields or --set fields");
    assertThat(dir.resolve("x")).doesNotExist();
  }

  @Test
  void aModelWhoseVectorsAllChangeSaysWhyAndWhatToDo() {
    fit("sra", "published");
    Path model = dir.resolve("model-published");
    assertThat(embed("y", "--fitted", model, "--since", dir.resolve("published"))).isEqualTo(2);
    assertThat(run.out())
        .contains("cannot be renewed client by client", "other clients", "tables=fitted");
    assertThat(dir.resolve("y")).doesNotExist();
  }

  /** A run that was killed between saving the model and its profiles had refused to go on. */
  @Test
  void aModelThatTheKilledRunHadSavedIsNoObstacle() throws Exception {
    fit("gru-ae", "again", "--set", "embedding=8");
    Path model = dir.resolve("model-again");
    Object[] same = {
      "--model",
      "gru-ae",
      "--set",
      "epochs=1",
      "--set",
      "hidden=16",
      "--set",
      "embedding=8",
      "--days",
      17,
      "--save-model",
      model
    };
    assertThat(embed("again", same)).isEqualTo(2);
    assertThat(run.out()).contains("exists already");
    Files.createDirectories(dir.resolve("again.work"));
    assertThat(embed("again", same)).as(run.out()).isZero();
    Files.createDirectories(dir.resolve("again.work"));
    Object[] other = same.clone();
    other[3] = "epochs=2";
    assertThat(embed("again", other)).isEqualTo(2);
    assertThat(run.out()).contains("is another model");
  }
}
