package io.habitus.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.json.Json;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.recipe.ExperimentRecipe;
import io.habitus.pipeline.recipe.Recipe;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of experiments that ship, on very small data, to their end. */
class ExperimentRunnerTest {
  private static final Path RECIPES = Path.of("..", "recipes");

  @TempDir Path folder;

  /** After kind c comes kind c + 1, of four kinds of five items. */
  private static int[] sequence(SplittableRandom random) {
    int kind = random.nextInt(4);
    int[] items = new int[7];
    for (int i = 0; i < items.length; i++) {
      items[i] = 1 + (kind + i) % 4 + 4 * random.nextInt(5);
    }
    return items;
  }

  private void writeBeauty() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder lines = new StringBuilder();
    for (int user = 1; user <= 90; user++) {
      lines.append(user);
      for (int item : sequence(random)) {
        lines.append(' ').append(item);
      }
      lines.append('\n');
    }
    StringBuilder json = new StringBuilder("{");
    for (int item = 1; item <= 20; item++) {
      json.append(item > 1 ? ", " : "").append("\"%d\": [%d]".formatted(item, (item - 1) % 4));
    }
    Path beauty = Files.createDirectories(folder.resolve("beauty"));
    Files.writeString(beauty.resolve("Beauty.txt"), lines);
    Files.writeString(beauty.resolve("Beauty_item2attributes.json"), json.append("}"));
    StringBuilder items = new StringBuilder("item_id\tasin\tshort_text\n");
    for (int item = 1; item <= 20; item++) {
      items.append("%d\tB%d\tbottle of kind%d number %d\n".formatted(item, item, item % 2, item));
    }
    Files.writeString(beauty.resolve("Beauty_items.tsv"), items);
  }

  private void writeFilms() throws IOException {
    String[] genres = {"War", "Horror|Sci-Fi", "Children's", "Comedy"};
    StringBuilder films = new StringBuilder();
    for (int film = 1; film <= 20; film++) {
      films.append("%d::Film %d::%s\n".formatted(film, film, genres[(film - 1) % 4]));
    }
    SplittableRandom random = new SplittableRandom(2);
    StringBuilder ratings = new StringBuilder();
    for (int user = 1; user <= 90; user++) {
      int time = 978_300_000 + 1000 * user;
      for (int film : sequence(random)) {
        ratings.append("%d::%d::4::%d\n".formatted(user, film, time++));
      }
    }
    Path movielens = Files.createDirectories(folder.resolve("movielens"));
    Files.writeString(movielens.resolve("movies.dat"), films, StandardCharsets.ISO_8859_1);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(movielens.resolve("ratings.dat.gz")))) {
      out.write(ratings.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private ExperimentRecipe recipe(String name, String... more) {
    List<String> overrides =
        new ArrayList<>(
            List.of(
                "data=" + folder,
                "output=" + folder.resolve("out"),
                "parameters.epochs=1",
                "parameters.width=8"));
    overrides.addAll(List.of(more));
    return ExperimentRecipe.read(RECIPES.resolve(name + ".yaml"), overrides);
  }

  private static ExperimentRunner.Result run(ExperimentRecipe recipe) {
    return ExperimentRunner.run(recipe, List.of("habitus run it"), RunContext.silent());
  }

  private JsonNode report() {
    return Json.read(folder.resolve("out/report.json"), JsonNode.class);
  }

  /** When each fit was made: it is not made again while this stays. */
  private List<String> fits() throws IOException {
    List<String> fits = new ArrayList<>();
    try (Stream<Path> steps = Files.list(folder.resolve("out/steps"))) {
      for (Path step : steps.sorted().toList()) {
        fits.add(step.getFileName() + " " + Files.getLastModifiedTime(step.resolve("step.json")));
      }
    }
    return fits;
  }

  @Test
  void coldStartRunsAndRepeatsOnlyWhatChanged() throws IOException {
    writeBeauty();
    String[] small = {"max_delta_norm=[0.5]", "seeds=[1]", "ranking.resamples=20", "hold_out=0.2"};
    ExperimentRecipe recipe = recipe("cold-start-beauty", small);
    ExperimentRunner.Result result = run(recipe);

    assertThat(result.markdown()).contains("held out of training by seed", "## What follows");
    assertThat(Files.readString(result.report())).contains("habitus run it", "id=\"sweep\"");
    assertThat(ExperimentRecipe.read(folder.resolve("out").resolve(Recipe.FILE), List.of()))
        .isEqualTo(recipe);
    List<String> fits = fits();
    JsonNode report = report();
    assertThat(fits).hasSize(8); // four settings, four models without a network

    run(recipe);
    assertThat(fits()).isEqualTo(fits);
    assertThat(report()).isEqualTo(report);

    run(recipe("cold-start-beauty", "max_delta_norm=[0.5, 0.1]", "seeds=[1]", "hold_out=0.2"));
    assertThat(fits()).hasSize(9).containsAll(fits);
  }

  @Test
  void sequentialRuns() throws IOException {
    writeBeauty();
    run(recipe("sequential-beauty", "seeds=[1]", "baselines=false"));
    assertThat(report().findValuesAsText("model")).contains("sasrec", "gpt2");
  }

  @Test
  void contextIsReadBesideItems() {
    String yaml =
        """
        experiment: sequential
        data:
          generate: {clients: 200, days: 45, seed: 3}
          events: [product_buy, add_to_cart]
        split: {by: time}
        baselines: false
        parameters: {epochs: 1, width: 8, context: [event-type, weekday, category]}
        ranking: {resamples: 0}
        """;
    ExperimentRunner.Result result =
        run(ExperimentRecipe.parse(yaml, "shop.yaml", List.of("output=" + folder.resolve("out"))));
    assertThat(result.markdown()).contains("sasrec", "gpt2");
    assertThatThrownBy(() ->
            run(
                ExperimentRecipe.parse(
                    yaml,
                    "shop.yaml",
                    List.of("output=" + folder.resolve("out"), "parameters.context=categry"))))
        .hasMessageContaining("category");
  }

  @Test
  void featuresAreFoundAndSteered() throws IOException {
    writeFilms();
    String[] small = {
      "parameters.epochs=6", "parameters.learning-rate=0.01", "parameters.width=16",
      "autoencoder.features=32", "autoencoder.sparsity=topk 4", "autoencoder.epochs=20",
      "autoencoder.permutations=3", "steer.2.features=[3, 5]"
    };
    ExperimentRecipe recipe = recipe("features-movielens", small);
    ExperimentRunner.Result result = run(recipe);
    assertThat(result.markdown())
        .contains("Leave-one-out", "| features | 32 |", "## Steering towards genres = War");
    assertThat(Files.readString(result.report()))
        .contains("href=\"features/index.html\"", "id=\"steering\"");
    assertThat(folder.resolve("out/features/index.html")).exists();
    assertThat(folder.resolve("out/model/model.safetensors")).exists();
    JsonNode named = report().path("steering").path(2);
    assertThat(named.path("features").toString()).isEqualTo("[3,5]");
    assertThat(named.path("points")).hasSize(6); // as it is, reconstruction, four strengths

    List<String> steps = fits();
    run(recipe);
    assertThat(fits()).isEqualTo(steps);
  }

  @Test
  void featuresOfSomeUsersAreFound() throws IOException {
    writeFilms();
    String[] small = {
      "autoencoder.features=16", "autoencoder.sparsity=topk 2", "autoencoder.epochs=2",
      "autoencoder.permutations=2", "steer=[]", "data.users=40"
    };
    ExperimentRunner.Result result = run(recipe("features-movielens", small));
    assertThat(result.markdown()).contains("(40 users drawn by seed 1)");
    JsonNode protocol = report().path("recommender").path("protocol");
    assertThat(protocol.path("users").asInt()).isEqualTo(40);
    assertThat(protocol.path("interactions").asInt()).isEqualTo(40 * 7);
    List<String> steps = fits();

    // Other users are another recommender, and another autoencoder.
    small[small.length - 1] = "seed=2";
    run(recipe("features-movielens", small));
    assertThat(report().path("recommender").path("protocol").path("users").asInt()).isEqualTo(90);
    assertThat(fits()).containsAll(steps).hasSize(steps.size() + 2);
  }

  @Test
  void attributesAndTextsMayBeFiles() throws IOException {
    writeBeauty();
    String[] small = {
      "parameters.dropout=0.1", "parameters.learning-rate=0.01", "parameters.epochs=6",
      "autoencoder.features=16", "autoencoder.sparsity=topk 2", "autoencoder.epochs=20",
      "autoencoder.permutations=3", "steer.0.target=attribute = 1", "steer.1.target=attribute = 2"
    };
    ExperimentRunner.Result result = run(recipe("features-beauty", small));
    assertThat(result.markdown()).contains("## Steering towards attribute = 1");
    JsonNode pages = Json.read(folder.resolve("out/features/report.json"), JsonNode.class);
    assertThat(pages.path("clarity").path(0).path("attributes").asInt()).isEqualTo(4);
    assertThat(pages.path("words").isArray()).isTrue();
    String page = Files.readString(folder.resolve("out/features/feature-00000.html"));
    assertThat(page).contains("bottle of kind");
  }

  @Test
  void featuresOfANetworkWithContextAreFound() {
    String yaml =
        """
        experiment: features
        data:
          generate: {clients: 200, days: 45, seed: 3}
          events: [product_buy, add_to_cart]
        parameters: {epochs: 1, width: 8, context: [event-type, weekday, category]}
        autoencoder: {features: 16, sparsity: topk 2, epochs: 2, permutations: 2}
        """;
    ExperimentRunner.Result result =
        run(ExperimentRecipe.parse(yaml, "shop.yaml", List.of("output=" + folder.resolve("out"))));
    assertThat(result.markdown()).contains("| features | 16 |");
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingRuns() throws IOException {
    writeFilms();
    assertThatThrownBy(() -> recipe("features-movielens", "autoencoder.featurs=9"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("autoencoder.featurs")
        .hasMessageContaining("features");
    assertThatThrownBy(() -> recipe("sequential-beauty", "content=attributes:genres"))
        .hasMessageContaining("content");
    assertThatThrownBy(
            () -> ExperimentRecipe.parse("experiment: cold-start\ndata: x", "r.yaml", List.of()))
        .hasMessageContaining("content");
    assertThatThrownBy(() -> run(recipe("features-movielens", "steer.0.target=genres = Ware")))
        .hasMessageContaining("genres = War");
    assertThatThrownBy(() -> run(recipe("features-movielens", "parameters.widht=9")))
        .hasMessageContaining("width");
    assertThatThrownBy(() -> Recipe.read(RECIPES.resolve("features-movielens.yaml"), List.of()))
        .hasMessageContaining("habitus run");
    try (Stream<Path> made = Files.list(folder.resolve("out/steps"))) {
      assertThat(made).allMatch(step -> step.getFileName().toString().startsWith("ingest"));
    }
  }
}
