package io.habitus.ingest.sort;

import io.habitus.core.store.Shards;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes rows in any order and scatters them into a file for each shard: a pass of sequential writes
 * in place of an external merge. For one thread. Closing it removes the files.
 */
public final class RowFiles implements AutoCloseable {
  private final RowLayout layout;
  private final int shards;
  private final Arena arena = Arena.ofConfined();
  private final Path own;
  private final List<RowFile> files = new ArrayList<>();
  private MemorySegment buffer = MemorySegment.NULL; // that holds the current row
  private long row; // where in the buffer

  /**
   * No rows yet.
   *
   * @param folder of the temporary files
   * @param shards of the store, see {@link Shards}
   */
  public RowFiles(Path folder, RowLayout layout, int shards) {
    this.layout = layout;
    this.shards = shards;
    try {
      own = Files.createTempDirectory(folder, "rows-");
    } catch (IOException e) {
      arena.close();
      throw new UncheckedIOException("creating a folder in " + folder, e);
    }
    try {
      for (int shard = 0; shard < shards; shard++) {
        files.add(new RowFile(own.resolve(Integer.toString(shard)), layout.bytes(), arena));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Begins the next row; its slots are empty until they are set. */
  public void begin(long client, long time, long place, int type) {
    RowFile file = files.get(Shards.of(client, shards));
    row = file.next();
    buffer = file.buffer();
    buffer.set(RowLayout.LONG, row + RowLayout.CLIENT, client);
    buffer.set(RowLayout.LONG, row + RowLayout.TIME, time);
    buffer.set(RowLayout.LONG, row + RowLayout.PLACE, place);
    buffer.set(RowLayout.BYTE, row + RowLayout.TYPE, (byte) type);
    layout.clear(buffer, row);
  }

  public void setInt(int slot, int value) {
    buffer.set(RowLayout.INT, row + layout.offset(slot), value);
    markPresent(slot);
  }

  public void setLong(int slot, long value) {
    buffer.set(RowLayout.LONG, row + layout.offset(slot), value);
    markPresent(slot);
  }

  public void setDouble(int slot, double value) {
    buffer.set(RowLayout.DOUBLE, row + layout.offset(slot), value);
    markPresent(slot);
  }

  private void markPresent(int slot) {
    long at = row + RowLayout.presentByte(slot);
    int bits = buffer.get(RowLayout.BYTE, at) | RowLayout.presentBit(slot);
    buffer.set(RowLayout.BYTE, at, (byte) bits);
  }

  /** Ends writing. */
  public void finish() {
    files.forEach(RowFile::finish);
  }

  RowLayout layout() {
    return layout;
  }

  int count() {
    return shards;
  }

  RowFile file(int shard) {
    return files.get(shard);
  }

  @Override
  public void close() {
    files.forEach(RowFile::close);
    files.clear();
    arena.close();
    try {
      Files.deleteIfExists(own);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + own, e);
    }
  }
}
