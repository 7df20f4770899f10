package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.Profiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a log to scores, command by command, on a small shop. */
class RoadTest {
  @TempDir static Path dir;
  static Path shop;
  static Path aggregated;
  private final Run run = new Run();

  @BeforeAll
  static void generateAndEmbed() {
    shop = dir.resolve("shop");
    aggregated = dir.resolve("profiles/aggregated");
    Run run = new Run();
    assertThat(run.cli("generate", "--clients", 250, "--days", 60, "--seed", 7, "--out", shop))
        .isZero();
    assertThat(run.cli(embed("aggregated", aggregated))).as(run.err()).isZero();
    assertThat(run.out()).contains("columns, from events before 2025-02-07T00:00:00Z");
  }

  @Test
  void theDirectoryIsIngestedOnceAndItsStoreIsNamed() throws Exception {
    Path temp = dir.resolve("other-temp");
    Object[] args = {"inspect", "--data", shop, "--temp-dir", temp};
    assertThat(run.cli(args)).isZero();
    assertThat(run.err()).containsOnlyOnce("ingesting " + shop + " once");
    String first = run.out();
    assertThat(run.cli(args)).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(first).contains("product_buy", "page_visit");
  }

  @Test
  void evaluationWritesScoresThatScriptsRead() throws Exception {
    Path rfm = dir.resolve("profiles/rfm");
    Path scores = dir.resolve("scores");
    assertThat(run.cli(embed("rfm", rfm))).isZero();
    assertThat(run.cli(evaluate(shop, scores, "mine=" + aggregated, rfm))).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(scores.resolve("scores.json").toFile());
    assertThat(json.fieldNames()).toIterable().containsExactlyInAnyOrder("mine", "rfm");
    assertThat(json.at("/rfm/churn").asDouble()).isBetween(0.3, 1.0);
    assertThat(json.at("/rfm")).hasSize(7); // six tasks and their sum
    assertThat(run.out()).contains("propensity_new_sku", "share of what the latent oracle gains");
  }

  @Test
  void aStoreAndASplitDirectoryGiveTheSameProfilesAndScores() throws Exception {
    Path store = dir.resolve("shop.store");
    Path split = dir.resolve("shop-split");
    assertThat(run.cli("ingest", "--data", shop, "--out", store)).isZero();
    assertThat(run.cli("split", "--data", shop, "--days", 14, "--out", split)).isZero();
    assertThat(run.cli(evaluate(shop, dir.resolve("scores-a"), aggregated))).isZero();
    String expected = Files.readString(dir.resolve("scores-a/scores.json"));
    for (Path data : new Path[] {store, split}) {
      Path again = dir.resolve("again/aggregated");
      assertThat(run.cli("embed", "--data", data, "--model", "aggregated", "--out", again))
          .as(run.err())
          .isZero();
      assertThat(Files.readAllBytes(again.resolve(ProfileFolder.EMBEDDINGS)))
          .isEqualTo(Files.readAllBytes(aggregated.resolve(ProfileFolder.EMBEDDINGS)));
      assertThat(run.cli(evaluate(data, dir.resolve("scores-b"), again))).as(run.err()).isZero();
      assertThat(dir.resolve("scores-b/scores.json")).hasContent(expected);
    }
  }

