package io.habitus.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A tensor of libtorch over memory that a {@link TensorOwner} holds. Views share the memory and the
 * owner; make them once, outside loops.
 */
public final class Tensor {
  private final TensorOwner owner;
  final org.bytedeco.pytorch.Tensor raw;
  private final MemorySegment memory;
  private final long[] shape;

  Tensor(TensorOwner owner, org.bytedeco.pytorch.Tensor raw, MemorySegment memory, long... shape) {
    this.owner = owner;
    this.raw = raw;
    this.memory = memory;
    this.shape = shape;
  }

  /** Extents; a copy. */
  public long[] shape() {
    return shape.clone();
  }

  public long rows() {
    return shape[0];
  }

  public long columns() {
    return shape[shape.length - 1];
  }

  public long size() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /**
   * The elements, row-major.
   *
   * @throws IllegalStateException for a view that is not contiguous
   */
  public MemorySegment memory() {
    if (!raw.is_contiguous()) {
      throw new IllegalStateException("expected a contiguous tensor, found a strided view");
    }
    return memory;
  }

  /** Rows {@code [from, from + count)}; contiguous if this is. */
  public Tensor rows(long from, long count) {
    long rowBytes = memory.byteSize() / shape[0];
    long[] part = shape.clone();
    part[0] = count;
    return owner.view(
        raw.narrow(0, from, count), memory.asSlice(from * rowBytes, count * rowBytes), part);
  }

  /** Columns {@code [from, from + count)} of a matrix: a strided view. */
  public Tensor columns(long from, long count) {
    return owner.view(raw.narrow(1, from, count), memory, shape[0], count);
  }

  /** The transposed matrix: a strided view. */
  public Tensor transposed() {
    return owner.view(raw.t(), memory, shape[1], shape[0]);
  }

  /** Copies fp32 elements out, row-major. */
  public float[] toFloats() {
    return memory().toArray(ValueLayout.JAVA_FLOAT);
  }

  /** Copies fp64 elements out, row-major. */
  public double[] toDoubles() {
    return memory().toArray(ValueLayout.JAVA_DOUBLE);
  }

  /** Copies fp32 elements out, row-major, to {@code into[at …]}. */
  public void copyTo(float[] into, int at) {
    MemorySegment.copy(memory(), ValueLayout.JAVA_FLOAT, 0, into, at, Math.toIntExact(size()));
  }

  /** Copies fp32 elements in, row-major, from {@code values[at …]}. */
  public void set(float[] values, int at) {
    MemorySegment.copy(values, at, memory(), ValueLayout.JAVA_FLOAT, 0, Math.toIntExact(size()));
  }

  /** Copies all fp64 elements in, row-major. */
  public void set(double[] values) {
    MemorySegment.copy(values, 0, memory(), ValueLayout.JAVA_DOUBLE, 0, Math.toIntExact(size()));
  }
}
