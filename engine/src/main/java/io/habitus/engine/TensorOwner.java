package io.habitus.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Owns tensors and frees them all at once: whatever outlives a step belongs to exactly one owner.
 * Used by one thread at a time.
 */
public final class TensorOwner implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final List<Pointer> held = new ArrayList<>();
  private long bytes;

  public TensorOwner() {
    NativeRuntime.get();
  }

  /** An fp32 tensor of zeros, row-major. */
  public Tensor zeros(long... shape) {
    return allocate(torch.ScalarType.Float, Float.BYTES, shape);
  }

  /** A bfloat16 tensor of zeros, row-major. */
  public Tensor bfloat16(long... shape) {
    return allocate(torch.ScalarType.BFloat16, 2, shape);
  }

  /** An fp64 tensor of zeros, row-major: for decompositions, not for training. */
  public Tensor doubles(long... shape) {
    return allocate(torch.ScalarType.Double, Double.BYTES, shape);
  }

  private Tensor allocate(torch.ScalarType type, int elementBytes, long... shape) {
    long size = elementBytes;
    for (long extent : shape) {
      size = Math.multiplyExact(size, extent);
    }
    MemorySegment memory = NativeMemory.allocate(size, arena);
    bytes += size;
    TensorOptions options = hold(new TensorOptions(type));
    return view(torch.from_blob(new Address(memory), shape, options), memory, shape);
  }

  Tensor view(org.bytedeco.pytorch.Tensor raw, MemorySegment memory, long... shape) {
    return new Tensor(this, hold(raw), memory, shape);
  }

  private <P extends Pointer> P hold(P pointer) {
    held.add(pointer);
    return pointer;
  }

  /** Bytes of all tensors that this owner allocated. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    held.forEach(Pointer::close);
    held.clear();
    arena.close();
  }
}
