package io.habitus.core.store;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** String client ids by code. */
final class StringIds implements ClientIds {
  /**
   * One generation's clients.
   *
   * @param codes int64 (clients), ascending
   * @param offsets int64 (clients + 1) into the bytes
   * @param bytes UTF-8 of all ids
   */
  record Part(MemorySegment codes, MemorySegment offsets, MemorySegment bytes) {
    long find(long code) {
      long low = 0;
      long high = codes.byteSize() / 8 - 1;
      while (low <= high) {
        long middle = (low + high) >>> 1;
        long found = codes.get(ColumnFile.LONG, 8 * middle);
        if (found == code) {
          return middle;
        }
        if (found < code) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -1;
    }

    String text(long at) {
      long from = offsets.get(ColumnFile.LONG, 8 * at);
      long length = offsets.get(ColumnFile.LONG, 8 * at + 8) - from;
      return new String(
          bytes.asSlice(from, length).toArray(ColumnFile.BYTE), StandardCharsets.UTF_8);
    }
  }

  private final List<Part> parts;

  StringIds(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public boolean isString() {
    return true;
  }

  @Override
  public Optional<String> find(long code) {
    for (Part part : parts) {
      long at = part.find(code);
      if (at >= 0) {
        return Optional.of(part.text(at));
      }
    }
    return Optional.empty();
  }

  @Override
  public OptionalLong code(String id) {
    long code = ClientIds.codeOf(id);
    return find(code).filter(id::equals).isPresent() ? OptionalLong.of(code) : OptionalLong.empty();
  }
}
