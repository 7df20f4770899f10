package io.habitus.models.text;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * What is read, and the columns it becomes: the encoder's, if anything is text; then for each group
 * of code vectors the mean and the standard deviation of each of its integers, divided by 255.
 *
 * @param source what of a history is read
 * @param newest events of a client that count at most
 * @param texts by event type, the text fields and item attributes that are read, in order
 * @param codes likewise, the code vectors
 * @param groups of code vectors, in the order of the columns
 * @param encoder its id; empty where nothing is text
 * @param encoderWidth its columns, 0 where nothing is text
 */
record TextLayout(
    Source source,
    int newest,
    Map<String, List<String>> texts,
    Map<String, List<String>> codes,
    List<Group> groups,
    String encoder,
    int encoderWidth) {

  /** Means and deviations. */
  private static final int MOMENTS = 2;

  TextLayout {
    texts = Map.copyOf(texts);
    codes = Map.copyOf(codes);
    groups = List.copyOf(groups);
  }

  /** Code vectors that are averaged together, and their number of integers. */
  record Group(String name, int width) {}

  /**
   * What a schema has to be read, before an encoder is asked for.
   *
   * @param fields the names that count, of categorical ones too; empty for all text and code
   *     vectors
   * @throws InputException if there is nothing, or a name is not there
   */
  static TextLayout of(Schema schema, Source source, int newest, List<String> fields) {
    Map<String, List<String>> texts = new TreeMap<>();
    Map<String, List<String>> codes = new TreeMap<>();
    SequencedSet<Group> groups = new LinkedHashSet<>();
    Map<String, Boolean> used = new TreeMap<>();
    fields.forEach(name -> used.put(name, false));
    for (int type = 0; type < schema.eventTypes().size(); type++) {
      String name = schema.eventTypes().get(type).name();
      for (Field field : read(schema, source, type)) {
        boolean isWanted = fields.isEmpty() || fields.contains(field.name());
        if (isWanted && field.kind() == FieldKind.CODES) {
          codes.computeIfAbsent(name, key -> new ArrayList<>()).add(field.name());
          groups.add(new Group(group(source, name, field.name()), field.width()));
          used.put(field.name(), true);
        } else if (isWanted && isText(field, fields)) {
          texts.computeIfAbsent(name, key -> new ArrayList<>()).add(field.name());
          used.put(field.name(), true);
        }
      }
    }
    TextLayout layout = new TextLayout(source, newest, texts, codes, List.copyOf(groups), "", 0);
    layout.requireAll(schema, used);
    return layout;
  }

  /** Fields of a type's events and attributes of their items that a source looks at. */
  private static List<Field> read(Schema schema, Source source, int type) {
    List<Field> all = new ArrayList<>();
    if (source.readsEvents(schema.isProductEvent(type))) {
      for (String name : schema.eventTypes().get(type).fields()) {
        all.add(schema.fields().get(schema.field(name)));
      }
    }
    if (source.readsItems() && schema.isProductEvent(type)) {
      all.addAll(schema.itemAttributes());
    }
    return all;
  }

  private static boolean isText(Field field, List<String> fields) {
    return field.kind() == FieldKind.TEXT
        || (field.kind() == FieldKind.CATEGORICAL && fields.contains(field.name()));
  }

  private void requireAll(Schema schema, Map<String, Boolean> used) {
    used.forEach((name, found) -> {
      if (!found) {
        throw missing(schema, "a field " + name + " to read", "no such text");
      }
    });
    if (texts.isEmpty() && codes.isEmpty()) {
      throw missing(schema, "text or code vectors", "none");
    }
  }

  private InputException missing(Schema schema, String expected, String found) {
    return new InputException(
        Problem.inColumn(
            schema.name(),
            "model text, source " + source.label(),
            expected,
            found,
            "docs/models/text.md says what each source reads."));
  }

  /** Code vectors of a history are told apart by event type, others by name alone. */
  static String group(Source source, String type, String name) {
    return source.namesType() ? type + "." + name : name;
  }

  boolean hasTexts() {
    return !texts.isEmpty();
  }

  TextLayout with(String encoderId, int width) {
    return new TextLayout(source, newest, texts, codes, groups, encoderId, width);
  }

  int width() {
    return encoderWidth + MOMENTS * groups.stream().mapToInt(Group::width).sum();
  }

  List<String> columns() {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < encoderWidth; c++) {
      names.add("text[" + c + "]");
    }
    for (Group group : groups) {
      for (String moment : List.of("mean", "deviation")) {
        for (int c = 0; c < group.width; c++) {
          names.add("%s.%s[%d]".formatted(group.name, moment, c));
        }
      }
    }
    return names;
  }
}
