package io.habitus.pipeline.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.json.Json;
import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Vocabulary;
import io.habitus.pipeline.data.DataSource;
import io.habitus.recommend.content.ItemContent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the content of items comes from. */
public sealed interface ContentSource {

  /** Reads it. */
  ItemContent read(RecommendData data);

  /**
   * Of {@code arrays:IDS.npy,VECTORS.npy}, {@code attributes:NAME,NAME} or {@code
   * attributes-file:FILE.json}.
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
      default ->
          throw new UsageException(
              "content: expected arrays:IDS.npy,VECTORS.npy, attributes:NAME or"
                  + " attributes-file:FILE.json, found "
                  + text);
    };
  }

  /** Given vectors. */
  record Arrays(Path ids, Path vectors) implements ContentSource {
    @Override
    public ItemContent read(RecommendData data) {
      return ItemContent.ofArrays(ids, vectors);
    }
  }

  /** A JSON object: for each item, a list of its attributes. */
  record AttributesFile(Path file) implements ContentSource {
    @Override
    public ItemContent read(RecommendData data) {
      Map<String, List<String>> attributes = new HashMap<>();
      Json.read(file, JsonNode.class)
          .fields()
          .forEachRemaining(item -> {
            List<String> values = new ArrayList<>();
            item.getValue().forEach(value -> values.add(value.asText()));
            attributes.put(item.getKey(), values);
          });
      return ItemContent.ofAttributes(attributes);
    }
  }

  /** Attributes of the catalogue; {@code |} stands between several values of one. */
  record Attributes(List<String> names) implements ContentSource {
    public Attributes {
      names = List.copyOf(names);
    }

    @Override
    public ItemContent read(RecommendData data) {
      SequenceStore store =
          data.source()
              .map(DataSource::store)
              .orElseThrow(
                  () -> new UsageException(data.name() + " has no catalogue; use attributes-file"));
      Schema schema = store.schema();
      int field = schema.field(schema.itemField().orElseThrow());
      Vocabulary items = store.vocabulary(field);
      Map<String, List<String>> attributes = new HashMap<>();
      for (String name : names) {
        int attribute = attribute(schema, name);
        Vocabulary values = store.catalogue().vocabulary(attribute);
        for (int item = Codes.FIRST_VALUE; item < items.size(); item++) {
          int code = store.catalogue().code(attribute, item);
          if (code >= Codes.FIRST_VALUE) {
            List<String> mine =
                attributes.computeIfAbsent(items.text(item), id -> new ArrayList<>());
            for (String value : values.text(code).split("\\|")) {
              mine.add(name + "=" + value);
            }
          }
        }
      }
      return ItemContent.ofAttributes(attributes);
    }

    private static int attribute(Schema schema, String name) {
      List<String> known =
          schema.itemAttributes().stream()
              .filter(field -> field.kind() == FieldKind.CATEGORICAL)
              .map(Field::name)
              .toList();
      if (!known.contains(name)) {
        throw new UsageException(
            "no categorical attribute %s; there are %s. %s"
                .formatted(name, known, Nearest.advice(name, known)));
      }
      return schema.itemAttribute(name);
    }
  }
}
