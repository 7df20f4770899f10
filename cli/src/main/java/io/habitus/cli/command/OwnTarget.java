package io.habitus.cli.command;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.ClientIds;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.Task;
import io.habitus.evaluation.labels.UserTask;
import io.habitus.ingest.table.ClientTable;
import io.habitus.ingest.table.TableReader;
import java.nio.file.Path;

/** The user's own target, from a table with a row per client. */
final class OwnTarget {
  /** Of the clients, where the table has one window: the others are scored. */
  private static final double TRAIN_SHARE = 0.8;

  private static final long SEED = 1;

  private OwnTarget() {}

  /** The task is named for the file; string ids become the codes that profiles have. */
  static Task read(Path file, String idColumn, SequenceStore store, RunContext context) {
    ClientTable table = TableReader.read(file, idColumn, context);
    long[] ids =
        store.manifest().stringClients() ? table.clientIds(ClientIds::codeOf) : table.clientIds();
    String name = file.getFileName().toString().split("\\.", 2)[0];
    return UserTask.of(
        name, file.toString(), table.columns(), ids, table.values(), TRAIN_SHARE, SEED);
  }
}
