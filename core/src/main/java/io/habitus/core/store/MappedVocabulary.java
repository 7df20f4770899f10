package io.habitus.core.store;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A memory-mapped vocabulary: one part for each generation that brought new values, each sorted by
 * value. Safe to read from several threads.
 */
final class MappedVocabulary implements Vocabulary {
  /**
   * Values with codes {@code base … base + count − 1}.
   *
   * @param values int64 values, or the bytes of all values
   * @param offsets int64 (count + 1) into the bytes of TEXT values; empty for the other kinds
   */
  record Part(int base, int count, MemorySegment values, MemorySegment offsets) {}

  private final VocabularyKind kind;
  private final int width;
  private final List<Part> parts;
  private final int size;

  MappedVocabulary(VocabularyKind kind, int width, List<Part> parts) {
    this.kind = kind;
    this.width = width;
    this.parts = List.copyOf(parts);
    this.size =
        parts.isEmpty() ? Codes.FIRST_VALUE : parts.getLast().base() + parts.getLast().count();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isInteger() {
    return kind == VocabularyKind.INTEGER;
  }

  VocabularyKind kind() {
    return kind;
  }

  @Override
  public long longValue(int code) {
    if (kind != VocabularyKind.INTEGER) {
      throw new IllegalStateException("expected a vocabulary of integers, found " + kind);
    }
    Part part = part(code);
    return part.values().get(ColumnFile.LONG, 8L * (code - part.base()));
  }

  @Override
  public String text(int code) {
    return switch (kind) {
      case INTEGER -> Long.toString(longValue(code));
      case TEXT -> new String(bytes(code), StandardCharsets.UTF_8);
      case CODES -> CodeVectors.text(bytes(code));
    };
  }

  @Override
  public byte[] codes(int code) {
    if (kind != VocabularyKind.CODES) {
      throw new IllegalStateException("expected a vocabulary of code vectors, found " + kind);
    }
    return bytes(code);
  }

  private byte[] bytes(int code) {
    Part part = part(code);
    return slice(part, code - part.base()).toArray(ColumnFile.BYTE);
  }

  private MemorySegment slice(Part part, int i) {
    if (kind == VocabularyKind.CODES) {
      return part.values().asSlice((long) i * width, width);
    }
    long from = part.offsets().get(ColumnFile.LONG, 8L * i);
    return part.values().asSlice(from, part.offsets().get(ColumnFile.LONG, 8L * i + 8) - from);
  }

  private Part part(int code) {
    for (int p = parts.size() - 1; p >= 0; p--) {
      Part part = parts.get(p);
      if (code >= part.base() && code < part.base() + part.count()) {
        return part;
      }
    }
    throw new IndexOutOfBoundsException(
        "code: expected " + Codes.FIRST_VALUE + " … " + (size - 1) + ", found " + code);
  }

  @Override
  public int codeOf(long value) {
    if (kind != VocabularyKind.INTEGER) {
      return codeOf(Long.toString(value));
    }
    for (Part part : parts) {
      int at = search(part, value);
      if (at >= 0) {
        return part.base() + at;
      }
    }
    return Codes.UNKNOWN;
  }

  private static int search(Part part, long value) {
    int low = 0;
    int high = part.count() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = part.values().get(ColumnFile.LONG, 8L * middle);
      if (found < value) {
        low = middle + 1;
      } else if (found > value) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -1;
  }

  @Override
  public int codeOf(String value) {
    return switch (kind) {
      case INTEGER -> codeOfInteger(value);
      case TEXT -> codeOf(value.getBytes(StandardCharsets.UTF_8));
      case CODES -> {
        byte[] codes = CodeVectors.parse(value, width);
        yield codes == null ? Codes.UNKNOWN : codeOf(codes);
      }
    };
  }

  private int codeOfInteger(String value) {
    try {
      return codeOf(Long.parseLong(value));
    } catch (NumberFormatException e) {
      return Codes.UNKNOWN; // a text that is no integer is not among integers
    }
  }

  /** Code of the value with these bytes: UTF-8 of a TEXT, the integers of a CODES value. */
  int codeOf(byte[] value) {
    MemorySegment wanted = MemorySegment.ofArray(value);
    for (Part part : parts) {
      int low = 0;
      int high = part.count() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = compareBytes(slice(part, middle), wanted);
        if (order == 0) {
          return part.base() + middle;
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
    }
    return Codes.UNKNOWN;
  }

  @Override
  public int compare(int code, int other) {
    if (kind == VocabularyKind.INTEGER) {
      return Long.compare(longValue(code), longValue(other));
    }
    Part part = part(code);
    Part otherPart = part(other);
    return compareBytes(
        slice(part, code - part.base()), slice(otherPart, other - otherPart.base()));
  }

  private static int compareBytes(MemorySegment a, MemorySegment b) {
    long at = a.mismatch(b);
    if (at < 0) {
      return 0;
    }
    if (at == a.byteSize() || at == b.byteSize()) {
      return Long.compare(a.byteSize(), b.byteSize());
    }
    return Byte.compareUnsigned(a.get(ColumnFile.BYTE, at), b.get(ColumnFile.BYTE, at));
  }

  /** Maps the parts that the generations hold. */
  static MappedVocabulary open(
      String key, VocabularyInfo info, List<Generation> generations, StoreFiles files) {
    List<Part> parts = new ArrayList<>();
    int base = Codes.FIRST_VALUE;
    for (Generation generation : generations) {
      int count = generation.newValues().getOrDefault(key, 0);
      if (count > 0) {
        MemorySegment values = files.map(generation, StorePaths.vocabularyValues(key));
        MemorySegment offsets =
            info.kind() == VocabularyKind.TEXT
                ? files.map(generation, StorePaths.vocabularyOffsets(key))
                : MemorySegment.NULL;
        parts.add(new Part(base, count, values, offsets));
        base += count;
      }
    }
    return new MappedVocabulary(info.kind(), info.width(), parts);
  }
}
