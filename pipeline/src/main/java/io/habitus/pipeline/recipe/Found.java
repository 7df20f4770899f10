package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.databind.JsonNode;

/** Says what a value is, for error messages. */
final class Found {
  private Found() {}

  static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "a mapping";
      case ARRAY -> "a list";
      case STRING -> "the text \"" + node.textValue() + "\"";
      case NUMBER -> "the number " + node.asText();
      case BOOLEAN -> node.asText();
      default -> "nothing";
    };
  }
}
