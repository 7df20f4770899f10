package io.habitus.pipeline.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Recipes of all kinds as text: read, overridden, written. */
final class RecipeText {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .addModule(new Jdk8Module())
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .serializationInclusion(JsonInclude.Include.NON_ABSENT)
          .build();

  private RecipeText() {}

  /**
   * A file's text.
   *
   * @throws InputException if there is no such file
   */
  static String read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(Problem.inFile(file.toString(), "a recipe", "no such file", ""));
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  /** A recipe with its short forms written out and its overrides applied. */
  static YamlTree tree(String yaml, String source, List<String> overrides) {
    YamlTree tree = YamlTree.parse(yaml, source);
    ShortForms.expand(tree.root());
    overrides.forEach(override -> KeyValue.parse(override).applyTo(tree));
    ShortForms.expand(tree.root());
    return tree;
  }

  /** Of a recipe record. */
  static String write(Object recipe) {
    try {
      return MAPPER.writeValueAsString(recipe);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a recipe can always be written", e);
    }
  }

  /** A file's name without its suffix. */
  static String stem(String source) {
    String file = Path.of(source).getFileName().toString();
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
