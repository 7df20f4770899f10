package io.habitus.ingest.load;

import io.habitus.core.store.CodeVectors;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Vocabulary;
import io.habitus.core.store.VocabularyWriter;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.SqlException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/**
 * Gives codes to code vectors that are text: ascending by their bytes, the same for texts of the
 * same vector. Texts are read here and not in SQL, which takes several times as long. What is held
 * is a vector's bytes and 16 bytes more for each different text.
 */
final class VectorCoder {
  private static final int PREFIX = Integer.BYTES;
  private static final int BLOCK = 1 << 16;

  private final Database database;
  private final int width;

  /**
   * A coder.
   *
   * @param width integers of a vector
   */
  VectorCoder(Database database, int width) {
    this.database = database;
    this.width = width;
  }

  /**
   * Makes the relation (value, code).
   *
   * @param distinct a query of different texts, named {@code value}
   * @throws VocabularyLoader.BadCodesException if one is no vector of this width
   */
  void code(String distinct, String relation, Optional<Vocabulary> known, VocabularyWriter writer) {
    String texts = relation + "_texts";
    String codes = relation + "_codes";
    database.execute("CREATE OR REPLACE TABLE %s AS %s".formatted(texts, distinct));
    int count = Math.toIntExact(database.row("SELECT count(*) FROM " + texts).number(0));
    byte[][] vectors = read(texts, count);
    append(codes, codes(vectors, sorted(vectors, count), known, writer));
    database.execute(
        "CREATE OR REPLACE TABLE %s AS SELECT t.value, c.code FROM %s t JOIN %s c ON c.place = t.rowid"
            .formatted(relation, texts, codes));
    database.execute("DROP TABLE " + texts);
    database.execute("DROP TABLE " + codes);
  }

  /** The vectors in blocks: those of places {@code [b · BLOCK, (b + 1) · BLOCK)} in block b. */
  private byte[][] read(String texts, int count) {
    byte[][] vectors = new byte[Math.ceilDiv(count, BLOCK)][];
    for (int block = 0; block < vectors.length; block++) {
      vectors[block] = new byte[Math.min(BLOCK, count - block * BLOCK) * width];
    }
    byte[] vector = new byte[width];
    database.unorderedChunks(
        "SELECT value, rowid FROM " + texts,
        chunk -> {
          for (long i = 0; i < chunk.rowCount(); i++) {
            if (!parse(chunk.vector(0).getString(i), vector)) {
              throw new VocabularyLoader.BadCodesException();
            }
            int place = (int) chunk.vector(1).getLong(i);
            System.arraycopy(vector, 0, vectors[place / BLOCK], at(place), width);
          }
        });
    return vectors;
  }

  private int at(int place) {
    return place % BLOCK * width;
  }

  /**
   * Reads integers 0..255 of at most three digits, with blanks, commas or brackets between them:
   * what {@code code-vector.sql} reads, by which rows are checked.
   *
   * @return whether there are as many as {@code into} is long
   */
  static boolean parse(String text, byte[] into) {
    int found = 0;
    int digits = 0;
    int number = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (c >= '0' && c <= '9') {
        number = number * 10 + c - '0';
        if (++digits > 3 || number > 255) {
          return false;
        }
      } else if (!isBetween(c)) {
        return false;
      } else if (digits > 0) {
        if (found == into.length) {
          return false;
        }
        into[found++] = (byte) number;
        digits = 0;
        number = 0;
      }
    }
    return found == into.length;
  }

  private static boolean isBetween(char c) {
    return switch (c) {
      case ' ', ',', '[', ']', '\t', '\n', '\f', '\r' -> true;
      default -> false;
    };
  }

  /** Places of the vectors in ascending order: by their first bytes, then runs of equal ones. */
  private int[] sorted(byte[][] vectors, int count) {
    long[] keys = new long[count];
    for (int place = 0; place < count; place++) {
      keys[place] = prefix(vectors, place) << Integer.SIZE | place;
    }
    Arrays.sort(keys);
    int[] order = new int[count];
    for (int from = 0, to; from < count; from = to) {
      to = from;
      while (to < count && keys[to] >> Integer.SIZE == keys[from] >> Integer.SIZE) {
        order[to] = (int) keys[to];
        to++;
      }
      if (to - from > 1 && width > PREFIX) {
        sort(vectors, order, from, to);
      }
    }
    return order;
  }

  /** The first bytes as an integer that is ordered as they are. */
  private long prefix(byte[][] vectors, int place) {
    long prefix = 0;
    for (int i = 0; i < PREFIX; i++) {
      int value = i < width ? vectors[place / BLOCK][at(place) + i] : 0;
      prefix = prefix << Byte.SIZE | value & 0xff;
    }
    return (int) prefix ^ Integer.MIN_VALUE;
  }

  private void sort(byte[][] vectors, int[] order, int from, int to) {
    Integer[] run = new Integer[to - from];
    Arrays.setAll(run, i -> order[from + i]);
    Arrays.sort(run, (a, b) -> compare(vectors, a, b));
    for (int i = 0; i < run.length; i++) {
      order[from + i] = run[i];
    }
  }

  private int compare(byte[][] vectors, int a, int b) {
    return Arrays.compareUnsigned(
        vectors[a / BLOCK], at(a), at(a) + width, vectors[b / BLOCK], at(b), at(b) + width);
  }

  /** A code for each place. */
  private int[] codes(
      byte[][] vectors, int[] order, Optional<Vocabulary> known, VocabularyWriter writer) {
    int[] codes = new int[order.length];
    for (int n = 0; n < order.length; n++) {
      if (n > 0 && compare(vectors, order[n - 1], order[n]) == 0) {
        codes[order[n]] = codes[order[n - 1]];
        continue;
      }
      int at = at(order[n]);
      byte[] vector = Arrays.copyOfRange(vectors[order[n] / BLOCK], at, at + width);
      int code = known.map(old -> old.codeOf(CodeVectors.text(vector))).orElse(Codes.UNKNOWN);
      codes[order[n]] = code == Codes.UNKNOWN ? writer.add(vector) : code;
    }
    return codes;
  }

  private void append(String relation, int[] codes) {
    database.execute("CREATE OR REPLACE TABLE %s (place BIGINT, code INTEGER)".formatted(relation));
    try (DuckDBAppender appender = database.appender(relation)) {
      for (int place = 0; place < codes.length; place++) {
        appender.beginRow().append((long) place).append(codes[place]).endRow();
      }
    } catch (SQLException e) {
      throw new SqlException("coding code vectors", e);
    }
  }
}
