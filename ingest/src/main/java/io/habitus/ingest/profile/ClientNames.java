package io.habitus.ingest.profile;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.ClientIds;
import io.habitus.core.store.SequenceStore;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Sql;
import io.habitus.ingest.sql.SqlException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/**
 * What the clients of profiles are called in the log, where ids are strings: {@value #FILE}, with a
 * row for each of {@code client_ids.npy}, in its order: {@code client_id} (int64, the code) and
 * {@code client} (text, NULL for a code that is none of the log's).
 *
 * @param ids of the store that the profiles were made from; read while that is open
 */
public record ClientNames(ClientIds ids, RunContext context) {
  public static final String FILE = "clients.parquet";

  private static final int ROWS_BETWEEN_CHECKS = 1 << 14;

  /** Empty where ids are integers, which are their own codes. */
  public static Optional<ClientNames> of(SequenceStore store, RunContext context) {
    return Optional.of(new ClientNames(store.clientIds(), context))
        .filter(names -> names.ids().isString());
  }

  /**
   * Writes the file; not atomically, as it is part of a folder that appears whole.
   *
   * @param codes in the order of the rows
   */
  public void write(Path file, long[] codes) {
    try (Database database = Database.open("UTC", context)) {
      database.execute("CREATE TABLE clients (client_id BIGINT, client VARCHAR)");
      try (DuckDBAppender appender = database.appender("clients")) {
        append(appender, codes);
      } catch (SQLException e) {
        throw new SqlException("naming clients", e);
      }
      database.execute("COPY clients TO " + Sql.text(file.toString()) + " (FORMAT parquet)");
    }
  }

  private void append(DuckDBAppender appender, long[] codes) throws SQLException {
    for (int row = 0; row < codes.length; row++) {
      if (row % ROWS_BETWEEN_CHECKS == 0) {
        context.checkStopped("naming clients");
      }
      Optional<String> name = ids.find(codes[row]);
      appender.beginRow().append(codes[row]);
      if (name.isPresent()) {
        appender.append(name.get());
      } else {
        appender.appendNull();
      }
      appender.endRow();
    }
  }
}
