package io.habitus.core.store;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of equally wide little-endian elements. Header of 64 bytes: magic {@code HABITCOL}, int32
 * version, int32 bytes of an element, int64 number of elements, int32 CRC32C of the elements,
 * zeros.
 */
final class ColumnFile {
  static final long MAGIC = 0x4c4f435449424148L; // "HABITCOL", read as a little-endian int64
  static final int VERSION = 1;
  static final int HEADER = 64;

  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private ColumnFile() {}

  /**
   * Maps the elements of a file; checks header and size, not the checksum.
   *
   * @throws InputException if the file is missing, truncated, of another version, or not what the
   *     manifest says
   */
  static MemorySegment map(Path folder, StoredFile stored, Arena arena) {
    Path file = folder.resolve(stored.path());
    if (!Files.isRegularFile(file)) {
      throw damaged(file, "a file of the store", "no such file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long expected = HEADER + stored.count() * stored.elementBytes();
      if (channel.size() != expected) {
        throw damaged(file, expected + " bytes", channel.size() + " bytes");
      }
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, expected, arena);
      checkHeader(file, stored, all);
      return all.asSlice(HEADER);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  private static void checkHeader(Path file, StoredFile stored, MemorySegment all) {
    if (all.get(LONG, 0) != MAGIC) {
      throw damaged(file, "a column of a sequence store", "other first bytes");
    }
    if (all.get(INT, 8) != VERSION) {
      throw damaged(file, "column version " + VERSION, "version " + all.get(INT, 8));
    }
    if (all.get(INT, 12) != stored.elementBytes()
        || all.get(LONG, 16) != stored.count()
        || all.get(INT, 24) != stored.crc32c()) {
      throw damaged(file, "the column that the manifest names", "another column");
    }
  }

  /** Checksum of mapped elements. */
  static int checksum(MemorySegment elements) {
    CRC32C crc = new CRC32C();
    long step = 1 << 26;
    for (long at = 0; at < elements.byteSize(); at += step) {
      ByteBuffer piece =
          elements.asSlice(at, Math.min(step, elements.byteSize() - at)).asByteBuffer();
      crc.update(piece);
    }
    return (int) crc.getValue();
  }

  static InputException damaged(Path file, String expected, String found) {
    return new InputException(
        Problem.inFile(file.toString(), expected, found, "The store is damaged: ingest again."));
  }
}
