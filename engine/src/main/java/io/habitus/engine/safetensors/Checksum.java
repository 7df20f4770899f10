package io.habitus.engine.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** CRC-32C of all tensors' bytes in file order, as eight hexadecimal digits. */
final class Checksum {
  private final CRC32C sum = new CRC32C();

  void add(MemorySegment data) {
    try {
      Bytes.forEach(data, sum::update);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }
}
