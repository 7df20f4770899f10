package io.habitus.engine.safetensors;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A tensor as a file holds it.
 *
 * @param name as PyTorch would name it, such as {@code encoder.weight_ih_l0}
 * @param type of its elements
 * @param shape extents; none for a scalar
 * @param data elements, little-endian, row-major
 */
public record StoredTensor(String name, DataType type, long[] shape, MemorySegment data) {
  public StoredTensor {
    shape = shape.clone();
    long bytes = Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
    if (bytes != data.byteSize()) {
      throw new IllegalArgumentException(
          "tensor %s of shape %s: expected %d bytes, found %d"
              .formatted(name, Arrays.toString(shape), bytes, data.byteSize()));
    }
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }
}
