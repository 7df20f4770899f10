package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A plain text that stands for a mapping with one key: {@code data: FOLDER} is {@code data: {path:
 * FOLDER}}, {@code members: [rfm]} is {@code members: [{model: rfm, name: rfm}]}, and a merge's
 * {@code members: [rfm]} is {@code members: [{name: rfm}]}, and {@code labels: [FILE]} is {@code
 * labels: [{file: FILE}]}.
 */
final class ShortForms {
  private ShortForms() {}

  /** Writes the short forms out, in place. */
  static void expand(ObjectNode root) {
    JsonNode data = root.get("data");
    if (data != null && data.isTextual()) {
      root.putObject("data").set("path", data);
    }
    expandElements(root.get("members"), "model");
    nameByModel(root.get("members"));
    expandElements(root.get("merge"), "name");
    expandElements(root.path("evaluation").get("labels"), "file");
    if (root.get("merge") instanceof ArrayNode merges) {
      merges.forEach(merge -> expandElements(merge.get("members"), "name"));
    }
  }

  private static void expandElements(@Nullable JsonNode list, String key) {
    if (list instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i).isTextual()) {
          ObjectNode object = JsonNodeFactory.instance.objectNode();
          object.set(key, array.get(i));
          array.set(i, object);
        }
      }
    }
  }

  /** A member without a name is called as its model, so that overrides find it. */
  private static void nameByModel(@Nullable JsonNode members) {
    if (members instanceof ArrayNode array) {
      for (JsonNode member : array) {
        if (member instanceof ObjectNode object && object.path("model").isTextual()) {
          object.putIfAbsent("name", object.get("model"));
        }
      }
    }
  }
}
