package io.habitus.core.array;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Reads and writes NumPy's {@code .npy} files (format versions 1 to 3; written as version 1). Files
 * appear by atomic rename.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-z]\\d+)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  private Npy() {}

  /**
   * Maps a file. The mapping lives until the garbage collector finds the array unused.
   *
   * @throws InputException if the file is missing, empty, truncated, or holds no array of a
   *     supported type
   */
  public static NpyArray read(Path file) {
    return read(file, Arena.ofAuto());
  }

  /** Maps a file into an arena. */
  public static NpyArray read(Path file, Arena arena) {
    if (!Files.isRegularFile(file)) {
      throw wrong(file, "a NumPy file", "no such file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < 10) {
        throw wrong(file, "a NumPy file", size == 0 ? "an empty file" : size + " bytes");
      }
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
      return parse(file, all);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  private static NpyArray parse(Path file, MemorySegment all) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (all.get(ValueLayout.JAVA_BYTE, i) != MAGIC[i]) {
        throw wrong(file, "a NumPy file", "other first bytes");
      }
    }
    int major = all.get(ValueLayout.JAVA_BYTE, 6);
    boolean wide = major > 1;
    var order = ByteOrder.LITTLE_ENDIAN;
    long headerLength =
        wide
            ? all.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), 8) & 0xffffffffL
            : all.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), 8) & 0xffff;
    long dataAt = (wide ? 12 : 10) + headerLength;
    if (dataAt > all.byteSize()) {
      throw wrong(file, "a whole header", "a truncated file");
    }
    byte[] bytes = all.asSlice(wide ? 12 : 10, headerLength).toArray(ValueLayout.JAVA_BYTE);
    String header = new String(bytes, StandardCharsets.UTF_8);
    ElementType type = type(file, header);
    Matcher fortran = FORTRAN.matcher(header);
    long[] shape = shape(file, header);
    if (fortran.find() && fortran.group(1).equals("True") && shape.length > 1) {
      throw wrong(file, "row-major (C) order", "column-major (Fortran) order");
    }
    long expected = Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
    if (all.byteSize() - dataAt != expected) {
      throw wrong(
          file,
          expected + " bytes of data for shape " + Arrays.toString(shape),
          (all.byteSize() - dataAt) + " bytes");
    }
    return new NpyArray(type, shape, all.asSlice(dataAt));
  }

  private static ElementType type(Path file, String header) {
    Matcher descr = DESCR.matcher(header);
    if (descr.find() && !descr.group(1).equals(">")) {
      for (ElementType type : ElementType.values()) {
        if (type.code().equals(descr.group(2))) {
          return type;
        }
      }
    }
    throw wrong(
        file,
        "little-endian integers or floats",
        descr.hitEnd() ? "no type" : descr.group(1) + descr.group(2));
  }

  private static long[] shape(Path file, String header) {
    Matcher shape = SHAPE.matcher(header);
    if (!shape.find()) {
      throw wrong(file, "a shape in the header", "none");
    }
    return Arrays.stream(shape.group(1).split(","))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .mapToLong(Long::parseLong)
        .toArray();
  }

  private static InputException wrong(Path file, String expected, String found) {
    return new InputException(
        Problem.inFile(file.toString(), expected, found, "Write it with numpy.save."));
  }

  /** Writes a 1-D int64 array. */
  public static void write(Path file, long[] values) {
    write(file, ElementType.INT64, new long[] {values.length}, littleEndian(values));
  }

  /** Writes a 1-D float64 array. */
  public static void write(Path file, double[] values) {
    long[] bits = Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    write(file, ElementType.FLOAT64, new long[] {values.length}, littleEndian(bits));
  }

  private static MemorySegment littleEndian(long[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(8, values.length)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asLongBuffer().put(values);
    return MemorySegment.ofBuffer(buffer);
  }

  /** Writes elements (row-major, little-endian) of any type and shape. */
  public static void write(Path file, ElementType type, long[] shape, MemorySegment data) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writeFully(channel, ByteBuffer.wrap(header(type, shape)));
        byte[] chunk = new byte[(int) Math.min(1 << 20, data.byteSize())];
        for (long at = 0; at < data.byteSize(); at += chunk.length) {
          int length = (int) Math.min(chunk.length, data.byteSize() - at);
          MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
          writeFully(channel, ByteBuffer.wrap(chunk, 0, length));
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw new UncheckedIOException("writing " + file, e);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** A version 1 header, padded so that data begins at a multiple of 64 bytes. */
  static byte[] header(ElementType type, long[] shape) {
    return header(type, shape, 64);
  }

  /** A version 1 header, padded so that data begins at a multiple of {@code align} bytes. */
  static byte[] header(ElementType type, long[] shape, int align) {
    String extents =
        LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", "))
            + (shape.length == 1 ? "," : "");
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type.descr(), extents);
    int total = (10 + text.length() + align) / align * align;
    byte[] header = new byte[total];
    Arrays.fill(header, (byte) ' ');
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[6] = 1;
    header[7] = 0;
    header[8] = (byte) (total - 10);
    header[9] = (byte) ((total - 10) >> 8);
    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, header, 10, text.length());
    header[total - 1] = '\n';
    return header;
  }
}
