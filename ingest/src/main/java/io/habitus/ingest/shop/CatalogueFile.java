package io.habitus.ingest.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Writes {@code product_properties.parquet}, by sku. */
final class CatalogueFile {
  static final String TABLE = "product_properties";

  private CatalogueFile() {}

  static void write(Path folder, Assortment assortment) {
    Path file = folder.resolve(TABLE + ".parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute(
          "CREATE TABLE products (sku BIGINT, category BIGINT, price BIGINT, name VARCHAR)");
      try (DuckDBAppender rows =
          connection.unwrap(DuckDBConnection.class).createAppender("products")) {
        append(assortment, rows);
      }
      statement.execute(
          "COPY products TO '%s' (FORMAT parquet, COMPRESSION zstd)"
              .formatted(file.toString().replace("'", "''")));
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException("writing " + file, e));
    }
  }

  private static void append(Assortment assortment, DuckDBAppender rows) throws SQLException {
    int[] bySku =
        IntStream.range(0, assortment.items)
            .boxed()
            .sorted(Comparator.comparingLong(assortment::sku))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int item : bySku) {
      rows.beginRow()
          .append(assortment.sku(item))
          .append((long) assortment.category[item])
          .append((long) assortment.price[item])
          .append(CodeText.of(assortment.name, item * Assortment.CODE))
          .endRow();
    }
  }
}
