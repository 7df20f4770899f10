package io.habitus.core.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A NumPy array in row-major order, little-endian, possibly memory-mapped.
 *
 * @param type element type
 * @param shape extents; empty for a scalar
 * @param data the elements
 */
@SuppressWarnings("ArrayRecordComponent")
public record NpyArray(ElementType type, long[] shape, MemorySegment data) {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public NpyArray {
    long expected = type.bytes();
    for (long extent : shape) {
      expected = Math.multiplyExact(expected, extent);
    }
    if (data.byteSize() != expected) {
      throw new IllegalArgumentException(
          "expected " + expected + " bytes, found " + data.byteSize());
    }
  }

  public int rank() {
    return shape.length;
  }

  /** Number of elements. */
  public long size() {
    return data.byteSize() / type.bytes();
  }

  /** Element {@code i} in row-major order as a double; any type. */
  public double getDouble(long i) {
    return switch (type) {
      case INT8 -> data.get(ValueLayout.JAVA_BYTE, i);
      case UINT8, BOOL -> data.get(ValueLayout.JAVA_BYTE, i) & 0xff;
      case INT32 -> data.get(INT, 4 * i);
      case INT64 -> data.get(LONG, 8 * i);
      case FLOAT16 -> Float.float16ToFloat(data.get(SHORT, 2 * i));
      case FLOAT32 -> Float.intBitsToFloat(data.get(INT, 4 * i));
      case FLOAT64 -> Double.longBitsToDouble(data.get(LONG, 8 * i));
    };
  }

  /** Element {@code i} in row-major order as a long; integer types only. */
  public long getLong(long i) {
    return switch (type) {
      case INT8 -> data.get(ValueLayout.JAVA_BYTE, i);
      case UINT8, BOOL -> data.get(ValueLayout.JAVA_BYTE, i) & 0xff;
      case INT32 -> data.get(INT, 4 * i);
      case INT64 -> data.get(LONG, 8 * i);
      case FLOAT16, FLOAT32, FLOAT64 ->
          throw new IllegalStateException("expected integers, found " + type);
    };
  }

  /** All elements of an integer array. */
  public long[] toLongs() {
    long[] values = new long[Math.toIntExact(size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = getLong(i);
    }
    return values;
  }

  /** All elements as fp32. */
  public float[] toFloats() {
    float[] values = new float[Math.toIntExact(size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) getDouble(i);
    }
    return values;
  }

  /** All elements as doubles. */
  public double[] toDoubles() {
    double[] values = new double[Math.toIntExact(size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = getDouble(i);
    }
    return values;
  }
}
