package io.habitus.ingest.shop;

import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Small shops for tests, and what DuckDB says about them. */
final class Shops {
  private Shops() {}

  static ShopSettings settings(int clients, int days, int windowDays, long seed) {
    return new ShopSettings(
        clients, days, seed, ShopSettings.DEFAULT_START, 300, 60, 0.3, windowDays, 50_000);
  }

  static RunContext context(int threads) {
    return context(threads, Progress.SILENT);
  }

  static RunContext context(int threads, Progress progress) {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    return new RunContext(new Resources(threads, 2L << 30, temp), progress);
  }

  /** Rows of a query over the shop's files, named {@code {product_buy}} and so on in the SQL. */
  static List<List<Object>> query(Path shop, String sql) {
    String bound = sql.replaceAll("\\{(\\w+)}", "'" + shop + "/$1.parquet'");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(bound)) {
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
          row.add(result.getObject(c));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(bound, e);
    }
  }

  /** The single number of a query. */
  static double number(Path shop, String sql) {
    return ((Number) query(shop, sql).getFirst().getFirst()).doubleValue();
  }
}
