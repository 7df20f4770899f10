package io.habitus.core.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes a vocabulary's new values, which must come in strictly ascending order. */
public final class VocabularyWriter implements AutoCloseable {
  private final VocabularyKind kind;
  private final int width;
  private final ColumnWriter values;
  private final List<ColumnWriter> offsets = new ArrayList<>(1);
  private final int base;
  private int count;
  private long lastLong;
  private byte[] lastBytes = {};
  private long bytes;

  VocabularyWriter(Path part, String path, String key, VocabularyKind kind, int width, int base) {
    this.kind = kind;
    this.width = width;
    this.base = base;
    String valuesName = StorePaths.vocabularyValues(key);
    int elementBytes =
        switch (kind) {
          case INTEGER -> Long.BYTES;
          case TEXT -> 1;
          case CODES -> width;
        };
    values = new ColumnWriter(part.resolve(valuesName), path + "/" + valuesName, elementBytes);
    if (kind == VocabularyKind.TEXT) {
      String offsetsName = StorePaths.vocabularyOffsets(key);
      ColumnWriter writer =
          new ColumnWriter(part.resolve(offsetsName), path + "/" + offsetsName, Long.BYTES);
      writer.putLong(0);
      offsets.add(writer);
    }
  }

  /** Adds an integer; returns its code. */
  public int add(long value) {
    expect(VocabularyKind.INTEGER);
    if (count > 0 && value <= lastLong) {
      throw notAscending(Long.toString(lastLong), Long.toString(value));
    }
    lastLong = value;
    values.putLong(value);
    return base + count++;
  }

  /** Adds a text; returns its code. */
  public int add(String value) {
    expect(VocabularyKind.TEXT);
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    addBytes(utf8);
    bytes += utf8.length;
    offsets.getFirst().putLong(bytes);
    return base + count++;
  }

  /** Adds a code vector; returns its code. */
  public int add(byte[] value) {
    expect(VocabularyKind.CODES);
    if (value.length != width) {
      throw new IllegalArgumentException("expected " + width + " integers, found " + value.length);
    }
    addBytes(value);
    return base + count++;
  }

  private void addBytes(byte[] value) {
    if (count > 0 && Arrays.compareUnsigned(value, lastBytes) <= 0) {
      throw notAscending(Arrays.toString(lastBytes), Arrays.toString(value));
    }
    lastBytes = value;
    values.putBytes(value, 0, value.length);
  }

  private void expect(VocabularyKind expected) {
    if (kind != expected) {
      throw new IllegalStateException("expected a value of a " + kind + " vocabulary");
    }
  }

  private static IllegalArgumentException notAscending(String last, String next) {
    return new IllegalArgumentException(
        "expected values in ascending order, found " + next + " after " + last);
  }

  int count() {
    return count;
  }

  VocabularyKind kind() {
    return kind;
  }

  int width() {
    return width;
  }

  List<StoredFile> finish() {
    List<StoredFile> files = new ArrayList<>();
    files.add(values.finish());
    offsets.forEach(writer -> files.add(writer.finish()));
    return files;
  }

  @Override
  public void close() {
    values.close();
    offsets.forEach(ColumnWriter::close);
  }
}
