package io.habitus.pipeline.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShippedRecipesTest {
  private static final Path ROOT = Path.of("..");

  /** Names every key that a recipe may have. */
  private static final String EVERY_KEY =
      """
      name: n
      data:
        path: p
        schema: s
        variables: {v: "1"}
        until: 2017-10-17T00:00:00Z
        timezone: UTC
        clients: {sample: 1}
      split: {days: 1}
      members: [{name: m, model: rfm, parameters: {x: 1}}, {name: f, profiles: p}, {name: h, fitted: q}]
      merge: [{name: g, members: [m]}]
      evaluation: {tasks: [churn], check: {clients: 5}}
      explain: {profiles: [m], features: 8, sparsity: topk 2, epochs: 1}
      threads: 1
      tune: {profiles: m, parameters: {members.m.parameters.x: [1, 2]}}
      """;

  @Test
  void everyShippedRecipeIsRead() throws Exception {
    try (Stream<Path> recipes = Files.list(ROOT.resolve("recipes"))) {
      List<Path> files = recipes.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        boolean generates = Files.readString(file).contains("generate:");
        if (ExperimentRecipe.isOne(file)) {
          ExperimentRecipe recipe = ExperimentRecipe.read(file, List.of("data=somewhere"));
          assertThat(ExperimentRecipe.parse(recipe.toYaml(), "again.yaml", List.of()))
              .isEqualTo(recipe);
          continue;
        }
        Recipe recipe = Recipe.read(file, generates ? List.of() : List.of("data=somewhere"));
        assertThat(Recipe.parse(recipe.toYaml(), "again.yaml", List.of())).isEqualTo(recipe);
      }
    }
  }

  /** Names every key that the recipe of an experiment may have, beside the log's as above. */
  private static final List<String> EVERY_EXPERIMENT =
      List.of(
          """
          experiment: cold-start
          data: {path: p, sequences: s, users: 5, item_field: sku, events: [buy]}
          content: attributes:category
          threads: 1
          """,
          """
          experiment: features
          data: {path: p}
          attributes_file: a.json
          texts_file: t.tsv,text
          autoencoder: {features: 8, sparsity: topk 2, epochs: 1}
          steer: [{target: a = b}]
          threads: 1
          """);

  @Test
  void everyKeyOfExperimentsIsDocumented() throws Exception {
    Set<String> keys = new TreeSet<>();
    for (String yaml : EVERY_EXPERIMENT) {
      String effective = ExperimentRecipe.parse(yaml, "every.yaml", List.of()).toYaml();
      collect(YamlTree.parse(effective, "every.yaml").root(), "", keys);
    }
    assertThat(keys).contains("ranking.warm_only", "steer[].strengths", "data.users", "content");
    requireDocumented(keys);
  }

  @Test
  void everyKeyIsDocumented() throws Exception {
    String effective = Recipe.parse(EVERY_KEY, "every.yaml", List.of()).toYaml();
    Set<String> keys = new TreeSet<>(List.of("data.generate"));
    collect(YamlTree.parse(effective, "every.yaml").root(), "", keys);
    assertThat(keys).contains("data.clients.seed", "merge[].members[].drop_zero_rows");
    requireDocumented(keys);
  }

  private static void requireDocumented(Set<String> keys) throws Exception {
    String docs = Files.readString(ROOT.resolve("docs").resolve("recipes.md"));
    assertThat(keys).allSatisfy(key -> assertThat(docs).contains("| `" + key + "` |"));
  }

  /** Leaves by dotted path; what the user names (parameters, variables) is not looked into. */
  private static void collect(JsonNode node, String path, Set<String> keys) {
    if (path.equals("data.variables") || path.endsWith("parameters") || path.endsWith("generate")) {
      keys.add(path);
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        collect(entry.getValue(), YamlTree.join(path, entry.getKey()), keys);
      }
    } else if (node.isArray() && node.path(0).isObject()) {
      node.forEach(element -> collect(element, path + "[]", keys));
    } else {
      keys.add(path);
    }
  }
}
