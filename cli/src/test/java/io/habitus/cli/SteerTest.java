package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.profile.ProfileWriter;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.shop.ShopGenerator;
import io.habitus.ingest.shop.ShopSettings;
import io.habitus.pipeline.EmbedRequest;
import io.habitus.pipeline.Embedding;
import io.habitus.pipeline.Habitus;
import io.habitus.pipeline.sae.AskedItems;
import io.habitus.pipeline.sae.ProfileSae;
import io.habitus.pipeline.sae.RecommenderSae;
import io.habitus.pipeline.sae.SaeOptions;
import io.habitus.pipeline.sae.SaeRecommender;
import io.habitus.pipeline.sae.StateView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From a generated shop to a recommender, its features, and one of them turned up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SteerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path dir;

  private final Run run = new Run();
  private Path shop;
  private Path model;
  private Path features;

  @BeforeAll
  void fitAndExplain() {
    ShopSettings settings =
        new ShopSettings(150, 60, 5, ShopSettings.DEFAULT_START, 60, 6, 0.2, 14, 0);
    ShopGenerator.generate(settings, dir.resolve("shop"), RunContext.silent());
    shop = dir.resolve("store");
    assertThat(run.cli("ingest", "--data", dir.resolve("shop"), "--out", shop, "--quiet"))
        .as(run.err())
        .isZero();
    model = fit("next", 8);
    features = dir.resolve("features");
    assertThat(explain(model, features, "--quiet")).as(run.err()).isZero();
  }

  private Path fit(String name, int width) {
    return fit(name, width, "--events", "product_buy");
  }

  private Path fit(String name, int width, Object... more) {
    Path folder = dir.resolve(name);
    Object[] common = {
      "recommend",
      "--data",
      shop,
      "--set",
      "width=" + width,
      "--set",
      "epochs=3",
      "--save-model",
      folder,
      "--quiet"
    };
    assertThat(with(common, more)).as(run.err()).isZero();
    return folder;
  }

  private int explain(Path recommender, Path out, Object... more) {
    Object[] common = {
      "sae",
      "--recommender",
      recommender,
      "--data",
      shop,
      "--features",
      "16",
      "--sparsity",
      "topk 2",
      "--epochs",
      "3",
      "--permutations",
      "2",
      "--out",
      out
    };
    return with(common, more);
  }

  private int steer(Path recommender, Path sae, Object... more) {
    Object[] common = {"steer", "--recommender", recommender, "--sae", sae, "--data", shop};
    return with(common, more);
  }

  private int with(Object[] common, Object... more) {
    return run.cli(Stream.concat(Arrays.stream(common), Arrays.stream(more)).toArray());
  }

  private String target() throws IOException {
    return attributes().getFirst();
  }

  /** Attributes as the pages name them. */
  private java.util.List<String> attributes() throws IOException {
    java.util.List<String> found = new java.util.ArrayList<>();
    try (var pages = Files.list(features)) {
      for (Path page : pages.filter(file -> file.toString().endsWith(".html")).sorted().toList()) {
        java.util.regex.Pattern.compile("category = \\d+")
            .matcher(Files.readString(page))
            .results()
            .map(java.util.regex.MatchResult::group)
            .forEach(found::add);
      }
    }
    return found;
  }

  @Test
  void theFolderOfFeaturesOpensFromTheDisk() throws IOException {
    String index = Files.readString(features.resolve("index.html"));
    assertThat(index).contains("16 features (topk 2)", "feature-000").doesNotContain("http");
    JsonNode report = JSON.readTree(features.resolve("report.json").toFile());
    assertThat(report.at("/explainedVariance").asDouble()).isBetween(0.05, 1.0);
    assertThat(report.at("/clarity/0/columns").asInt()).isEqualTo(16);
    try (var pages = Files.list(features)) {
      long alive =
          pages.filter(file -> file.getFileName().toString().startsWith("feature-")).count();
      assertThat(alive).isEqualTo(16 - report.at("/deadFeatures").asInt());
    }
    assertThat(features.resolve("sae.safetensors")).isNotEmptyFile();
    assertThat(dir.resolve("features.work")).doesNotExist();
  }

  @Test
  void aPageShowsTheHistoriesThatSwitchTheFeatureOn() throws IOException {
    Pattern trail =
        Pattern.compile("<figcaption>(.+?), activation ([0-9.]+)</figcaption>(.+?)</ol>");
    Pattern last = Pattern.compile("<small>([^<]+)</small></li>$");
    int found = 0;
    for (Path page : pages(features)) {
      Matcher trails = trail.matcher(Files.readString(page));
      while (trails.find()) {
        assertThat(trails.group(1)).startsWith("history ");
        Matcher step = last.matcher(trails.group(3));
        assertThat(step.find()).isTrue();
        assertThat(step.group(1)).as("%s", page).isEqualTo(trails.group(2));
        found++;
      }
    }
    assertThat(found).isGreaterThan(10);
    Path shown = dir.resolve("features-with-ids");
    assertThat(explain(model, shown, "--quiet", "--show-ids")).as(run.err()).isZero();
    for (Path page : pages(shown)) {
      assertThat(Files.readString(page))
          .containsPattern("<figcaption>client \\d+, activation")
          .doesNotContain("history 1");
    }
  }

  private static List<Path> pages(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().startsWith("feature-"))
          .sorted()
          .toList();
    }
  }

  @Test
  void aCurveHasAPointForEachAmountOnThePageAndInTheFile() throws Exception {
    Path out = dir.resolve("curve.json");
    Path page = dir.resolve("curve.html");
    assertThat(
            steer(
                model,
                features,
                "--feature",
                "3",
                "--to",
                "0,2.5,40",
                "--target",
                target(),
                "--examples",
                "1",
                "--out",
                out,
                "--page",
                page))
        .as(run.err())
        .isZero();
    assertThat(run.out()).contains("unsteered", "reconstruction", "2.5", "example 1");
    JsonNode points = JSON.readTree(out.toFile()).at("/curve/points");
    assertThat(points).hasSize(5);
    assertThat(points.get(3).at("/amount").asDouble()).isEqualTo(2.5);
    points.forEach(point -> assertThat(point.at("/share").asDouble()).isBetween(0.0, 1.0));
    // So large an amount leaves nothing of what a client was about: other lists, and all alike.
    assertThat(points.get(4).at("/ndcg").asDouble())
        .isNotEqualTo(points.get(0).at("/ndcg").asDouble());
    assertThat(Files.readString(page))
        .contains("<svg", target(), "as it is", "example 1")
        .doesNotContain("http");
  }

  @Test
  void aModelThatWasFittedEarlierIsSteeredByItsOwnItems() {
    Path earlier = fit("earlier", 8, "--events", "product_buy", "--until", "2025-01-20T00:00:00Z");
    Path explained = dir.resolve("earlier-features");
    assertThat(explain(earlier, explained)).as(run.err()).isZero();
    assertThat(run.err())
        .containsPattern("of \\d+ items of the data the model does not know [1-9]");
    assertThat(steer(earlier, explained, "--feature", "1", "--to", "1", "--target", "category = 0"))
        .as(run.err())
        .isZero();
    assertThat(run.err())
        .containsPattern("of \\d+ items of the data the model does not know [1-9]")
        .contains("the model was fitted otherwise");
  }

  @Test
  void aModelWithContextIsExplainedAndSteeredWithIt() throws IOException {
    String events = "product_buy,add_to_cart";
    Path context =
        fit("context", 8, "--events", events, "--set", "context=event-type,weekday,category");
    Path explained = dir.resolve("context-features");
    assertThat(explain(context, explained, "--events", events)).as(run.err()).isZero();
    String[] asked = {"--feature", "1", "--to", "1", "--target", target(), "--examples", "1"};
    assertThat(steer(context, explained, (Object[]) asked)).as(run.err()).isZero();
    String ofPurchases = run.out();
    Object[] both = Stream.concat(Arrays.stream(asked), Stream.of("--events", events)).toArray();
    assertThat(steer(context, explained, both)).as(run.err()).isZero();
    assertThat(run.out()).contains("unsteered").isNotEqualTo(ofPurchases);
  }

  @Test
  void wrongUseIsASentence() throws IOException {
    assertThat(steer(model, features, "--feature", "16", "--to", "1", "--target", target()))
        .isEqualTo(2);
    assertThat(run.err()).contains("--feature: expected one of 0 to 15, found 16");
    assertThat(steer(model, features, "--feature", "1", "--target", target())).isEqualTo(2);
    assertThat(run.err()).contains("--to");
    assertThat(steer(model, features, "--feature", "1", "--to", "1", "--target", "colour = red"))
        .isEqualTo(2);
    assertThat(run.err()).contains("there is no attribute colour = red");
    assertThat(run.cli("sae", "--data", shop, "--out", dir.resolve("none"))).isEqualTo(2);
    assertThat(run.err()).contains("--profiles or --recommender");
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() throws IOException {
    Path wider = fit("wider", 16);
    assertThat(steer(wider, features, "--feature", "1", "--to", "1", "--target", target()))
        .isEqualTo(1);
    assertThat(run.err()).contains("an autoencoder of the recommender in", "another recommender");
    Path missing = dir.resolve("nowhere");
    assertThat(steer(model, missing, "--feature", "1", "--to", "1", "--target", target()))
        .isEqualTo(1);
    assertThat(run.err()).contains("nowhere").doesNotContain("Exception");
    assertThat(steer(missing, features, "--feature", "1", "--to", "1", "--target", target()))
        .isEqualTo(1);
    assertThat(run.err()).contains("nowhere").doesNotContain("Exception");
    assertThat(explain(missing, dir.resolve("never"))).isEqualTo(1);
    assertThat(run.err()).contains("nowhere").doesNotContain("Exception");
    assertThat(dir.resolve("never")).doesNotExist();
  }

  @Test
  void anAutoencoderOfProfilesSteersNoRecommender() throws IOException {
    Path profiles = dir.resolve("rfm");
    Path explained = dir.resolve("profile-features");
    assertThat(run.cli("embed", "--data", shop, "--model", "rfm", "--out", profiles, "--quiet"))
        .as(run.err())
        .isZero();
    assertThat(
            run.cli(
                "sae",
                "--profiles",
                profiles,
                "--data",
                shop,
                "--features",
                "8",
                "--sparsity",
                "topk 2",
                "--epochs",
                "2",
                "--permutations",
                "1",
                "--out",
                explained,
                "--quiet"))
        .as(run.err())
        .isZero();
    assertThat(explained.resolve("index.html")).isNotEmptyFile();
    assertThat(Files.readString(pages(explained).getFirst()))
        .containsPattern(
            "<figcaption>client \\d+ of the sample, activation [0-9.]+; \\d+ events?: ")
        .containsPattern("<small>\\d+ (hour|day)s? before</small>");
    assertThat(steer(model, explained, "--feature", "1", "--to", "1", "--target", target()))
        .isEqualTo(1);
    assertThat(run.err()).contains("sparse autoencoder of client profiles");
  }

  @Test
  void profilesOfOtherDataAreRefused() throws IOException {
    Path others = dir.resolve("other-shop");
    ShopSettings settings =
        new ShopSettings(150, 60, 6, ShopSettings.DEFAULT_START, 60, 6, 0.2, 14, 0);
    ShopGenerator.generate(settings, others, RunContext.silent());
    Path profiles = dir.resolve("of-the-other-shop");
    assertThat(run.cli("embed", "--data", others, "--model", "rfm", "--out", profiles, "--quiet"))
        .as(run.err())
        .isZero();
    Path out = dir.resolve("never-explained");
    assertThat(run.cli("sae", "--profiles", profiles, "--data", shop, "--out", out)).isEqualTo(1);
    String hash =
        JSON.readTree(profiles.resolve("provenance.json").toFile()).at("/dataHash").asText();
    assertThat(run.err())
        .contains("profiles of other data (data " + hash.substring(0, 12) + ", model rfm)")
        .contains("Give the data that they were made of");

    // Without provenance, the clients decide: 40 of these 100 are of the shop.
    Path foreign = dir.resolve("foreign");
    Path own = dir.resolve("of-the-shop");
    assertThat(run.cli("embed", "--data", shop, "--model", "rfm", "--out", own, "--quiet"))
        .as(run.err())
        .isZero();
    long[] ids = Arrays.copyOf(ProfileFolder.read(own).profiles().clientIds(), 40);
    writeForeign(foreign, ids, 60);
    assertThat(run.cli("sae", "--profiles", foreign, "--data", shop, "--out", out)).isEqualTo(1);
    assertThat(run.err()).contains("half of them at least, found 40 of 100.");
    assertThat(out).doesNotExist();
    writeForeign(foreign, ids, 10);
    assertThat(
            run.cli(
                "sae",
                "--profiles",
                foreign,
                "--data",
                shop,
                "--out",
                out,
                "--features",
                "8",
                "--sparsity",
                "topk 2",
                "--epochs",
                "2",
                "--permutations",
                "1"))
        .as(run.err())
        .isZero();
  }

  /** Random vectors of some clients and of others that nobody knows. */
  private static void writeForeign(Path folder, long[] known, int unknown) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    try (ProfileWriter writer = new ProfileWriter(folder, 4)) {
      for (int i = 0; i < known.length + unknown; i++) {
        float[] vector = new float[4];
        for (int c = 0; c < 4; c++) {
          vector[c] = (float) random.nextGaussian();
        }
        writer.append(i < known.length ? known[i] : 1_000_000 + i, vector);
      }
      writer.finish(Provenance.of("test").finish());
    }
    Files.delete(folder.resolve("provenance.json"));
  }

  @Test
  void aModelOfOtherDataIsRefused() throws IOException {
    Path text = dir.resolve("sequences.txt");
    String known =
        JSON.readTree(model.resolve("model.json").toFile()).at("/state/items/0").asText();
    List<String> lines = new java.util.ArrayList<>();
    for (int user = 1; user <= 30; user++) {
      lines.add(user + " " + known + " a" + user % 7 + " b" + user % 11 + " c" + user % 5);
    }
    Files.write(text, lines);
    assertThat(
            run.cli(
                "steer",
                "--recommender",
                model,
                "--sae",
                features,
                "--data",
                text,
                "--feature",
                "1",
                "--to",
                "1",
                "--target",
                "category = 0"))
        .isEqualTo(1);
    assertThat(run.err())
        .containsPattern("found 1 items in common, of \\d+ of the model and 24 of the data")
        .contains("Give the data that it was fitted to");
    assertThat(run.cli("sae", "--recommender", model, "--data", text, "--out", dir.resolve("no")))
        .isEqualTo(1);
    assertThat(run.err()).contains("found 1 items in common");
  }

  @Test
  void aModelOfAnotherSchemaIsRefused() throws IOException {
    Path renamed = dir.resolve("renamed");
    Files.createDirectories(renamed);
    for (String file : List.of("model.safetensors", "README.md")) {
      Files.copy(model.resolve(file), renamed.resolve(file));
    }
    String json = Files.readString(model.resolve("model.json"));
    String schema = JSON.readTree(json).at("/state/schema").asText();
    assertThat(schema).isNotBlank();
    Files.writeString(
        renamed.resolve("model.json"),
        json.replaceAll("(\"schema\" : )\"" + schema + "\"", "$1\"films\""));
    assertThat(explain(renamed, dir.resolve("of-films"))).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "expected a model of histories of schema " + schema,
            "found one of histories of schema films");
  }

  @Test
  void aLibraryCallReplacesNothingElseEither() throws IOException {
    Path other = Files.createDirectory(dir.resolve("somebody-elses"));
    Path thesis = Files.writeString(other.resolve("thesis.txt"), "ten years");
    RunContext context = RunContext.silent();
    SaeOptions options = SaeOptions.defaults(1);
    try (Habitus habitus = Habitus.open(shop, context);
        SaeRecommender asked = SaeRecommender.open(shop, model, AskedItems.OF_SCHEMA, context)) {
      Embedding rfm = habitus.embed(EmbedRequest.of("rfm"));
      Path profiles = dir.resolve("library-rfm");
      rfm.writeTo(profiles);
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> rfm.writeTo(other),
              () ->
                  ProfileSae.run(
                      habitus, profiles, OptionalInt.empty(), options, false, other, context),
              () -> RecommenderSae.run(asked, StateView.DEFAULT, options, false, other, context))) {
        assertThatThrownBy(call)
            .isInstanceOf(UsageException.class)
            .hasMessageContaining("other files in " + other);
      }
    }
    assertThat(thesis).content().isEqualTo("ten years");
  }
}
