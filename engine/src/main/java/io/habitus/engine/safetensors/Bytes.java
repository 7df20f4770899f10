package io.habitus.engine.safetensors;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A segment of any size as buffers, which cannot be larger than 2 GiB. */
final class Bytes {
  private static final long MOST_NATIVE = 1L << 30;
  private static final long MOST_COPIED = 1L << 20;

  private Bytes() {}

  /** Who takes the buffers, in order. */
  interface Sink {
    void take(ByteBuffer bytes) throws IOException;
  }

  static void forEach(MemorySegment data, Sink sink) throws IOException {
    long most = data.isNative() ? MOST_NATIVE : MOST_COPIED;
    for (long from = 0; from < data.byteSize(); from += most) {
      sink.take(buffer(data.asSlice(from, Math.min(most, data.byteSize() - from))));
    }
  }

  /** An array of other than bytes has no buffer over it. */
  private static ByteBuffer buffer(MemorySegment part) {
    if (part.isNative()) {
      return part.asByteBuffer();
    }
    byte[] copy = new byte[Math.toIntExact(part.byteSize())];
    MemorySegment.ofArray(copy).copyFrom(part);
    return ByteBuffer.wrap(copy);
  }
}
