package io.habitus.engine.graph;

import io.habitus.engine.Address;
import io.habitus.engine.NativeRuntime;
import java.lang.foreign.MemorySegment;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** libtorch's own tensors over memory of ours, and back. */
final class RawTensors {
  private RawTensors() {}

  /** fp32 over the memory, not copied; row-major. */
  static Tensor over(MemorySegment floats, long... shape) {
    return over(floats, torch.ScalarType.Float, Float.BYTES, shape);
  }

  /** int64 over the memory, not copied. */
  static Tensor overLongs(MemorySegment longs, long... shape) {
    return over(longs, torch.ScalarType.Long, Long.BYTES, shape);
  }

  private static Tensor over(
      MemorySegment memory, torch.ScalarType type, int elementBytes, long... shape) {
    NativeRuntime.get();
    long bytes = elementBytes;
    for (long extent : shape) {
      bytes = Math.multiplyExact(bytes, extent);
    }
    if (memory.byteSize() < bytes || !memory.isNative()) {
      throw new IllegalArgumentException(
          "expected %d bytes of native memory, found %d".formatted(bytes, memory.byteSize()));
    }
    try (TensorOptions options = new TensorOptions(type)) {
      return torch.from_blob(new Address(memory), shape, options);
    }
  }

  /** The elements of a contiguous fp32 tensor; valid while the tensor is. */
  static MemorySegment memory(Tensor tensor) {
    if (!tensor.is_contiguous()) {
      throw new IllegalStateException("expected a contiguous tensor, found a strided one");
    }
    return MemorySegment.ofAddress(tensor.data_ptr().address())
        .reinterpret(tensor.numel() * Float.BYTES);
  }

  /** Not initialised. */
  static Tensor empty(long... shape) {
    return torch.empty(shape);
  }
}
