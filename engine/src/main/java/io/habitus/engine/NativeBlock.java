package io.habitus.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Zeroed native memory with one owner; large blocks lie on huge pages and go back whole. */
public final class NativeBlock implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;

  public NativeBlock(long bytes) {
    memory = NativeMemory.allocate(Math.max(bytes, 64), arena).asSlice(0, bytes);
  }

  public MemorySegment memory() {
    return memory;
  }

  @Override
  public void close() {
    arena.close();
  }
}
