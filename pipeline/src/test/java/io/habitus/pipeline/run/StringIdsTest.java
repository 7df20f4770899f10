package io.habitus.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.ClientIds;
import io.habitus.explain.sae.Sparsity;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.ingest.profile.ClientNames;
import io.habitus.ingest.table.ClientTable;
import io.habitus.ingest.table.TableReader;
import io.habitus.pipeline.EmbedRequest;
import io.habitus.pipeline.Habitus;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.recommend.RecommendData;
import io.habitus.pipeline.sae.AskedItems;
import io.habitus.pipeline.sae.ProfileSae;
import io.habitus.pipeline.sae.RecommenderSae;
import io.habitus.pipeline.sae.SaeOptions;
import io.habitus.pipeline.sae.SaeRecommender;
import io.habitus.pipeline.sae.StateView;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.ItemVectors;
import io.habitus.recommend.sequential.SequentialModel;
import io.habitus.recommend.sequential.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose clients are called by names. */
class StringIdsTest {
  private static final int CLIENTS = 60;

  @TempDir Path dir;

  @BeforeEach
  void writeLog() throws Exception {
    StringBuilder csv = new StringBuilder("who,when,what\n");
    for (int client = 0; client < CLIENTS; client++) {
      for (int day = client % 5; day < 60; day += 3 + client % 7) {
        csv.append(
            "client %d,2024-0%d-%02d,%d%n"
                .formatted(client, 1 + day / 30, 1 + day % 29, (client + day) % 9));
      }
    }
    Files.writeString(dir.resolve("log.csv"), csv);
    Files.writeString(
        dir.resolve("log.yaml"),
        """
        name: named
        target: {event: product_buy, days: 14}
        item: sku
        sources:
          - files: log.csv
            client: who
            time: when
            fields: {sku: what}
            events:
              - type: product_buy
        """);
  }

  private void assertNamed(Path profiles, int clients) {
    long[] codes = ProfileFolder.read(profiles).profiles().clientIds();
    ClientTable names =
        TableReader.read(profiles.resolve(ClientNames.FILE), "client", RunContext.silent());
    assertThat(names.columns()).containsExactly("client_id");
    assertThat(names.clients()).hasSize(clients).allMatch(name -> name.startsWith("client "));
    assertThat(names.clientIds(ClientIds::codeOf)).isEqualTo(codes);
  }

  @Test
  void profilesOfMembersAndOfMergesSayWhoIsWho() {
    Recipe recipe =
        Recipe.parse(
            """
            data:
              path: %1$s
              schema: %1$s/log.yaml
            members:
              - rfm
              - popularity
            merge:
              - {name: both, members: [rfm, popularity]}
            evaluation:
              tasks: [churn]
              probe: linear
              intervals: {resamples: 20}
            """
                .formatted(dir),
            "named.yaml",
            List.of("output=" + dir.resolve("out")));
    RecipeRunner.run(recipe, RunContext.silent());
    for (String name : List.of("rfm", "popularity", "both")) {
      assertNamed(dir.resolve("out/profiles").resolve(name), CLIENTS);
    }
  }

  @Test
  void soDoThoseOfTheLibrary() {
    RunContext context = RunContext.silent();
    Path store = dir.resolve("store");
    Ingest.run(
        LogSource.schema(dir.resolve("log.yaml"), Map.of()),
        store,
        IngestOptions.defaults(),
        context);
    try (Habitus habitus = Habitus.open(store, context)) {
      habitus.embed(EmbedRequest.of("rfm").withAllEvents()).writeTo(dir.resolve("rfm"));
    }
    assertNamed(dir.resolve("rfm"), CLIENTS);
  }

  @Test
  void pagesOfFeaturesCallClientsByTheLogsIdsIfAskedTo() throws Exception {
    RunContext context = RunContext.silent();
    Path store = dir.resolve("store");
    Ingest.run(
        LogSource.schema(dir.resolve("log.yaml"), Map.of()),
        store,
        IngestOptions.defaults(),
        context);
    Path profiles = dir.resolve("rfm");
    SaeOptions options =
        new SaeOptions(
            OptionalInt.of(8), Optional.of(new Sparsity.TopK(2)), OptionalInt.of(2), 1, 1);
    try (Habitus habitus = Habitus.open(store, context)) {
      habitus.embed(EmbedRequest.of("rfm")).writeTo(profiles);
      for (boolean shown : List.of(true, false)) {
        Path pages = dir.resolve("profiles-" + shown);
        ProfileSae.run(habitus, profiles, OptionalInt.empty(), options, shown, pages, context);
        assertNamesAre(shown, pages);
      }
    }
    Path model = dir.resolve("model");
    try (RecommendData data =
        RecommendData.open(store, ItemChoice.OF_SCHEMA, Optional.empty(), context)) {
      Settings settings = Settings.of(Map.of("width", "8", "epochs", "1"));
      try (FittedSequential fitted =
          new SequentialModel(settings, new ItemVectors.Random())
              .fit(new Split.LeaveOneOut().of(data.interactions()), 1, context)) {
        fitted.save(model);
      }
    }
    Path attributes = dir.resolve("attributes.json");
    Files.writeString(attributes, "{\"0\":[1],\"1\":[1],\"2\":[1],\"3\":[1],\"4\":[1],\"5\":[2]}");
    AskedItems items =
        AskedItems.of(ItemChoice.OF_SCHEMA, Optional.of(attributes), Optional.empty());
    try (SaeRecommender asked = SaeRecommender.open(store, model, items, context)) {
      for (boolean shown : List.of(true, false)) {
        Path pages = dir.resolve("states-" + shown);
        RecommenderSae.run(asked, StateView.DEFAULT, options, shown, pages, context);
        assertNamesAre(shown, pages);
      }
    }
  }

  private static void assertNamesAre(boolean shown, Path pages) throws Exception {
    String page = Files.readString(pages.resolve("feature-00000.html"));
    if (shown) {
      assertThat(page).containsPattern("<figcaption>client client \\d+, activation");
    } else {
      assertThat(page).contains("<figcaption>").doesNotContain("client client");
    }
  }
}
