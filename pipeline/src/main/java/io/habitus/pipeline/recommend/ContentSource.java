package io.habitus.pipeline.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.json.Json;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.features.text.SentenceEncoder;
import io.habitus.features.text.TextEncoder;
import io.habitus.recommend.content.ItemContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the content of items comes from. */
public sealed interface ContentSource {

  /** Reads it. */
  ItemContent read(RecommendData data, RunContext context);

  /**
   * Of {@code arrays:IDS.npy,VECTORS.npy}, {@code attributes:NAME,NAME}, {@code
   * attributes-file:FILE.json}, {@code codes:NAME}, {@code texts:NAME,NAME} or {@code
   * texts-file:FILE.tsv,COLUMN}.
   *
   * @throws UsageException if the text is none of them
   */
  static ContentSource parse(String text) {
    String kind = text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
    String rest = text.substring(Math.min(text.length(), kind.length() + 1));
    String[] parts = rest.split(",", -1);
    return switch (kind) {
      case "arrays" -> {
        if (parts.length != 2) {
          throw new UsageException("content: expected arrays:IDS.npy,VECTORS.npy, found " + text);
        }
        yield new Arrays(Path.of(parts[0]), Path.of(parts[1]));
      }
      case "attributes" -> new Attributes(List.of(parts));
      case "attributes-file" -> new AttributesFile(Path.of(rest));
      case "codes" -> new CodeVectors(rest);
      case "texts" -> new Texts(List.of(parts));
      case "texts-file" -> TextsFile.parse(rest);
      default ->
          throw new UsageException(
              "content: expected arrays:IDS.npy,VECTORS.npy, attributes:NAME,"
                  + " attributes-file:FILE.json, codes:NAME, texts:NAME or"
                  + " texts-file:FILE.tsv,COLUMN, found "
                  + text);
    };
  }

  /** Given vectors. */
  record Arrays(Path ids, Path vectors) implements ContentSource {
    @Override
    public ItemContent read(RecommendData data, RunContext context) {
      return ItemContent.ofArrays(ids, vectors);
    }
  }

  /** An attribute of the catalogue that is code vectors, such as the challenge's names. */
  record CodeVectors(String name) implements ContentSource {
    @Override
    public ItemContent read(RecommendData data, RunContext context) {
      Map<String, float[]> vectors = ItemValues.codes(data, name);
      int width = vectors.values().stream().mapToInt(each -> each.length).max().orElse(0);
      return new ItemContent("code vectors of " + name, width, vectors);
    }
  }

  /** A JSON object: for each item, a list of its attributes. */
  record AttributesFile(Path file) implements ContentSource {
    @Override
    public ItemContent read(RecommendData data, RunContext context) {
      return ItemContent.ofAttributes(values());
    }

    /** Values by item. */
    public Map<String, List<String>> values() {
      Map<String, List<String>> attributes = new HashMap<>();
      Json.read(file, JsonNode.class)
          .fields()
          .forEachRemaining(item -> {
            List<String> values = new ArrayList<>();
            item.getValue().forEach(value -> values.add(value.asText()));
            attributes.put(item.getKey(), values);
          });
      return attributes;
    }
  }

  /** Vectors of texts by the encoder that ships with Habitus. */
  static ItemContent encoded(Map<String, String> texts, RunContext context) {
    try (TextEncoder encoder = SentenceEncoder.bundled()) {
      return ItemContent.ofTexts(texts, encoder, context);
    }
  }

  /** A table with tabs and a header: ids in the first column, texts in a named one. */
  record TextsFile(Path file, String column) implements ContentSource {
    /**
     * Of {@code FILE.tsv,COLUMN}.
     *
     * @throws UsageException if the text is something else
     */
    public static TextsFile parse(String text) {
      String[] parts = text.split(",", -1);
      if (parts.length != 2) {
        throw new UsageException("expected a file of texts as FILE.tsv,COLUMN, found " + text);
      }
      return new TextsFile(Path.of(parts[0]), parts[1]);
    }

    @Override
    public ItemContent read(RecommendData data, RunContext context) {
      return encoded(texts(), context);
    }

    /** Texts by item. */
    public Map<String, String> texts() {
      List<String> lines;
      try {
        lines = Files.readAllLines(file);
      } catch (NoSuchFileException e) {
        throw new UsageException(file + ": no such file");
      } catch (IOException e) {
        throw new UncheckedIOException("reading " + file, e);
      }
      List<String> header = lines.isEmpty() ? List.of() : List.of(lines.getFirst().split("\t"));
      int place = header.indexOf(column);
      if (place < 1) {
        throw new UsageException(
            "%s: expected a column %s behind the first, found %s".formatted(file, column, header));
      }
      Map<String, String> texts = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split("\t", -1);
        if (cells.length > place) {
          texts.put(cells[0], cells[place]);
        }
      }
      return texts;
    }
  }

  /** Attributes of the catalogue as one text: values behind one another. */
  record Texts(List<String> names) implements ContentSource {
    public Texts {
      names = List.copyOf(names);
    }

    @Override
    public ItemContent read(RecommendData data, RunContext context) {
      Map<String, String> texts = new HashMap<>();
      ItemValues.forEach(
          data,
          names,
          (item, name, value) -> texts.merge(item, value, (one, other) -> one + ". " + other));
      return encoded(texts, context);
    }
  }

  /** Attributes of the catalogue; {@code |} stands between several values of one. */
  record Attributes(List<String> names) implements ContentSource {
    public Attributes {
      names = List.copyOf(names);
    }

    @Override
    public ItemContent read(RecommendData data, RunContext context) {
      Map<String, List<String>> attributes = new HashMap<>();
      ItemValues.forEach(
          data,
          names,
          (item, name, value) -> {
            List<String> mine = attributes.computeIfAbsent(item, id -> new ArrayList<>());
            for (String each : value.split("\\|")) {
              mine.add(name + "=" + each);
            }
          });
      return ItemContent.ofAttributes(attributes);
    }
  }
}
