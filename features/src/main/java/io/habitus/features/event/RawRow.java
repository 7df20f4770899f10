package io.habitus.features.event;

import io.habitus.core.store.Codes;
import io.habitus.core.time.Micros;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one row of unscaled values, column by column in the order of {@link Layouts}. What it
 * knows of the client is what has been counted when it is called.
 */
final class RawRow {
  private final Attributes attributes;
  private final Families families;
  private final EventTables tables;
  private final ClientCounts counts;
  private final int headWidth;
  private final int[] blockWidths;
  private final boolean hasProducts;
  final double[] values;
  private int at;

  RawRow(SequenceLayout layout, Attributes attributes, EventTables tables, ClientCounts counts) {
    this.attributes = attributes;
    this.families = attributes.families();
    this.tables = tables;
    this.counts = counts;
    this.headWidth = layout.head().size();
    this.blockWidths = layout.blocks().stream().mapToInt(Block::width).toArray();
    this.hasProducts = families.product() != null;
    this.values = new double[layout.width()];
  }

  private void put(double value) {
    values[at++] = value;
  }

  private void put(boolean flag) {
    values[at++] = flag ? 1 : 0;
  }

  /** One-hot and time. */
  void head(int type, long micros, int types) {
    Arrays.fill(values, 0, types, 0);
    values[type] = 1;
    at = types;
    long day = Math.floorDiv(micros, Micros.PER_DAY);
    put((double) (Math.floorMod(micros, Micros.PER_DAY) / (3600 * Micros.PER_SECOND)));
    put(Calendar.weekday(day));
    put(Calendar.dayOfMonth(day));
  }

  /** Causal rows only. */
  void daysSincePrevious(double days) {
    put(days);
  }

  /** The product block; returns its index. */
  int product(Families.Product family, int item) {
    int types = family.types();
    int entry = item < Codes.FIRST_VALUE ? -1 : counts.items.find(item);
    putCounts(counts.items, entry);
    put(counts.items.entropy());
    if (family.hasClusters()) {
      put(counts.clusters.entropy());
    }
    if (family.hasCategories()) {
      put(counts.categories.entropy());
    }
    if (family.hasRates()) {
      put(rate(family, counts.items, entry));
      put(rate(counts.product[family.rateTo()], counts.product[family.rateFrom()]));
      put(rate(family, tables.items, item));
    }
    for (int t = 0; t < types; t++) {
      put(counts.product[t]);
    }
    put(tables.isTopItem(item));
    if (family.hasClusters()) {
      int cluster = attributes.cluster(item);
      putCounts(counts.clusters, cluster < 0 ? -1 : counts.clusters.find(cluster));
      putCounts(tables.clusters, cluster);
      put(tables.clusters.entropy(cluster));
    }
    put(tables.items.entropy(item));
    putCounts(tables.items, item);
    if (family.hasCategories()) {
      category(family, attributes.category(item));
    }
    if (family.price() >= 0) {
      put(attributes.price(item));
    }
    codes(attributes.nameVectors(), attributes.name(item));
    return finish(0);
  }

  private void category(Families.Product family, int category) {
    int entry = category < 0 ? -1 : counts.categories.find(category);
    put(tables.isTopCategory(category));
    putCounts(counts.categories, entry);
    if (family.hasRates()) {
      put(rate(family, tables.categories, category));
      put(rate(family, counts.categories, entry));
    }
    putCounts(tables.categories, category);
    put(tables.categories.entropy(category));
  }

  /** The block of session family {@code s}; returns its index. */
  int session(int s, int value, SessionFacts facts, int[] weeks) {
    Families.Session family = families.sessions().get(s);
    if (family.search()) {
      search(s, family, value, facts);
    } else {
      visit(s, family, value, facts, weeks);
    }
    return finish(hasProducts ? s + 1 : s);
  }

  private void visit(int s, Families.Session family, int value, SessionFacts facts, int[] weeks) {
    ClientCounts.SessionCounts mine = counts.sessions[s];
    GroupTable table = tables.values.get(s);
    if (family.field() >= 0) {
      put(value < Codes.FIRST_VALUE ? 0 : mine.values.countOf(value, 0));
    }
    put(mine.events);
    if (family.field() >= 0) {
      put(table.entropy(value));
      put(table.count(value, 0));
    }
    nearby(facts);
    for (int count : weeks) {
      put(count);
    }
  }

  private void search(int s, Families.Session family, int value, SessionFacts facts) {
    ClientCounts.SessionCounts mine = counts.sessions[s];
    GroupTable table = tables.values.get(s);
    GroupTable clusterTable = tables.valueClusters.get(s);
    int cluster = attributes.valueCluster(s, value);
    put(value < Codes.FIRST_VALUE ? 0 : mine.values.countOf(value, 0));
    put(mine.events);
    put(mine.values.entropy());
    if (family.hasClusters()) {
      put(mine.clusters.entropy());
    }
    put(table.count(value, 0));
    if (family.hasClusters()) {
      put(clusterTable.count(cluster, 0));
      put(cluster < 0 ? 0 : mine.clusters.countOf(cluster, 0));
    }
    put(table.entropy(value));
    if (family.hasClusters()) {
      put(clusterTable.entropy(cluster));
    }
    nearby(facts);
    codes(attributes.valueVectors(s), value < Codes.FIRST_VALUE ? -1 : value);
  }

  private void nearby(SessionFacts facts) {
    if (hasProducts) {
      put(facts.topItem);
      put(facts.topCategory);
      put(facts.nearby);
    }
    put(facts.durationMicros / (double) Micros.PER_SECOND);
  }

  private void putCounts(GroupCounts groups, int entry) {
    for (int column = 0; column < groups.width(); column++) {
      put(entry < 0 ? 0 : groups.count(entry, column));
    }
  }

  private void putCounts(GroupTable table, int code) {
    for (int column = 0; column < table.width(); column++) {
      put(table.count(code, column));
    }
  }

  /** An item without a name vector has zeros. */
  private void codes(@Nullable CodeMatrix vectors, int code) {
    for (int i = 0; vectors != null && i < vectors.width(); i++) {
      put(code < 0 ? 0 : vectors.get(code, i));
    }
  }

  private static double rate(Families.Product family, GroupCounts groups, int entry) {
    return entry < 0
        ? 0
        : rate(groups.count(entry, family.rateTo()), groups.count(entry, family.rateFrom()));
  }

  private static double rate(Families.Product family, GroupTable table, int code) {
    return rate(table.count(code, family.rateTo()), table.count(code, family.rateFrom()));
  }

  /** to / from, where 0/0 is 0 and x/0 is 1. */
  static double rate(int to, int from) {
    if (from == 0) {
      return to == 0 ? 0 : 1;
    }
    return (double) to / from;
  }

  /** Columns and values cannot drift apart unnoticed. */
  private int finish(int block) {
    if (at != headWidth + blockWidths[block]) {
      throw new IllegalStateException(
          "block %d: expected %d values, found %d"
              .formatted(block, blockWidths[block], at - headWidth));
    }
    return block;
  }
}
