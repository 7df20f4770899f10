package io.habitus.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Zeroed memory for tensors. Large blocks come straight from the kernel: they are given back whole
 * when freed, and they are asked to lie on 2 MB pages, since a step streams through hundreds of
 * megabytes and would miss the address cache on every 4 KB page.
 */
final class NativeMemory {
  private static final long LARGE = 4L << 20;
  private static final int CACHE_LINE = 64;
  private static final int READ_WRITE = 3;
  private static final int PRIVATE_ANONYMOUS = 0x22;
  private static final int MADV_HUGEPAGE = 14;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle MMAP =
      handle(
          "mmap",
          FunctionDescriptor.of(
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle MADVISE =
      handle(
          "madvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private static final MethodHandle MUNMAP =
      handle(
          "munmap",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

  private NativeMemory() {}

  private static MethodHandle handle(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
  }

  /** Zeroed bytes, aligned to a cache line, freed when the arena closes. */
  static MemorySegment allocate(long bytes, Arena arena) {
    return bytes < LARGE ? arena.allocate(bytes, CACHE_LINE) : map(bytes, arena);
  }

  private static MemorySegment map(long bytes, Arena arena) {
    try {
      var address =
          (MemorySegment)
              MMAP.invokeExact(MemorySegment.NULL, bytes, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
      if (address.address() == -1L) {
        throw new OutOfMemoryError("no " + bytes + " bytes of native memory for a tensor");
      }
      // Advice only: where the kernel has no huge pages the call fails and nothing is lost.
      int ignored = (int) MADVISE.invokeExact(address, bytes, MADV_HUGEPAGE);
      return address.reinterpret(bytes, arena, NativeMemory::unmap);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unmap(MemorySegment segment) {
    try {
      int ignored = (int) MUNMAP.invokeExact(segment, segment.byteSize());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
