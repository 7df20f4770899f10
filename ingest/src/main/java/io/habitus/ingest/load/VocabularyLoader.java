package io.habitus.ingest.load;

import io.habitus.core.store.Codes;
import io.habitus.core.store.Vocabulary;
import io.habitus.core.store.VocabularyWriter;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.Sql;
import io.habitus.ingest.sql.SqlException;
import java.lang.foreign.Arena;
import java.sql.SQLException;
import java.util.Optional;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBReadableVector;

/**
 * Gives codes to a field's values: a relation (value, code) for joins, and the vocabulary's file.
 * New values get codes in ascending order; when appending, known values keep theirs.
 */
final class VocabularyLoader {
  private final Database database;
  private final Arena arena;

  /**
   * A loader.
   *
   * @param arena owns the tables of integer codes
   */
  VocabularyLoader(Database database, Arena arena) {
    this.database = database;
    this.arena = arena;
  }

  /** Values that are not code vectors of the field's width. */
  static final class BadCodesException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Codes the values of a query.
   *
   * @param values a query of values, named {@code value}, none of them NULL
   * @param relation name of relations to make
   * @param joins whether the relation (value, code) is wanted for integers too
   * @param known the vocabulary so far, when appending
   */
  Coding load(
      BoundField field,
      String values,
      String relation,
      boolean joins,
      Optional<Vocabulary> known,
      VocabularyWriter writer) {
    String distinct = "SELECT DISTINCT value FROM (" + values + ")";
    return switch (field.kind()) {
      case INTEGER -> codeIntegers(values, relation, joins, known, writer);
      case TEXT -> {
        code(field, distinct, relation, known, writer);
        yield Coding.joined(relation);
      }
      case CODES -> {
        new VectorCoder(database, field.field().width()).code(distinct, relation, known, writer);
        yield Coding.joined(relation);
      }
    };
  }

  private Coding codeIntegers(
      String values,
      String relation,
      boolean joins,
      Optional<Vocabulary> known,
      VocabularyWriter writer) {
    Row span =
        database.row(
            "SELECT count(*), coalesce(min(value), 0), coalesce(max(value), 0) FROM (%s)"
                .formatted(values));
    long smallest = span.number(1);
    long largest = span.number(2);
    LongCodes codes =
        LongSet.fits(smallest, largest, span.number(0))
            ? codeClose(values, smallest, largest, known, writer)
            : codeScattered(values, relation, smallest, largest, known, writer);
    if (joins) {
      writeRelation(relation, codes);
    }
    boolean narrow = smallest >= Integer.MIN_VALUE && largest <= Integer.MAX_VALUE;
    return new Coding(joins ? Optional.of(relation) : Optional.empty(), Optional.of(codes), narrow);
  }

  /** Values that lie close together are gathered in a set of bits, several times faster. */
  private LongCodes codeClose(
      String values,
      long smallest,
      long largest,
      Optional<Vocabulary> known,
      VocabularyWriter writer) {
    try (Arena own = Arena.ofConfined()) {
      LongSet set = new LongSet(smallest, largest, own);
      database.unorderedChunks(
          values,
          chunk -> {
            DuckDBReadableVector vector = chunk.vector(0);
            for (long i = 0; i < chunk.rowCount(); i++) {
              set.put(vector.getLong(i));
            }
          });
      LongCodes codes = new LongCodes(smallest, largest, set.size(), arena);
      set.forEach(value -> put(codes, value, known, writer));
      return codes;
    }
  }

