package io.habitus.ingest.log;

import java.nio.file.Path;
import java.util.List;

/**
 * Files of equal columns that are read as one table, in this order.
 *
 * @param files at least one
 * @param format of all of them
 */
public record TableFiles(List<Path> files, TableFormat format) {
  public TableFiles {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a table needs at least one file");
    }
  }

  /** The files in words, for messages. */
  public String name() {
    return files.size() == 1
        ? files.getFirst().toString()
        : files.getFirst() + " and " + (files.size() - 1) + " more";
  }
}
