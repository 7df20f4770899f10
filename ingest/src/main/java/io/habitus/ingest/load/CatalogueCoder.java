package io.habitus.ingest.load;

import static java.lang.Double.NaN;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.store.Catalogue;
import io.habitus.core.store.Codes;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.StoreWriter;
import io.habitus.core.store.VocabularyKind;
import io.habitus.core.store.VocabularyWriter;
import io.habitus.ingest.log.ItemTable;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Sql;
import io.habitus.ingest.sql.SqlException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * Codes the attributes of the items that {@link CatalogueLoader} has brought in, and writes them,
 * together with those of the generations before.
 */
final class CatalogueCoder {
  private static final String ITEMS = CatalogueLoader.ITEMS;
  private static final String KEPT = "catalogue_kept";

  private final Database database;
  private final BoundLog log;
  private final StoreWriter writer;
  private final Optional<SequenceStore> before;
  private final String vocabulary;
  private final int itemCodes;

  /**
   * A coder.
   *
   * @param vocabulary relation (value, code) of the item field
   * @param itemCodes number of item codes, the reserved ones included
   */
  CatalogueCoder(
      Database database, BoundLog log, StoreWriter writer, String vocabulary, int itemCodes) {
    this.database = database;
    this.log = log;
    this.writer = writer;
    this.before =
        writer.before().filter(store -> store.manifest().catalogueGeneration().isPresent());
    this.vocabulary = vocabulary;
    this.itemCodes = itemCodes;
  }

  /** Writes every attribute. */
  void write(VocabularyLoader loader) {
    ItemTable items = log.log().catalogue().orElseThrow();
    for (BoundField attribute : log.attributes()) {
      int a = attribute.index();
      Optional<Integer> buckets = buckets(items.attributes().get(attribute.field().name()));
      if (!attribute.isCoded()) {
        double[] old = new double[itemCodes];
        Arrays.setAll(old, i -> before.map(store -> store.catalogue().number(a, i)).orElse(NaN));
        writer.catalogueNumbers(a, numbers(a, old, new boolean[itemCodes]));
      } else if (buckets.isPresent()) {
        cut(attribute, buckets.get());
      } else {
        code(attribute, loader);
      }
    }
  }

  private static Optional<Integer> buckets(@Nullable ValueColumn value) {
    return value != null && value.derived() instanceof ValueColumn.Derivation.Buckets buckets
        ? Optional.of(buckets.count())
        : Optional.empty();
  }

  private boolean firstRowWins() {
    return log.log().catalogue().orElseThrow().firstRowWins();
  }

  /** Numbers of the items, those that are not here as they were. */
  private double[] numbers(int attribute, double[] numbers, boolean[] here) {
    boolean keep = firstRowWins();
    database.chunks(
        "SELECT v.code, coalesce(c.a%d, 'nan'::DOUBLE) FROM %s c JOIN %s v ON v.value = c.item"
            .formatted(attribute, ITEMS, vocabulary),
        chunk -> {
          for (long i = 0; i < chunk.rowCount(); i++) {
            int item = chunk.vector(0).getInt(i);
            here[item] = true;
            if (!keep || Double.isNaN(numbers[item])) {
              numbers[item] = chunk.vector(1).getDouble(i);
            }
          }
        });
    return numbers;
  }

  /** Cuts all items into buckets, those of the generations before too. */
  private void cut(BoundField attribute, int count) {
    int a = attribute.index();
    double[] numbers = new double[itemCodes];
    Arrays.fill(numbers, NaN);
    boolean[] here = new boolean[itemCodes];
    before.ifPresent(store -> {
      double[] old = store.uncut(a).orElseThrow(() -> notKept(attribute));
      System.arraycopy(old, 0, numbers, 0, old.length);
      for (int i = 0; i < itemCodes; i++) {
        here[i] = store.catalogue().code(a, i) != Codes.UNKNOWN;
      }
    });
    writer.catalogueUncut(a, numbers(a, numbers, here));
    int[] buckets = Buckets.cut(numbers, count);
    int[] codeOf = codesOfBuckets(attribute, buckets, count);
    int[] codes = new int[itemCodes];
    for (int i = 0; i < itemCodes; i++) {
      codes[i] = !here[i] ? Codes.UNKNOWN : buckets[i] < 0 ? Codes.NULL : codeOf[buckets[i]];
    }
    writer.catalogueCodes(a, codes);
  }

