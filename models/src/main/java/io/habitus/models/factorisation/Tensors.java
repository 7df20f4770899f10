package io.habitus.models.factorisation;

import io.habitus.engine.safetensors.DataType;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.engine.safetensors.StoredTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Arrays as tensors of a safetensors file and back. */
public final class Tensors {
  private Tensors() {}

  public static StoredTensor of(String name, long[] values) {
    MemorySegment data = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, values);
    return new StoredTensor(name, DataType.I64, new long[] {values.length}, data);
  }

  public static StoredTensor of(String name, int[] values) {
    MemorySegment data = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, values);
    return new StoredTensor(name, DataType.I32, new long[] {values.length}, data);
  }

  public static StoredTensor of(String name, float[] values) {
    MemorySegment data = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, values);
    return new StoredTensor(name, DataType.F32, new long[] {values.length}, data);
  }

  /** Rows of factors without the columns that only fill a vector. */
  public static StoredTensor of(String name, FactorRows rows) {
    MemorySegment data = Arena.ofAuto().allocate(4L * rows.count() * rows.columns(), 4);
    for (int row = 0; row < rows.count(); row++) {
      MemorySegment.copy(
          rows.array(row),
          rows.at(row),
          data,
          ValueLayout.JAVA_FLOAT,
          4L * row * rows.columns(),
          rows.columns());
    }
    return new StoredTensor(name, DataType.F32, new long[] {rows.count(), rows.columns()}, data);
  }

  public static long[] longs(SafetensorsFile file, String name) {
    return file.tensor(name).data().toArray(ValueLayout.JAVA_LONG_UNALIGNED);
  }

  public static int[] ints(SafetensorsFile file, String name) {
    return file.tensor(name).data().toArray(ValueLayout.JAVA_INT_UNALIGNED);
  }

  public static float[] floats(SafetensorsFile file, String name) {
    return file.tensor(name).data().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
  }

  /** Rows of factors. */
  public static FactorRows rows(SafetensorsFile file, String name) {
    StoredTensor tensor = file.tensor(name);
    FactorRows rows = FactorRows.zeros(Math.toIntExact(tensor.shape()[0]), (int) tensor.shape()[1]);
    for (int row = 0; row < rows.count(); row++) {
      MemorySegment.copy(
          tensor.data(),
          ValueLayout.JAVA_FLOAT_UNALIGNED,
          4L * row * rows.columns(),
          rows.array(row),
          rows.at(row),
          rows.columns());
    }
    return rows;
  }
}
