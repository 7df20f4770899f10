package io.habitus.ingest.load;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.StoreWriter;
import io.habitus.core.store.Vocabulary;
import io.habitus.ingest.log.ItemTable;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings the item table in: one row for each item, its attributes coded. */
final class CatalogueLoader {
  private static final String ITEMS = "catalogue_items";
  private static final int MOST_REPEATED = 5;

  private final Database database;
  private final BoundLog log;
  private final LogTable table;
  private final ItemTable items;
  private final BoundField item;

  CatalogueLoader(Database database, BoundLog log, LogTable table) {
    this.database = database;
    this.log = log;
    this.table = table;
    this.items = log.log().catalogue().orElseThrow();
    this.item =
        log.item()
            .orElseThrow(() ->
                new InputException(
                    Problem.inFile(
                        log.log().origin(), "an item field for the catalogue", "none", "")));
  }

  /** Makes one row for each item, and checks that there is only one. */
  void stage() {
    Expressions expressions = new Expressions(table);
    List<String> names = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    List<String> firsts = new ArrayList<>();
    List<String> results = new ArrayList<>();
    for (BoundField attribute : log.attributes()) {
      String name = "a" + attribute.index();
      ValueColumn value = items.attributes().get(attribute.field().name());
      names.add(name);
      columns.add(rowValue(expressions, attribute, value) + " AS " + name);
      firsts.add("arg_min(%1$s, place) FILTER (%1$s IS NOT NULL) AS %1$s".formatted(name));
      results.add(result(attribute, value) + " AS " + name);
    }
    database.execute(
        Sql.load("catalogue")
            .with("relation", ITEMS)
            .with("item", expressions.value(items.item(), item.kind()))
            .with("table", table.relation())
            .with("when", expressions.all(items.when()))
            .with("names", commas(names))
            .with("columns", commas(columns))
            .with("firsts", commas(firsts))
            .with("results", commas(results))
            .text());
    if (!items.firstRowWins()) {
      checkRepeated();
    }
  }

  /** A row's value; buckets are cut later, over items rather than rows. */
  private static String rowValue(
      Expressions expressions, BoundField attribute, @Nullable ValueColumn value) {
    if (value == null) {
      return "NULL::" + attribute.sqlType();
    }
    if (!attribute.isCoded() || value.derived() instanceof ValueColumn.Derivation.Buckets) {
      return expressions.number(value.column());
    }
    return expressions.value(value, attribute.kind());
  }

  private static String result(BoundField attribute, @Nullable ValueColumn value) {
    String name = "a" + attribute.index();
    return value != null && value.derived() instanceof ValueColumn.Derivation.Buckets buckets
        ? "CAST(%s AS %s)".formatted(Expressions.bucket(name, buckets.count()), attribute.sqlType())
        : name;
  }

  private static String commas(List<String> parts) {
    return parts.isEmpty() ? "" : ", " + String.join(", ", parts);
  }

  private void checkRepeated() {
    List<Row> repeated =
        database.rows(
            "SELECT item, rows FROM %s WHERE rows > 1 ORDER BY item LIMIT %d"
                .formatted(ITEMS, MOST_REPEATED));
    if (!repeated.isEmpty()) {
      throw new InputException(
          repeated.stream()
              .map(row ->
                  Problem.inColumn(
                      table.table().name(),
                      items.item().column(),
                      "one row for each item",
                      row.text(1) + " rows for item " + row.text(0),
                      "Keep one of them."))
              .toList());
    }
  }

  /** Values of the item field that the catalogue adds. */
  String itemValues() {
    return "SELECT item AS value FROM " + ITEMS;
  }

  /**
   * Codes the attributes and writes them.
   *
   * @param itemVocabulary relation (value, code) of the item field
   * @param itemCodes number of item codes, the reserved ones included
   */
  void write(StoreWriter writer, VocabularyLoader loader, String itemVocabulary, int itemCodes) {
    for (BoundField attribute : log.attributes()) {
      int a = attribute.index();
      if (attribute.isCoded()) {
        String relation = "attribute_" + a;
        Optional<Vocabulary> known =
            writer.before().map(SequenceStore::catalogue).map(old -> old.vocabulary(a));
        String values =
            "SELECT a%1$d AS value FROM %2$s WHERE a%1$d IS NOT NULL".formatted(a, ITEMS);
        loader.load(
            attribute,
            values,
            relation,
            true,
            known,
            writer.attributeVocabulary(a, attribute.kind()));
        writer.catalogueCodes(a, codes(writer, a, relation, itemVocabulary, itemCodes));
      } else {
        writer.catalogueNumbers(a, numbers(writer, a, itemVocabulary, itemCodes));
      }
    }
  }

  private int[] codes(
      StoreWriter writer, int attribute, String relation, String itemVocabulary, int itemCodes) {
    int[] codes = new int[itemCodes];
    Optional<Catalogue> old = writer.before().map(SequenceStore::catalogue);
    Arrays.setAll(codes, i -> old.map(before -> before.code(attribute, i)).orElse(Codes.UNKNOWN));
    database.chunks(
        Sql.load("attribute-codes")
            .with("items", ITEMS)
            .with("vocabulary", itemVocabulary)
            .with("attribute", "a" + attribute)
            .with("values", relation)
            .text(),
        chunk -> {
          for (long i = 0; i < chunk.rowCount(); i++) {
            codes[chunk.vector(0).getInt(i)] = chunk.vector(1).getInt(i);
          }
        });
    return codes;
  }

  private double[] numbers(
      StoreWriter writer, int attribute, String itemVocabulary, int itemCodes) {
    double[] numbers = new double[itemCodes];
    Optional<Catalogue> old = writer.before().map(SequenceStore::catalogue);
    Arrays.setAll(numbers, i -> old.map(before -> before.number(attribute, i)).orElse(Double.NaN));
    database.chunks(
        "SELECT v.code, coalesce(c.a%d, 'nan'::DOUBLE) FROM %s c JOIN %s v ON v.value = c.item"
            .formatted(attribute, ITEMS, itemVocabulary),
        chunk -> {
          for (long i = 0; i < chunk.rowCount(); i++) {
            numbers[chunk.vector(0).getInt(i)] = chunk.vector(1).getDouble(i);
          }
        });
    return numbers;
  }
}
