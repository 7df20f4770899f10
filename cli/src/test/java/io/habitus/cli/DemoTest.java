package io.habitus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.shop.ShopSettings;
import io.habitus.models.ProfileModels;
import io.habitus.pipeline.Demo;
import io.habitus.pipeline.recipe.MemberSection;
import io.habitus.pipeline.recipe.Recipe;
import io.habitus.pipeline.report.RecommenderFacts;
import io.habitus.pipeline.run.RecipeRunner;
import io.habitus.pipeline.run.RunResult;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path dir;

  @Test
  void theDemoIsTheShopAndTheModelsOfTheJavaExample() {
    Recipe recipe = Demo.recipe(dir, List.of());
    ShopSettings shop = ShopSettings.demo();
    assertThat(recipe.data().store().generate())
        .isEqualTo(
            Map.of(
                "clients", Integer.toString(shop.clients()),
                "days", Integer.toString(shop.days()),
                "seed", Long.toString(shop.seed())));
    assertThat(recipe.members().stream().map(MemberSection::name))
        .containsExactly("aggregated", "rfm", "popularity", "random", "sra")
        .isSubsetOf(ProfileModels.names());
  }

  @Test
  void aSmallerDemoWritesOneReportWithBothProbes() throws Exception {
    Recipe small =
        Demo.recipe(
            dir.resolve("demo"),
            List.of(
                "data.generate.clients=200",
                "evaluation.intervals.resamples=20",
                "evaluation.tasks=[churn]",
                "evaluation.check.clients=60",
                "recommender.parameters.epochs=3",
                "recommender.autoencoder.epochs=3"));
    var result = RecipeRunner.run(small, RunContext.silent());
    String report = Files.readString(result.report());
    assertThat(report).contains("By the predictor").contains("latent oracle");
    assertThat(report).doesNotContain("http://").doesNotContain("https://").doesNotContain("src=");
    recommends(result, report);
    JsonNode check = new ObjectMapper().readTree(dir.resolve("demo/check.json").toFile());
    assertThat(check.at("/probe").asText()).isEqualTo("predictor");
    assertThat(check.at("/profiles/0/clients").asInt()).isEqualTo(60);

    var again = RecipeRunner.run(small, RunContext.silent());
    assertThat(again.steps()).allMatch(StepResult::reused);
    assertThat(again.recommender()).isEqualTo(result.recommender());
  }

  /** A list, a cold item's rank, a named feature and its curve: in the report and beside it. */
  private void recommends(RunResult result, String report) {
    RecommenderFacts facts = result.recommender().orElseThrow();
    assertThat(facts.lists()).isNotEmpty().allSatisfy(list -> assertThat(list.items()).hasSize(5));
    RecommenderFacts.NewItem item = facts.newItem().orElseThrow();
    assertThat(item.candidates()).isEqualTo(facts.learned().items() + 1);
    assertThat(item.medianRank()).isBetween(1, item.candidates());
    assertThat(item.takers()).isPositive();
    RecommenderFacts.Feature feature = facts.feature().orElseThrow();
    assertThat(feature.name().detection().auroc()).isBetween(0.0, 1.0);
    assertThat(facts.curve().orElseThrow().steered())
        .isNotEmpty()
        .allSatisfy(point -> assertThat(point.share()).isBetween(0.0, 1.0));
    assertThat(report)
        .contains("What comes next", "An item arrives", "Turning it up", item.item())
        .contains(feature.name().text());
    assertThat(Demo.features(dir.resolve("demo"))).isNotEmptyFile();
  }
}
