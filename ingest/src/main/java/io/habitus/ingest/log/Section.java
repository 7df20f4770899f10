package io.habitus.ingest.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A mapping of a schema file. Whatever is asked of it and is not there, or is something else,
 * becomes a problem; reading goes on, so that all of them are found at once.
 */
final class Section {
  private final String file;
  private final String path;
  private final JsonNode node;
  private final List<Problem> problems;

  Section(String file, String path, JsonNode node, List<Problem> problems) {
    this.file = file;
    this.path = path;
    this.node = node;
    this.problems = problems;
    if (!node.isObject()) {
      problem("", "a mapping", found(node), "");
    }
  }

  /** Every other key is a problem that names the nearest known one. */
  Section only(String... keys) {
    Set<String> known = Set.of(keys);
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        problem(name, "a known key", name, Nearest.advice(name, known));
      }
    }
    return this;
  }

  String path() {
    return path;
  }

  /** Notes a problem with a key, or with the whole section where the key is empty. */
  void problem(String key, String expected, String found, String advice) {
    problems.add(Problem.inColumn(file, at(key), expected, found, advice));
  }

  private String at(String key) {
    if (key.isEmpty()) {
      return path.isEmpty() ? "schema" : path;
    }
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  List<String> keys() {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** A scalar as text; one that is missing is a problem, and reads as the empty text. */
  String text(String key) {
    Optional<String> text = find(key);
    if (text.isEmpty() && !has(key)) {
      problem(key, "a value", "nothing", "");
    }
    return text.orElse("");
  }

  /** A scalar as text, or nothing. */
  Optional<String> find(String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isValueNode()) {
      problem(key, "one value", found(value), "");
      return Optional.empty();
    }
    return Optional.of(value.asText());
  }

  /** A text or a list of texts. */
  List<String> texts(String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (value.isValueNode()) {
      return List.of(value.asText());
    }
    List<String> texts = new ArrayList<>();
    if (!value.isArray()) {
      problem(key, "a value or a list of values", found(value), "");
    }
    value.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  Optional<Integer> integer(String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isInt()) {
      problem(key, "an integer", found(value), "");
      return Optional.empty();
    }
    return Optional.of(value.intValue());
  }

  double number(String key) {
    JsonNode value = node.get(key);
    if (value == null || !value.isNumber()) {
      problem(key, "a number", value == null ? "nothing" : found(value), "");
      return 0;
    }
    return value.doubleValue();
  }

  boolean flag(String key, boolean otherwise) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      problem(key, "true or false", found(value), "");
    }
    return value.asBoolean(otherwise);
  }

  /** One of a few words. */
  <E extends Enum<E>> E word(String key, Class<E> type, E otherwise) {
    Optional<String> word = find(key);
    if (word.isEmpty()) {
      return otherwise;
    }
    List<String> known = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(word.get())) {
        return constant;
      }
      known.add(name);
    }
    problem(
        key, "one of " + String.join(", ", known), word.get(), Nearest.advice(word.get(), known));
    return otherwise;
  }

  boolean isSection(String key) {
    JsonNode value = node.get(key);
    return value != null && value.isObject();
  }

  /** The mapping below a key; a missing one is a problem and reads as an empty mapping. */
  Section section(String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      problem(key, "a mapping", "nothing", "");
      value = JsonNodeFactory.instance.objectNode();
    }
    return new Section(file, at(key), value, problems);
  }

  /** The mappings of a list. */
  <T> List<T> sections(String key, Function<Section, T> reader) {
    JsonNode value = node.get(key);
    List<T> read = new ArrayList<>();
    if (value == null || !value.isArray() || value.isEmpty()) {
      problem(key, "a list", value == null ? "nothing" : found(value), "");
      return read;
    }
    for (int i = 0; i < value.size(); i++) {
      read.add(reader.apply(new Section(file, at(key) + "[" + i + "]", value.get(i), problems)));
    }
    return read;
  }

  private static String found(JsonNode node) {
    String text = node.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
