package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.JacksonYAMLParseException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML text as a tree that knows where each value stands.
 *
 * @param root a mapping; empty for an empty text
 * @param origins dotted path → where the value came from
 */
record YamlTree(ObjectNode root, Map<String, Origin> origins) {
  private static final YAMLFactory FACTORY =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Where a value was given.
   *
   * @param source the file, or the override as it was typed
   * @param row 1-based line in the file; 0 for an override
   */
  record Origin(String source, long row) {}

  static YamlTree parse(String text, String source) {
    YamlTree tree = new YamlTree(JsonNodeFactory.instance.objectNode(), new HashMap<>());
    try (YAMLParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != null) {
        JsonNode node = tree.read(parser, "", source);
        if (!(node instanceof ObjectNode object)) {
          throw wrong(source, 1, "a mapping of keys to values", Found.describe(node));
        }
        tree.root.setAll(object);
      }
    } catch (JacksonYAMLParseException e) {
      throw wrong(source, e.getLocation().getLineNr(), "YAML", firstLine(e.getOriginalMessage()));
    } catch (com.fasterxml.jackson.core.JsonParseException e) {
      throw wrong(source, e.getLocation().getLineNr(), "YAML", firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  /** One value as YAML would read it: {@code 3} is a number, {@code [a, b]} a list. */
  static JsonNode value(String text, String source) {
    return parse("value: " + text, source).root.path("value");
  }

  private JsonNode read(YAMLParser parser, String path, String source) throws IOException {
    origins.put(path, new Origin(source, parser.currentTokenLocation().getLineNr()));
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> readObject(parser, path, source);
      case START_ARRAY -> readArray(parser, path, source);
      case VALUE_NUMBER_INT -> JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> JsonNodeFactory.instance.numberNode(parser.getDoubleValue());
      case VALUE_TRUE, VALUE_FALSE ->
          JsonNodeFactory.instance.booleanNode(parser.getBooleanValue());
      case VALUE_NULL -> JsonNodeFactory.instance.nullNode();
      default -> JsonNodeFactory.instance.textNode(parser.getText());
    };
  }

  private ObjectNode readObject(YAMLParser parser, String path, String source) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      object.set(key, read(parser, join(path, key), source));
    }
    return object;
  }

  private ArrayNode readArray(YAMLParser parser, String path, String source) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser, join(path, Integer.toString(array.size())), source));
    }
    return array;
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("something else");
  }

  private static UsageException wrong(String source, long row, String expected, String found) {
    return new UsageException(
        List.of(new Problem(source, Math.max(1, row), null, expected, found, "")));
  }
}
