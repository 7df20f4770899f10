package io.habitus.ingest.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A schema in YAML: a file, or one that ships with Habitus. {@code docs/data.md} describes every
 * key.
 */
public final class SchemaFile {
  /** Names of the schemas that ship with Habitus. */
  public static final List<String> SHIPPED =
      List.of("globo", "movielens", "online-retail", "tmall");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_-]+)}");

  private SchemaFile() {}

  /**
   * Reads a schema.
   *
   * @param fileOrName a file, or the name of a shipped schema
   * @param variables values for {@code ${name}}
   * @throws InputException with every problem of the file
   */
  public static LogSchema read(String fileOrName, Map<String, String> variables) {
    Path file = Path.of(fileOrName);
    boolean shipped = SHIPPED.contains(fileOrName) && !Files.exists(file);
    String text = shipped ? shipped(fileOrName) : text(file);
    Path parent = file.toAbsolutePath().getParent();
    Path base = shipped || parent == null ? Path.of("") : parent;
    List<Problem> problems = new ArrayList<>();
    JsonNode root = parse(fileOrName, fill(fileOrName, text, variables, problems));
    raise(problems);
    Section section = new Section(fileOrName, "", root, problems);
    return new SchemaReader(fileOrName, section, base, problems)
        .read()
        .orElseThrow(() -> new InputException(problems));
  }

  /** The text of a shipped schema, as an example to start from. */
  public static String shipped(String name) {
    try (InputStream in = SchemaFile.class.getResourceAsStream(name + ".yaml")) {
      if (in == null) {
        throw new IllegalArgumentException("no schema " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading schema " + name, e);
    }
  }

  private static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          Problem.inFile(
              file.toString(),
              "a schema file, or one of " + String.join(", ", SHIPPED),
              "no such file",
              Nearest.of(file.toString(), SHIPPED).map(n -> "Did you mean " + n + "?").orElse("")));
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  private static String fill(
      String file, String text, Map<String, String> variables, List<Problem> problems) {
    return text.lines()
        .map(line ->
            line.stripLeading().startsWith("#") ? "" : fillLine(file, line, variables, problems))
        .reduce("", (all, line) -> all + line + "\n");
  }

  private static String fillLine(
      String file, String line, Map<String, String> variables, List<Problem> problems) {
    Matcher matcher = VARIABLE.matcher(line);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = variables.get(name);
      if (value == null) {
        problems.add(
            Problem.inColumn(
                file,
                "${" + name + "}",
                "a value for the variable",
                "none",
                "Give it as " + name + "=VALUE."));
        value = "";
      }
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(filled).toString();
  }

  private static JsonNode parse(String file, String text) {
    try {
      JsonNode root = new YAMLMapper().readTree(text);
      return root == null || root instanceof MissingNode
          ? new YAMLMapper().createObjectNode()
          : root;
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new InputException(
          new Problem(file, line, null, "YAML", e.getOriginalMessage(), ""), e);
    }
  }

  private static void raise(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }
}
