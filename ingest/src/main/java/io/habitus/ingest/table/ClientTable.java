package io.habitus.ingest.table;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A row per client.
 *
 * @param idColumn name of the column that holds the client
 * @param clients ids as text, distinct, in file order
 * @param integers whether every id is an integer: then the text is its number
 * @param columns names of the other columns
 * @param values (columns)(clients), NaN where the file has no value
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClientTable(
    String idColumn,
    List<String> clients,
    boolean integers,
    List<String> columns,
    double[][] values) {
  public ClientTable {
    clients = List.copyOf(clients);
    columns = List.copyOf(columns);
  }

  /** Ids as numbers; only where {@link #integers}. */
  public long[] clientIds() {
    return clientIds(Long::parseLong);
  }

  /**
   * Ids by a mapping of their text, such as the codes of {@code clients.parquet} where the log has
   * string ids.
   */
  public long[] clientIds(ToLongFunction<String> code) {
    return clients.stream().mapToLong(code).toArray();
  }
}
