package io.habitus.models.sequence;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Native memory that grows and is used again, batch after batch; what was in it is lost. */
public final class NativeBuffer {
  /** One cache line. */
  private static final long ALIGNMENT = 64;

  private final Arena arena;
  private MemorySegment memory = MemorySegment.NULL;

  /**
   * An empty buffer.
   *
   * @param arena owns the memory
   */
  public NativeBuffer(Arena arena) {
    this.arena = arena;
  }

  /** So many bytes, not cleared; what an earlier call gave is overwritten. */
  public MemorySegment take(long bytes) {
    if (memory.byteSize() < bytes) {
      memory = arena.allocate(Math.max(bytes, 2 * memory.byteSize()), ALIGNMENT);
    }
    return memory.asSlice(0, bytes);
  }
}
