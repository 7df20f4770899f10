package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads one mapping of a recipe. Every accessor registers its key; closing reports the keys that no
 * accessor asked for. Nothing is thrown: problems are gathered, and a default stands in.
 */
final class Section implements AutoCloseable {
  private final YamlTree tree;
  private final List<Problem> problems;
  private final String path;
  private final ObjectNode node;
  private final Set<String> known = new LinkedHashSet<>();

  Section(YamlTree tree, List<Problem> problems) {
    this(tree, problems, "", tree.root());
  }

  private Section(YamlTree tree, List<Problem> problems, String path, ObjectNode node) {
    this.tree = tree;
    this.problems = problems;
    this.path = path;
    this.node = node;
  }

  boolean has(String key) {
    return value(key).isPresent();
  }

  Optional<String> text(String key) {
    return typed(key, "text", JsonNode::isTextual, JsonNode::textValue);
  }

  String text(String key, String fallback) {
    return text(key).orElse(fallback);
  }

  /** Text that must be given. */
  String required(String key, String what) {
    if (!has(key)) {
      problem(key, what, "nothing", "");
    }
    return text(key).orElse("");
  }

  /** One of a closed list of words. */
  String choice(String key, String fallback, List<String> allowed) {
    return choice(key, allowed).orElse(fallback);
  }

  Optional<String> choice(String key, List<String> allowed) {
    Optional<String> given = text(key);
    given.ifPresent(word -> checkChoice(key, word, allowed));
    return given;
  }

  Optional<Long> integer(String key, long least) {
    Optional<Long> given =
        typed(
            key,
            "an integer",
            node -> node.canConvertToLong() && node.isIntegralNumber(),
            JsonNode::longValue);
    given
        .filter(number -> number < least)
        .ifPresent(number -> problem(key, "at least " + least, number.toString(), ""));
    return given;
  }

  double number(String key, double fallback) {
    return typed(key, "a number", JsonNode::isNumber, JsonNode::doubleValue).orElse(fallback);
  }

  boolean flag(String key, boolean fallback) {
    return typed(key, "true or false", JsonNode::isBoolean, JsonNode::booleanValue)
        .orElse(fallback);
  }

  List<String> words(String key, List<String> allowed) {
    List<String> words = list(key, "text", JsonNode::isTextual, JsonNode::textValue);
    words.forEach(word -> checkChoice(key, word, allowed));
    return words;
  }

  List<String> words(String key) {
    return list(key, "text", JsonNode::isTextual, JsonNode::textValue);
  }

  List<Long> integers(String key) {
    return list(key, "integers", JsonNode::canConvertToLong, JsonNode::longValue);
  }

  List<Double> numbers(String key) {
    return list(key, "numbers", JsonNode::isNumber, JsonNode::doubleValue);
  }

  /** A mapping whose keys are not the recipe's: every scalar is kept as text. */
  SortedMap<String, String> parameters(String key) {
    SortedMap<String, String> parameters = new TreeMap<>();
    ObjectNode given = object(key).orElseGet(JsonNodeFactory.instance::objectNode);
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      parameters.put(entry.getKey(), flat(entry.getValue()));
    }
    return parameters;
  }

  /** A mapping whose keys are not the recipe's, as it is, in the order of the file. */
  Map<String, JsonNode> entries(String key) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    object(key)
        .ifPresent(node -> node.properties().forEach(e -> entries.put(e.getKey(), e.getValue())));
    return entries;
  }

  /** A section; an empty one where it is left out. */
  Section section(String key) {
    ObjectNode child = object(key).orElseGet(JsonNodeFactory.instance::objectNode);
    return new Section(tree, problems, YamlTree.join(path, key), child);
  }

  /** A list of mappings. */
  <T> List<T> sections(String key, Function<Section, T> read) {
    List<T> all = new ArrayList<>();
    for (JsonNode element : array(key)) {
      String at = YamlTree.join(YamlTree.join(path, key), Integer.toString(all.size()));
      if (element instanceof ObjectNode object) {
        all.add(closing(new Section(tree, problems, at, object), read));
      } else {
        problemAt(at, "a mapping", Found.describe(element), "");
      }
    }
    return all;
  }

  private static <T> T closing(Section section, Function<Section, T> read) {
    try (section) {
      return read.apply(section);
    }
  }

  /** A problem with a key of this section. */
  void problem(String key, String expected, String found, String advice) {
    problemAt(YamlTree.join(path, key), expected, found, advice);
  }

  private void problemAt(String at, String expected, String found, String advice) {
    YamlTree.Origin origin = origin(at);
    Long row = origin.row() > 0 ? Long.valueOf(origin.row()) : null;
    problems.add(new Problem(origin.source(), row, at, expected, found, advice));
  }

  /** Where a value stands, or the innermost thing around it that stands somewhere. */
  private YamlTree.Origin origin(String at) {
    YamlTree.Origin origin = tree.origins().get(at);
    if (origin != null) {
      return origin;
    }
    int dot = at.lastIndexOf('.');
    return at.isEmpty()
        ? new YamlTree.Origin("recipe", 0)
        : origin(dot < 0 ? "" : at.substring(0, dot));
  }

  @Override
  public void close() {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        problem(
            entry.getKey(),
            path.isEmpty() ? "a key of a recipe" : "a key of " + path,
            "an unknown key",
            Nearest.advice(entry.getKey(), known));
      }
    }
  }

  private void checkChoice(String key, String word, List<String> allowed) {
    if (!allowed.contains(word)) {
      String expected = "one of " + String.join(", ", allowed);
      String advice =
          Nearest.of(word, allowed).map(near -> "Did you mean " + near + "?").orElse("");
      problem(key, expected, word, advice);
    }
  }

  private Optional<JsonNode> value(String key) {
    known.add(key);
    JsonNode value = node.get(key);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private <T> Optional<T> typed(
      String key, String expected, Predicate<JsonNode> is, Function<JsonNode, T> as) {
    Optional<JsonNode> given = value(key);
    if (given.isPresent() && !is.test(given.get())) {
      problem(key, expected, Found.describe(given.get()), "");
      return Optional.empty();
    }
    return given.map(as);
  }

  private Optional<ObjectNode> object(String key) {
    return typed(key, "a mapping", JsonNode::isObject, node -> (ObjectNode) node);
  }

  private ArrayNode array(String key) {
    return typed(key, "a list", JsonNode::isArray, node -> (ArrayNode) node)
        .orElseGet(JsonNodeFactory.instance::arrayNode);
  }

  private <T> List<T> list(
      String key, String what, Predicate<JsonNode> is, Function<JsonNode, T> as) {
    List<T> all = new ArrayList<>();
    for (JsonNode element : array(key)) {
      if (is.test(element)) {
        all.add(as.apply(element));
      } else {
        problem(key, "a list of " + what, "a list with " + Found.describe(element), "");
      }
    }
    return all;
  }

  /** Scalars as they are written; a list joined by commas. */
  private String flat(JsonNode value) {
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(part -> parts.add(part.asText()));
      return String.join(",", parts);
    }
    return value.isObject() ? value.toString() : value.asText();
  }
}
