package io.habitus.explain.steer;

import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Vocabulary;
import io.habitus.explain.interpret.Attributes;
import io.habitus.recommend.data.ItemIndex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Facts about items from a store's catalogue; values such as {@code Action|Comedy} are two. */
public final class ItemFacts {
  private static final Pattern BAR = Pattern.compile("\\|");
  private static final int VALUES = 60;
  private static final int RAREST = 5;

  private ItemFacts() {}

  /** An attribute for each value that at least five items have, at most sixty of a field. */
  public static Attributes attributes(SequenceStore store, ItemIndex items) {
    Schema schema = store.schema();
    Vocabulary codes = store.vocabulary(schema.field(schema.itemField().orElseThrow()));
    Catalogue catalogue = store.catalogue();
    BitSet known = new BitSet();
    Map<String, BitSet> holders = new TreeMap<>();
    for (int a = 0; a < schema.itemAttributes().size(); a++) {
      if (schema.itemAttributes().get(a).kind() == FieldKind.CATEGORICAL) {
        Map<String, BitSet> found = new TreeMap<>();
        String field = schema.itemAttributes().get(a).name();
        for (int item = 0; item < items.size(); item++) {
          int code = codes.codeOfText(items.id(item));
          int value = code < Codes.FIRST_VALUE ? Codes.UNKNOWN : catalogue.code(a, code);
          if (value >= Codes.FIRST_VALUE) {
            known.set(item);
            for (String each : BAR.split(catalogue.vocabulary(a).text(value), -1)) {
              found.computeIfAbsent(field + " = " + each, key -> new BitSet()).set(item);
            }
          }
        }
        found.entrySet().stream()
            .filter(entry -> entry.getValue().cardinality() >= RAREST)
            .sorted(
                Comparator.<Map.Entry<String, BitSet>>comparingInt(
                        entry -> -entry.getValue().cardinality())
                    .thenComparing(Map.Entry::getKey))
            .limit(VALUES)
            .forEach(entry -> holders.put(entry.getKey(), entry.getValue()));
      }
    }
    return Attributes.of(
        List.copyOf(holders.keySet()), items.size(), List.copyOf(holders.values()), known);
  }

  /** What to call items: the first text attribute, else their ids. */
  public static List<String> names(SequenceStore store, ItemIndex items) {
    Schema schema = store.schema();
    Vocabulary codes = store.vocabulary(schema.field(schema.itemField().orElseThrow()));
    int text = -1;
    for (int a = schema.itemAttributes().size() - 1; a >= 0; a--) {
      text = schema.itemAttributes().get(a).kind() == FieldKind.TEXT ? a : text;
    }
    List<String> names = new ArrayList<>();
    for (int item = 0; item < items.size(); item++) {
      int code = codes.codeOfText(items.id(item));
      int value =
          text < 0 || code < Codes.FIRST_VALUE ? Codes.NULL : store.catalogue().code(text, code);
      names.add(
          value < Codes.FIRST_VALUE
              ? items.id(item)
              : store.catalogue().vocabulary(text).text(value));
    }
    return names;
  }
}
