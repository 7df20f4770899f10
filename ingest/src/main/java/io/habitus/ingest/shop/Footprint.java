package io.habitus.ingest.shop;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a shop will need, estimated before anything is written.
 *
 * @param events about how many
 * @param diskBytes of the files
 * @param memoryBytes of the Java heap: clients, catalogue, a few days of events, the oracle
 */
record Footprint(long events, long diskBytes, long memoryBytes) {
  /** Measured with the constants of {@link Behaviour}: events per client and day. */
  private static final double EVENTS_PER_CLIENT_DAY = 1.3;

  private static final long DISK_BYTES_PER_EVENT = 12;
  private static final long BYTES_PER_CLIENT = 72;
  private static final long BYTES_PER_ITEM = 420;

  /** A day is held by its workers, once sorted, and while it waits to be written. */
  private static final long BYTES_PER_EVENT_OF_A_DAY = 20 * 5;

  private static final long FIXED_BYTES = 64L << 20;
  private static final long ORACLE_BYTES_PER_CLIENT = 402 * 5 + 40;

  static Footprint of(ShopSettings settings) {
    long perDay = (long) (EVENTS_PER_CLIENT_DAY * settings.clients());
    long events = perDay * settings.days();
    long scored = Math.min(settings.clients(), settings.oracleClients());
    long memory =
        FIXED_BYTES
            + settings.clients() * BYTES_PER_CLIENT
            + settings.items() * BYTES_PER_ITEM
            + 4L * settings.categories() * settings.days()
            + perDay * BYTES_PER_EVENT_OF_A_DAY
            + scored * ORACLE_BYTES_PER_CLIENT;
    return new Footprint(events, events * DISK_BYTES_PER_EVENT + (1 << 20), memory);
  }

  /** Refuses what cannot end well. */
  void check(Path out, Resources resources) {
    long most = Math.min(resources.memoryBytes(), Runtime.getRuntime().maxMemory());
    if (memoryBytes > most) {
      throw new UsageException(
          ("this shop needs about %d MB of memory and may use %d MB: raise --memory or"
                  + " generate fewer clients")
              .formatted(memoryBytes >> 20, most >> 20));
    }
    checkDisk(out, freeBytes(out.toAbsolutePath()));
  }

  /** Refuses a disk on which so many bytes are free, if they do not suffice. */
  void checkDisk(Path out, long free) {
    if (diskBytes > free) {
      throw new InputException(
          Problem.inFile(
              out.toString(),
              "about " + (diskBytes >> 20) + " MB free on the disk",
              (free >> 20) + " MB",
              "Name a folder on another disk."));
    }
  }

  private static long freeBytes(Path out) {
    Path folder = out;
    while (folder.getParent() != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the free space of " + folder, e);
    }
  }
}
