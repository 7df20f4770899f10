package io.habitus.engine.safetensors;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A tensor that is written piece by piece, so that it need not be in memory in one piece, or twice.
 *
 * @param name as PyTorch would name it
 * @param type of its elements
 * @param shape extents; none for a scalar
 * @param content gives all elements, little-endian, row-major, the same each time: it is asked
 *     twice
 */
public record TensorParts(String name, DataType type, long[] shape, Content content) {
  public TensorParts {
    shape = shape.clone();
  }

  /** Where the elements come from. */
  @FunctionalInterface
  public interface Content {
    /** Hands over the pieces in order; a piece is not used after the call that it is given to. */
    void forEach(Consumer<MemorySegment> piece);
  }

  /** A tensor in one piece. */
  public static TensorParts of(StoredTensor tensor) {
    return new TensorParts(
        tensor.name(), tensor.type(), tensor.shape(), piece -> piece.accept(tensor.data()));
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** Size of all elements together. */
  long byteSize() {
    return Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
  }
}
