package io.habitus.ingest.load;

import io.habitus.core.run.Resources;
import java.nio.file.Path;

/**
 * About how much an ingestion writes.
 *
 * @param storeBytes for good
 * @param tempBytes while it sorts, if the events do not fit into memory
 */
record DiskNeed(long storeBytes, long tempBytes) {
  /** Time, type, and a client's share of id and offset. */
  private static final long FIXED_BYTES = 12;

  /** Sort keys and DuckDB's own bytes for each row: an estimate, not yet measured. */
  private static final long SORT_BYTES = 48;

  static DiskNeed of(BoundLog log, long events, Resources resources) {
    long fields = 0;
    for (BoundField field : log.fields()) {
      fields += field.isCoded() ? Integer.BYTES : Double.BYTES;
    }
    long sorting = events * (SORT_BYTES + fields);
    boolean spills = sorting > resources.memoryBytes() / 4;
    return new DiskNeed(events * (FIXED_BYTES + fields), spills ? sorting : 0);
  }

  void check(DiskSpace disk, Path store, Path temp) {
    disk.require(store, storeBytes, temp, tempBytes);
  }
}