  @Test
  void jsonIsOneObjectWhateverHappens() throws Exception {
    Object[] args = evaluate(shop, dir.resolve("scores-json"), aggregated);
    assertThat(run.cli(with(args, "--json", "--quiet"))).isZero();
    assertThat(new ObjectMapper().readTree(run.out()).at("/aggregated/churn").isNumber()).isTrue();
    assertThat(run.err()).isEmpty();

    Object[] missing = evaluate(dir.resolve("nowhere"), dir.resolve("x"), aggregated);
    assertThat(run.cli(with(missing, "--json", "--quiet"))).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("exitCode").asInt()).isEqualTo(1);
    assertThat(json.at("/problems/0/found").asText()).isEqualTo("no such folder");
  }

  @Test
  void profilesThatSawTheTargetWindowsAreRefused() {
    Path late = dir.resolve("profiles/late");
    assertThat(run.cli(with(embed("rfm", late), "--all-events"))).isZero();
    assertThat(run.cli(with(evaluate(shop, dir.resolve("x"), late), "--any-clients"))).isEqualTo(1);
    assertThat(run.err()).contains("profiles late", "cut-off");
    assertThat(dir.resolve("x")).doesNotExist();
  }

  @Test
  void targetsOfOnesOwnAreScored() throws Exception {
    long[] ids = ProfileFolder.read(aggregated).profiles().clientIds();
    StringBuilder csv = new StringBuilder("client_id,value\n");
    for (long id : ids) {
      csv.append(id).append(',').append(id % 7 + 0.5).append('\n');
    }
    Path file = Files.writeString(dir.resolve("lifetime.csv"), csv.toString());
    Path scores = dir.resolve("scores-own");
    assertThat(run.cli(with(evaluate(shop, scores, aggregated), "--labels", file)))
        .as(run.err())
        .isZero();
    JsonNode json = new ObjectMapper().readTree(scores.resolve("scores.json").toFile());
    assertThat(json.at("/aggregated/lifetime").asDouble()).isBetween(-1.0, 1.0);
    assertThat(scores.resolve("report.html")).content().contains("Unverified");
  }

  @Test
  void profilesAreExportedAsOneParquetFile() throws Exception {
    Path file = dir.resolve("aggregated.parquet");
    Object[] args = {"export", "--profiles", aggregated, "--out", file, "--json"};
    assertThat(run.cli(args)).as(run.err()).isZero();
    Profiles profiles = ProfileFolder.read(aggregated).profiles();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("clients").asInt()).isEqualTo(profiles.size());
    assertThat(json.get("width").asInt()).isEqualTo(profiles.width());
    assertThat(aggregated.resolve("clients.parquet"))
        .doesNotExist(); // integers are their own codes
    assertThat(file).isNotEmptyFile();
    assertThat(run.cli("export", "--profiles", shop, "--out", file)).isEqualTo(1);
    assertThat(run.err()).contains("client_ids.npy");
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void comparisonSaysWhetherADifferenceIsMoreThanChance() throws Exception {
    Path random = dir.resolve("profiles/random");
    assertThat(run.cli(embed("random", random))).isZero();
    Object[] args = {
      "compare",
      aggregated,
      random,
      "--data",
      shop,
      "--temp-dir",
      dir.resolve("temp"),
      "--probe",
      "linear",
      "--out",
      dir.resolve("compared")
    };
    assertThat(run.cli(args)).as(run.err()).isZero();
    assertThat(run.out()).contains("propensity_sku: ").containsPattern("better than|no difference");
    assertThat(dir.resolve("compared/report.html")).isNotEmptyFile();
    assertThat(run.cli("compare", aggregated, "--data", shop, "--out", dir)).isEqualTo(2);
  }

  @Test
  void auditPassesOursAndNeverPassesForeignOnes() throws Exception {
    Object[] audit = {"audit", "--data", shop, "--temp-dir", dir.resolve("temp"), "--profiles"};
    assertThat(run.cli(with(audit, aggregated, "--json"))).as(run.err()).isZero();
    assertThat(new ObjectMapper().readTree(run.out()).get("verdict").asText()).isEqualTo("passed");
    Path foreign = Files.createDirectories(dir.resolve("profiles/foreign"));
    for (String file : new String[] {"client_ids.npy", "embeddings.npy"}) {
      Files.copy(aggregated.resolve(file), foreign.resolve(file));
    }
    assertThat(run.cli(with(audit, foreign, "--json"))).isZero();
    assertThat(run.out()).contains("\"unverified\"");
  }

  @Test
  void aRecipeRunAgainRepeatsNothing() throws Exception {
    Path recipe =
        Files.writeString(
            dir.resolve("small.yaml"),
            """
            data: %s
            members: [rfm, random]
            evaluation: {probe: linear, intervals: {resamples: 50}}
            output: %s
            """
                .formatted(shop, dir.resolve("runs/small")));
    assertThat(run.cli("run", recipe, "--json")).as(run.err()).isZero();
    JsonNode first = new ObjectMapper().readTree(run.out());
    assertThat(first.at("/steps")).isNotEmpty();
    assertThat(first.at("/steps").findValuesAsText("reused")).containsOnly("false");
    assertThat(run.cli("run", recipe, "--json")).isZero();
    JsonNode second = new ObjectMapper().readTree(run.out());
    assertThat(second.at("/steps").findValuesAsText("reused")).containsOnly("true");
    assertThat(second.get("scores")).isEqualTo(first.get("scores"));
    assertThat(run.cli("run", recipe, "evaluation.prob=linear")).isEqualTo(2);
    assertThat(run.err()).contains("Did you mean probe?");
  }

  @Test
  void wrongNamesSayTheNearestRightOne() {
    assertThat(run.cli(embed("agregated", dir.resolve("x")))).isEqualTo(2);
    assertThat(run.err()).contains("Did you mean aggregated?");
    assertThat(run.cli(with(evaluate(shop, dir.resolve("x"), aggregated), "--tasks", "chrun")))
        .isEqualTo(2);
    assertThat(run.err()).contains("chrun", "Did you mean churn?");
    assertThat(run.cli(evaluate(shop, dir.resolve("x"), aggregated, aggregated))).isEqualTo(2);
    assertThat(run.err()).contains("two are named aggregated");
  }

  @Test
  void everyProblemOfEveryEntryIsToldAtOnce() throws Exception {
    Path broken = Files.createDirectories(dir.resolve("profiles/broken"));
    Path half = Files.createDirectories(dir.resolve("profiles/half"));
    Files.copy(aggregated.resolve("client_ids.npy"), half.resolve("client_ids.npy"));
    assertThat(run.cli(evaluate(shop, dir.resolve("x"), broken, half))).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(3);
    assertThat(run.err())
        .contains(
            broken.resolve("client_ids.npy").toString(),
            broken.resolve("embeddings.npy").toString(),
            half.resolve("embeddings.npy").toString());
  }

  @Test
  void appendingADayIsIngestingItAll() throws Exception {
    assertThat(run.cli("ingest", "--data", shop, "--out", shop)).isEqualTo(2);
    Path store = dir.resolve("grown.store");
    assertThat(run.cli("ingest", "--data", shop, "--out", store)).isZero();
    assertThat(run.cli("ingest", "--data", shop, "--out", store)).isEqualTo(2);
    assertThat(run.cli("ingest", "--data", shop, "--append", "--out", store)).isZero();
    assertThat(run.cli("inspect", "--data", store)).isZero();
    assertThat(run.out()).contains("ingested in 2 parts");
  }

  @Test
  void oneEventOfOneClientIsIngestedAndTooLittleToEmbed() throws Exception {
    Path csv = Files.createDirectories(dir.resolve("one"));
    Files.writeString(csv.resolve("log.csv"), "user,time,item\nanna,2024-01-01 10:00:00,a\n");
    Files.writeString(
        csv.resolve("log.yaml"),
        """
        name: one
        target: {event: product_buy, days: 1}
        item: sku
        sources:
          - files: log.csv
            client: user
            time: time
            fields: {sku: item}
            events: [{type: product_buy}]
        """);
    Path store = dir.resolve("one.store");
    assertThat(run.cli("ingest", "--schema", csv.resolve("log.yaml"), "--out", store)).isZero();
    assertThat(run.out()).contains("1 events of 1 clients from 1 rows");
    assertThat(run.cli("inspect", "--data", store)).isZero();
    Path out = dir.resolve("profiles/one");
    Object[] embed = {"embed", "--data", store, "--model", "rfm", "--out", out};
    assertThat(run.cli(embed)).isEqualTo(1);
    assertThat(run.err())
        .contains("expected a client with an event before the cut-off, found none", "--days");
    assertThat(out).doesNotExist();
    assertThat(run.cli(with(embed, "--all-events"))).as(run.err()).isZero();
  }

  @Test
  void aBrokenRowIsNamed() throws Exception {
    Path csv = Files.createDirectories(dir.resolve("csv"));
    Files.writeString(
        csv.resolve("log.csv"),
        "user,time,item\n1,2024-01-01 10:00:00,a\n1,yesterday,b\n2,2024-01-02 10:00:00,a\n");
    Files.writeString(
        csv.resolve("log.yaml"),
        """
        name: small
        target: {event: product_buy, days: 1}
        item: sku
        sources:
          - files: ${data}/log.csv
            client: {column: user, type: integer}
            time: time
            fields: {sku: item}
            events: [{type: product_buy}]
        """);
    Object[] log = {"--schema", csv.resolve("log.yaml"), "--data", csv};
    assertThat(run.cli(with(new Object[] {"validate"}, log))).isEqualTo(1);
    assertThat(run.err()).contains("log.csv, row 2, time", "yesterday");
    Path store = dir.resolve("broken.store");
    assertThat(run.cli(with(with(new Object[] {"ingest"}, log), "--out", store))).isEqualTo(1);
    assertThat(run.err()).contains("log.csv, row 2, time", "yesterday");
    assertThat(store).doesNotExist();
  }

  private static Object[] embed(String model, Path out) {
    return new Object[] {
      "embed", "--data", shop, "--temp-dir", dir.resolve("temp"), "--model", model, "--out", out
    };
  }

  private static Object[] evaluate(Path data, Path out, Object... profiles) {
    Object[] args = {
      "evaluate",
      "--data",
      data,
      "--temp-dir",
      dir.resolve("temp"),
      "--probe",
      "linear",
      "--resamples",
      50,
      "--out",
      out
    };
    for (Object each : profiles) {
      args = with(args, "--profiles", each);
    }
    return args;
  }

  private static Object[] with(Object[] args, Object... more) {
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  @Test
  void aSavedAutoencoderReadsHistoriesBack() throws Exception {
    Path model = dir.resolve("models/gru");
    Object[] embed = embed("gru-ae", dir.resolve("profiles/gru"));
    Object[] quick =
        with(
            embed,
            "--set",
            "epochs=1",
            "--set",
            "embedding=8",
            "--set",
            "hidden=16",
            "--set",
            "test-share=0.2",
            "--save-model",
            model);
    assertThat(run.cli(quick)).as(run.err()).isZero();
    assertThat(model.resolve("model.safetensors")).isNotEmptyFile();
    assertThat(run.cli(quick)).isEqualTo(2);
    assertThat(run.err()).contains("exists already");
    Path out = dir.resolve("reconstruction.json");
    assertThat(
            run.cli("reconstruct", "--data", shop, "--model", model, "--examples", 2, "--out", out))
        .as(run.err())
        .isZero();
    assertThat(run.out()).contains("day", "event_type", "example 2", "the most frequent:");
    JsonNode json = new ObjectMapper().readTree(out.toFile());
    assertThat(json.at("/unseen").asInt()).isEqualTo(json.at("/clients").asInt()).isPositive();
    assertThat(json.at("/fields/1/accuracy").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.at("/examples/0").has("clientId")).isFalse();
    assertThat(json.at("/examples/0/unseen").asBoolean()).isTrue();
    assertThat(run.cli("reconstruct", "--data", shop, "--model", aggregated)).isNotZero();
  }
}
