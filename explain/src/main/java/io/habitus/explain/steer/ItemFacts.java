package io.habitus.explain.steer;

import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Vocabulary;
import io.habitus.explain.interpret.Attributes;
import io.habitus.recommend.data.ItemIndex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is known of a recommender's items.
 *
 * @param attributes binary facts, such as {@code genres = War}
 * @param names (items) what to call them
 * @param texts (items) words about them; empty where there are none
 */
public record ItemFacts(Attributes attributes, List<String> names, List<String> texts) {
  private static final Pattern BAR = Pattern.compile("\\|");
  private static final int VALUES = 60;
  private static final int RAREST = 5;

  public ItemFacts {
    names = List.copyOf(names);
    texts = List.copyOf(texts);
  }

  /**
   * From a store's catalogue: categorical attributes, values such as {@code Action|Comedy} as two;
   * the first text attribute, else the id, as a name; all text attributes as texts.
   */
  public static ItemFacts of(SequenceStore store, ItemIndex items) {
    Schema schema = store.schema();
    Vocabulary codes = store.vocabulary(schema.field(schema.itemField().orElseThrow()));
    List<String> names = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    Values values = new Values(items.size());
    for (int item = 0; item < items.size(); item++) {
      int code = codes.codeOfText(items.id(item));
      List<String> words = new ArrayList<>();
      for (int a = 0; a < schema.itemAttributes().size(); a++) {
        Field field = schema.itemAttributes().get(a);
        boolean text = field.kind() == FieldKind.TEXT;
        if (text || field.kind() == FieldKind.CATEGORICAL) {
          int value = code < Codes.FIRST_VALUE ? Codes.NULL : store.catalogue().code(a, code);
          if (value >= Codes.FIRST_VALUE && text) {
            words.add(store.catalogue().vocabulary(a).text(value));
          } else if (value >= Codes.FIRST_VALUE) {
            String all = store.catalogue().vocabulary(a).text(value);
            values.add(field.name(), List.of(BAR.split(all, -1)), item);
          }
        }
      }
      names.add(words.isEmpty() ? items.id(item) : words.getFirst());
      texts.add(String.join(". ", words));
    }
    return new ItemFacts(values.attributes(), names, texts);
  }

  /** Of items of which nothing is known but their ids. */
  public static ItemFacts none(ItemIndex items) {
    return new ItemFacts(
        new Values(items.size()).attributes(),
        items.ids(),
        items.ids().stream().map(id -> "").toList());
  }

  /**
   * The same with other attributes.
   *
   * @param field what they are called
   * @param byId values of items, by id
   */
  public ItemFacts withAttributes(
      String field, Map<String, ? extends Collection<String>> byId, ItemIndex items) {
    Values values = new Values(items.size());
    byId.forEach((id, of) -> {
      int item = items.find(id);
      if (item >= 0) {
        values.add(field, of, item);
      }
    });
    return new ItemFacts(values.attributes(), names, texts);
  }

  /**
   * The same with other texts, by which items are called that have one.
   *
   * @param byId texts of items, by id
   */
  public ItemFacts withTexts(Map<String, String> byId, ItemIndex items) {
    List<String> found = items.ids().stream().map(id -> byId.getOrDefault(id, "")).toList();
    List<String> called = new ArrayList<>(names);
    for (int item = 0; item < items.size(); item++) {
      if (!found.get(item).isBlank()) {
        called.set(item, found.get(item));
      }
    }
    return new ItemFacts(attributes, called, found);
  }

  /** Which items have which values of which field. */
  private static final class Values {
    private final Map<String, Map<String, BitSet>> fields = new TreeMap<>();
    private final BitSet known = new BitSet();
    private final int items;

    Values(int items) {
      this.items = items;
    }

    void add(String field, Collection<String> values, int item) {
      known.set(item);
      Map<String, BitSet> found = fields.computeIfAbsent(field, key -> new TreeMap<>());
      for (String each : values) {
        found.computeIfAbsent(field + " = " + each, key -> new BitSet()).set(item);
      }
    }

    /** One for each value that at least five items have, at most sixty of a field. */
    Attributes attributes() {
      Map<String, BitSet> holders = new TreeMap<>();
      for (Map<String, BitSet> found : fields.values()) {
        found.entrySet().stream()
            .filter(entry -> entry.getValue().cardinality() >= RAREST)
            .sorted(
                Comparator.<Map.Entry<String, BitSet>>comparingInt(
                        entry -> -entry.getValue().cardinality())
                    .thenComparing(Map.Entry::getKey))
            .limit(VALUES)
            .forEach(entry -> holders.put(entry.getKey(), entry.getValue()));
      }
      return Attributes.of(
          List.copyOf(holders.keySet()), items, List.copyOf(holders.values()), known);
    }
  }
}