  private InputException notKept(BoundField attribute) {
    return new InputException(
        Problem.inColumn(
            log.log().origin(),
            attribute.field().name(),
            "a store that keeps the numbers that its buckets were cut from",
            "one of another schema, or of an earlier version",
            "Ingest the whole log again."));
  }

  /** Code of each bucket; the vocabulary gets those that it lacks. */
  private int[] codesOfBuckets(BoundField attribute, int[] buckets, int count) {
    boolean[] occurs = new boolean[count];
    for (int bucket : buckets) {
      if (bucket >= 0) {
        occurs[bucket] = true;
      }
    }
    boolean integer = attribute.kind() == VocabularyKind.INTEGER;
    Comparator<Integer> ascending =
        integer ? Comparator.naturalOrder() : Comparator.comparing(bucket -> bucket.toString());
    List<Integer> ordered =
        IntStream.range(0, count).filter(b -> occurs[b]).boxed().sorted(ascending).toList();
    VocabularyWriter values = writer.attributeVocabulary(attribute.index(), attribute.kind());
    int[] codes = new int[count];
    for (int bucket : ordered) {
      int known =
          before
              .map(store -> store.catalogue().vocabulary(attribute.index()))
              .map(old -> old.codeOfText(Integer.toString(bucket)))
              .orElse(Codes.UNKNOWN);
      if (known == Codes.UNKNOWN) {
        known = integer ? values.add(bucket) : values.add(Integer.toString(bucket));
      }
      codes[bucket] = known;
    }
    return codes;
  }

  private void code(BoundField attribute, VocabularyLoader loader) {
    int a = attribute.index();
    Optional<Catalogue> old = before.map(SequenceStore::catalogue);
    int[] codes = new int[itemCodes];
    Arrays.setAll(codes, i -> old.map(catalogue -> catalogue.code(a, i)).orElse(Codes.UNKNOWN));
    if (old.isPresent() && firstRowWins()) {
      dropKnown(a, codes);
    }
    String relation = "attribute_" + a;
    loader.load(
        attribute,
        "SELECT a%1$d AS value FROM %2$s WHERE a%1$d IS NOT NULL".formatted(a, ITEMS),
        relation,
        true,
        old.map(catalogue -> catalogue.vocabulary(a)),
        writer.attributeVocabulary(a, attribute.kind()));
    database.chunks(
        Sql.load("attribute-codes")
            .with("items", ITEMS)
            .with("vocabulary", vocabulary)
            .with("attribute", "a" + a)
            .with("values", relation)
            .text(),
        chunk -> {
          for (long i = 0; i < chunk.rowCount(); i++) {
            int item = chunk.vector(0).getInt(i);
            int now = chunk.vector(1).getInt(i);
            boolean keep = firstRowWins() && now == Codes.NULL && codes[item] != Codes.UNKNOWN;
            codes[item] = keep ? codes[item] : now;
          }
        });
    writer.catalogueCodes(a, codes);
  }

  /** Of several rows for an item the first value counts, which an earlier generation may have. */
  private void dropKnown(int attribute, int[] codes) {
    database.execute("CREATE OR REPLACE TABLE " + KEPT + " (code INTEGER)");
    try (DuckDBAppender appender = database.appender(KEPT)) {
      for (int item = Codes.FIRST_VALUE; item < codes.length; item++) {
        if (codes[item] >= Codes.FIRST_VALUE) {
          appender.beginRow().append(item).endRow();
        }
      }
    } catch (SQLException e) {
      throw new SqlException("reading the catalogue", e);
    }
    database.execute(
        "UPDATE %s SET a%d = NULL WHERE item IN (SELECT v.value FROM %s v JOIN %s k USING (code))"
            .formatted(ITEMS, attribute, vocabulary, KEPT));
  }
}
