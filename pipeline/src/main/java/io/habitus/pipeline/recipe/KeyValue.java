package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.habitus.core.problem.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One {@code key=value} of the command line. The key is a dotted path; an element of a list is
 * named by its position from 0 or by its {@code name}: {@code members.rfm.parameters.windows=[7,
 * 30]}.
 *
 * @param text as it was typed
 * @param path the key's parts
 * @param value read as YAML
 */
record KeyValue(String text, List<String> path, JsonNode value) {

  static KeyValue parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new UsageException("expected key=value, such as split.days=7, found " + text);
    }
    List<String> path = Arrays.asList(text.substring(0, equals).strip().split("\\.", -1));
    if (path.contains("")) {
      throw new UsageException("expected a dotted key without empty parts, found " + text);
    }
    return new KeyValue(text, path, YamlTree.value(text.substring(equals + 1), text));
  }

  /** What a dotted key leads to, if it leads anywhere. */
  static Optional<JsonNode> find(JsonNode root, String key) {
    JsonNode at = root;
    for (String part : key.split("\\.", -1)) {
      at = at instanceof ArrayNode array ? element(array, part) : at.path(part);
    }
    return at.isMissingNode() ? Optional.empty() : Optional.of(at);
  }

  private static JsonNode element(ArrayNode array, String part) {
    for (int i = 0; i < array.size(); i++) {
      if (part.equals(Integer.toString(i)) || part.equals(array.get(i).path("name").asText())) {
        return array.get(i);
      }
    }
    return MissingNode.getInstance();
  }

  void applyTo(YamlTree tree) {
    JsonNode at = tree.root();
    String where = "";
    for (String part : path.subList(0, path.size() - 1)) {
      where = YamlTree.join(where, key(at, part));
      at = child(at, part);
    }
    String last = path.getLast();
    switch (at) {
      case ObjectNode object when value.isTextual() && isData(object, last) ->
          ((ObjectNode) object.get(last)).set("path", value);
      case ObjectNode object -> object.set(last, value);
      case ArrayNode array -> array.set(index(array, last), value);
      default -> throw notInside(last);
    }
    tree.origins().put(YamlTree.join(where, key(at, last)), new YamlTree.Origin(text, 0));
  }

  /** As problems call it: elements of a list by position. */
  private String key(JsonNode parent, String part) {
    return parent instanceof ArrayNode array ? Integer.toString(index(array, part)) : part;
  }

  /** What is called that; a section that was left out is made. */
  private JsonNode child(JsonNode parent, String part) {
    return switch (parent) {
      case ObjectNode object when object.path(part).isMissingNode() || object.get(part).isNull() ->
          object.putObject(part);
      case ObjectNode object -> object.get(part);
      case ArrayNode array -> array.get(index(array, part));
      default -> throw notInside(part);
    };
  }

  /** {@code data=FOLDER} keeps what else the recipe says about its data, such as the schema. */
  private boolean isData(ObjectNode object, String key) {
    return path.equals(List.of("data")) && object.get(key) instanceof ObjectNode;
  }

  private int index(ArrayNode array, String part) {
    for (int i = 0; i < array.size(); i++) {
      if (part.equals(Integer.toString(i)) || part.equals(array.get(i).path("name").asText())) {
        return i;
      }
    }
    throw new UsageException(
        text
            + ": expected a position from 0 to "
            + (array.size() - 1)
            + " or a name of the list, found "
            + part);
  }

  private UsageException notInside(String part) {
    return new UsageException(
        text + ": " + part + " is looked for in something that is neither a mapping nor a list");
  }
}
