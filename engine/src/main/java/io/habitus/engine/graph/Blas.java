package io.habitus.engine.graph;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.habitus.engine.NativeRuntime;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * Products of row-major fp32 matrices by the BLAS that libtorch uses, on the calling thread. Heap
 * arrays are read and written where they lie; the collector waits while a product runs, so callers
 * keep each one short.
 */
final class Blas {
  private static final int ROW_MAJOR = 101;
  private static final int AS_IT_IS = 111;
  private static final int TRANSPOSED = 112;

  private static final class Holder {
    static final MethodHandle SGEMM = find();

    private static MethodHandle find() {
      NativeRuntime runtime = NativeRuntime.get(); // one thread, and MKL where it is to be had
      Path library = Path.of(Loader.load(openblas.class)); // depends on the BLAS itself
      MemorySegment address =
          SymbolLookup.libraryLookup(library, Arena.global())
              .find("cblas_sgemm")
              .orElseThrow(() -> new IllegalStateException("no cblas_sgemm in " + runtime.blas()));
      return Linker.nativeLinker()
          .downcallHandle(
              address,
              FunctionDescriptor.ofVoid(
                  JAVA_INT,
                  JAVA_INT,
                  JAVA_INT,
                  JAVA_INT,
                  JAVA_INT,
                  JAVA_INT,
                  JAVA_FLOAT,
                  ADDRESS,
                  JAVA_INT,
                  ADDRESS,
                  JAVA_INT,
                  JAVA_FLOAT,
                  ADDRESS,
                  JAVA_INT),
              Linker.Option.critical(true));
    }
  }

  private Blas() {}

  /**
   * One side of a product.
   *
   * @param values fp32, row-major, on the heap or outside it
   * @param stride elements from row to row
   * @param transposed whether the transpose is meant
   */
  record Side(MemorySegment values, int stride, boolean transposed) {
    private int order() {
      return transposed ? TRANSPOSED : AS_IT_IS;
    }
  }

  /**
   * Rows of a heap array.
   *
   * @throws IndexOutOfBoundsException if they are not all there
   */
  static MemorySegment rows(float[] values, int at, int stride, int rows, int columns) {
    long elements = (rows - 1L) * stride + columns;
    return MemorySegment.ofArray(values).asSlice(Float.BYTES * (long) at, Float.BYTES * elements);
  }

  /**
   * {@code c (+)= a · b}, after transposing where it is asked for.
   *
   * @param c (rows, columns), {@code cStride} elements from row to row
   */
  static void product(
      int rows,
      int columns,
      int depth,
      Side a,
      Side b,
      MemorySegment c,
      int cStride,
      boolean accumulate) {
    try {
      Holder.SGEMM.invokeExact(
          ROW_MAJOR,
          a.order(),
          b.order(),
          rows,
          columns,
          depth,
          1f,
          a.values(),
          a.stride(),
          b.values(),
          b.stride(),
          accumulate ? 1f : 0f,
          c,
          cStride);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cblas_sgemm", e); // it declares no exception
    }
  }
}
