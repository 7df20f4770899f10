package io.habitus.models.text;

import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Vocabulary;
import io.habitus.features.field.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds a client's newest events that say something. One per thread. */
final class LineReader {
  /** One field or attribute of one event type. */
  record Written(String name, Value value, Vocabulary vocabulary) {}

  private final TextLayout layout;
  private final List<String> types = new ArrayList<>();
  private final List<List<Written>> texts = new ArrayList<>(); // by event type
  private final List<List<Written>> codes = new ArrayList<>(); // by event type
  private final Set<List<Integer>> seen = new HashSet<>();

  LineReader(TextLayout layout, Histories input) {
    this.layout = layout;
    Schema schema = input.schema();
    for (int type = 0; type < schema.eventTypes().size(); type++) {
      String name = schema.eventTypes().get(type).name();
      types.add(name);
      texts.add(written(layout.texts(), name, input));
      codes.add(written(layout.codes(), name, input));
    }
  }

  private static List<Written> written(
      Map<String, List<String>> names, String type, Histories input) {
    return names.getOrDefault(type, List.of()).stream()
        .map(name -> new Written(name, Value.named(name, input), vocabulary(name, input)))
        .toList();
  }

  private static Vocabulary vocabulary(String name, Histories input) {
    int field = input.schema().field(name);
    return field >= 0
        ? input.vocabulary(field)
        : input.catalogue().vocabulary(input.schema().itemAttribute(name));
  }

  /** Numbers of the events that count, newest first. */
  List<Integer> newest(EventSequence events) {
    seen.clear();
    List<Integer> newest = new ArrayList<>();
    for (int i = events.size() - 1; i >= 0 && newest.size() < layout.newest(); i--) {
      List<Integer> said = said(events, i);
      boolean isSomething = said.stream().skip(1).anyMatch(code -> code >= Codes.FIRST_VALUE);
      if (isSomething && (!layout.source().isDistinct() || seen.add(said))) {
        newest.add(i);
      }
    }
    return newest;
  }

  /** The type, if it counts, and all codes. */
  private List<Integer> said(EventSequence events, int i) {
    int type = events.type(i);
    List<Integer> said = new ArrayList<>();
    said.add(layout.source().namesType() ? type : -1);
    texts.get(type).forEach(each -> said.add(each.value.of(events, i)));
    codes.get(type).forEach(each -> said.add(each.value.of(events, i)));
    return said;
  }

  /** The texts of an event; of no code above the reserved ones where it has none. */
  Line line(EventSequence events, int i) {
    int type = events.type(i);
    return new Line(type, texts.get(type).stream().map(each -> each.value.of(events, i)).toList());
  }

  static boolean isText(Line line) {
    return line.texts().stream().anyMatch(code -> code >= Codes.FIRST_VALUE);
  }

  /** A line as the encoder reads it, such as {@code product buy: red mug; ceramics}. */
  String text(Line line) {
    StringBuilder text = new StringBuilder();
    if (layout.source().namesType()) {
      text.append(types.get(line.type()).replace('_', ' ')).append(": ");
    }
    List<Written> fields = texts.get(line.type());
    String between = "";
    for (int f = 0; f < fields.size(); f++) {
      if (line.texts().get(f) >= Codes.FIRST_VALUE) {
        text.append(between).append(fields.get(f).vocabulary.text(line.texts().get(f)).strip());
        between = "; ";
      }
    }
    return text.toString();
  }

  List<Written> codes(int type) {
    return codes.get(type);
  }

  String type(int type) {
    return types.get(type);
  }
}