  private LongCodes codeScattered(
      String values,
      String relation,
      long smallest,
      long largest,
      Optional<Vocabulary> known,
      VocabularyWriter writer) {
    String distinct = relation + "_values";
    database.execute(
        "CREATE OR REPLACE TABLE %s AS SELECT DISTINCT value FROM (%s)"
            .formatted(distinct, values));
    long count = database.row("SELECT count(*) FROM " + distinct).number(0);
    LongCodes codes = new LongCodes(smallest, largest, count, arena);
    database.chunks(
        "SELECT value FROM " + distinct + " ORDER BY value",
        chunk -> {
          DuckDBReadableVector vector = chunk.vector(0);
          for (long i = 0; i < chunk.rowCount(); i++) {
            put(codes, vector.getLong(i), known, writer);
          }
        });
    database.execute("DROP TABLE " + distinct);
    return codes;
  }

  private static void put(
      LongCodes codes, long value, Optional<Vocabulary> known, VocabularyWriter writer) {
    int code = known.isEmpty() ? Codes.UNKNOWN : known.get().codeOf(value);
    codes.put(value, code == Codes.UNKNOWN ? writer.add(value) : code);
  }

  /** Not by a query over the values: DuckDB appends no rows while a result of it is being read. */
  private void writeRelation(String relation, LongCodes codes) {
    database.execute("CREATE OR REPLACE TABLE %s (value BIGINT, code INTEGER)".formatted(relation));
    try (DuckDBAppender appender = database.appender(relation)) {
      codes.forEach((value, code) -> append(appender, value, code));
    } catch (SQLException e) {
      throw new SqlException("coding values", e);
    }
  }

  private static void append(DuckDBAppender appender, long value, int code) {
    try {
      appender.beginRow().append(value).append(code).endRow();
    } catch (SQLException e) {
      throw new SqlException("coding values", e);
    }
  }

  /** Texts. */
  private void code(
      BoundField field,
      String distinct,
      String relation,
      Optional<Vocabulary> known,
      VocabularyWriter writer) {
    if (known.isEmpty() || known.get().size() == Codes.FIRST_VALUE) {
      database.execute(
          Sql.load("new-vocabulary")
              .with("relation", relation)
              .with("distinct", distinct)
              .with("reserved", Codes.FIRST_VALUE - 1)
              .text());
      database.chunks(
          "SELECT value FROM " + relation + " ORDER BY code",
          chunk -> {
            DuckDBReadableVector values = chunk.vector(0);
            for (long i = 0; i < chunk.rowCount(); i++) {
              writer.add(values.getString(i));
            }
          });
    } else {
      extend(field, distinct, relation, known.get(), writer);
    }
  }

  /**
   * Codes values when appending. Codes are collected before they are appended: DuckDB appends no
   * rows while a result of it is being read.
   */
  private void extend(
      BoundField field,
      String distinct,
      String relation,
      Vocabulary known,
      VocabularyWriter writer) {
    String values = relation + "_new";
    String codes = relation + "_new_codes";
    database.execute(
        "CREATE OR REPLACE TABLE %s AS SELECT value, row_number() OVER (ORDER BY value) - 1 AS place FROM (%s)"
            .formatted(values, distinct));
    int[] codeOf = new int[(int) database.row("SELECT count(*) FROM " + values).number(0)];
    database.chunks(
        "SELECT value, place FROM " + values + " ORDER BY place",
        chunk -> {
          DuckDBReadableVector vector = chunk.vector(0);
          for (long i = 0; i < chunk.rowCount(); i++) {
            String value = vector.getString(i);
            int code = known.codeOf(value);
            codeOf[(int) chunk.vector(1).getLong(i)] =
                code == Codes.UNKNOWN ? writer.add(value) : code;
          }
        });
    database.execute("CREATE OR REPLACE TABLE " + codes + " (place BIGINT, code INTEGER)");
    try (DuckDBAppender appender = database.appender(codes)) {
      for (int place = 0; place < codeOf.length; place++) {
        append(appender, place, codeOf[place]);
      }
    } catch (SQLException e) {
      throw new SqlException("coding " + field.field().name(), e);
    }
    database.execute(
        "CREATE OR REPLACE TABLE %s AS SELECT v.value, c.code FROM %s v JOIN %s c USING (place)"
            .formatted(relation, values, codes));
  }
}
