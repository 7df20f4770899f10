package io.habitus.pipeline.data;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.ClientIds;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.Task;
import io.habitus.evaluation.labels.UserTask;
import io.habitus.ingest.table.ClientTable;
import io.habitus.ingest.table.TableReader;
import java.nio.file.Path;

/** The user's own target, from a table with a row per client. */
public final class OwnTarget {
  public static final String ID_COLUMN = "client_id";

  /** Of the clients, where the table has one window: the others are scored. */
  private static final double TRAIN_SHARE = 0.8;

  private static final long SEED = 1;

  private OwnTarget() {}

  /**
   * Reads a CSV or Parquet file; string ids become the codes that profiles have.
   *
   * @param name of the task
   * @param idColumn that holds the client
   * @throws io.habitus.core.problem.InputException with every problem of the table
   */
  public static Task read(
      Path file, String name, String idColumn, SequenceStore store, RunContext context) {
    ClientTable table = TableReader.read(file, idColumn, context);
    long[] ids =
        store.manifest().stringClients() ? table.clientIds(ClientIds::codeOf) : table.clientIds();
    return UserTask.of(
        name, file.toString(), table.columns(), ids, table.values(), TRAIN_SHARE, SEED);
  }

  /** A task's name, where none is given: the file's, up to its first dot. */
  public static String nameOf(Path file) {
    return file.getFileName().toString().split("\\.", 2)[0];
  }
}
