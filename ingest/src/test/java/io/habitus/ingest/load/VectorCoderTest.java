package io.habitus.ingest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Shards;
import io.habitus.core.store.StoreLayout;
import io.habitus.core.store.StoreWriter;
import io.habitus.core.store.VocabularyKind;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code vectors that are text, beside the SQL expression that rows are checked by. */
class VectorCoderTest {
  private static final int WIDTH = 16;
  private static final String[] BETWEEN = {" ", ",", ", ", "  ", "\n", "\t", "] ["};

  /** Some share their first bytes, some are the same vector in another spelling. */
  private static List<String> texts(int count) {
    SplittableRandom random = new SplittableRandom(4);
    TreeSet<String> texts = new TreeSet<>();
    while (texts.size() < count) {
      boolean near = random.nextInt(3) > 0;
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "[" : " ");
      for (int i = 0; i < WIDTH; i++) {
        int value = near ? random.nextInt(i < 14 ? 1 : 4) * 80 : random.nextInt(256);
        text.append(i == 0 ? "" : BETWEEN[random.nextInt(near ? 2 : BETWEEN.length)])
            .append(random.nextInt(4) == 0 ? "%03d".formatted(value) : Integer.toString(value));
      }
      texts.add(text.append(random.nextBoolean() ? "]" : "").toString());
    }
    return new ArrayList<>(texts);
  }

  private static String query(List<String> texts) {
    StringBuilder rows = new StringBuilder();
    for (String text : texts) {
      rows.append(rows.isEmpty() ? "(" : ", (").append(Sql.text(text)).append(")");
    }
    return "SELECT DISTINCT value FROM (VALUES " + rows + ") t(value)";
  }

  @Test
  void codesAscendByBytesWhateverTheSpelling(@TempDir Path folder) {
    List<String> texts = texts(500);
    TreeSet<String> hex = new TreeSet<>();
    StoreLayout layout =
        new StoreLayout(Schema.challenge(), Shards.forEvents(1), List.of(0, 0, 0, 0, 0), false);
    try (Database database = Database.open("UTC", RunContext.silent());
        StoreWriter writer = StoreWriter.create(folder.resolve("store"), layout, false)) {
      new VectorCoder(database, WIDTH)
          .code(
              query(texts),
              "coded",
              Optional.empty(),
              writer.fieldVocabulary(2, VocabularyKind.CODES));
      List<Row> rows =
          database.rows(
              "SELECT %s, code FROM coded ORDER BY code"
                  .formatted(Expressions.hex("value", WIDTH)));
      assertThat(rows).hasSameSizeAs(texts);
      rows.forEach(row -> hex.add(row.text(0)));
      assertThat(hex).hasSizeBetween(100, 480);
      List<String> ascending = new ArrayList<>(hex);
      for (Row row : rows) {
        assertThat(row.number(1)).isEqualTo(Codes.FIRST_VALUE + ascending.indexOf(row.text(0)));
      }
    }
  }

  @Test
  void readsWhatTheChecksRead() {
    List<String> texts = new ArrayList<>(texts(20));
    texts.addAll(
        List.of(
            "1 2 3",
            "[1,2,3]",
            "1 2 3 4",
            "1 2",
            "1 2 256",
            "1 2 0003",
            "1 2 003",
            "",
            " ",
            "[]",
            "1 2 -3",
            "1 2 x",
            "1;2;3",
            "1\f2\r3",
            "1\u000b2 3",
            "1\u00a02 3",
            "1 2 ٣"));
    try (Database database = Database.open("UTC", RunContext.silent())) {
      for (int width : new int[] {3, WIDTH}) {
        for (String text : texts) {
          Row row =
              database.row("SELECT coalesce(" + Expressions.hex(Sql.text(text), width) + ", '')");
          byte[] read = new byte[width];
          boolean isVector = VectorCoder.parse(text, read);
          assertThat(isVector ? HexFormat.of().formatHex(read) : "")
              .as(Arrays.toString(text.toCharArray()))
              .isEqualTo(row.text(0));
        }
      }
    }
  }

  @Test
  void refusesAnythingElse(@TempDir Path folder) {
    StoreLayout layout =
        new StoreLayout(Schema.challenge(), Shards.forEvents(1), List.of(0, 0, 0, 0, 0), false);
    try (Database database = Database.open("UTC", RunContext.silent());
        StoreWriter writer = StoreWriter.create(folder.resolve("store"), layout, false)) {
      var vocabulary = writer.fieldVocabulary(2, VocabularyKind.CODES);
      assertThatThrownBy(() ->
              new VectorCoder(database, WIDTH)
                  .code("SELECT '1 2 3' AS value", "coded", Optional.empty(), vocabulary))
          .isInstanceOf(VocabularyLoader.BadCodesException.class);
    }
  }
}
