package io.habitus.models.factorisation;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.engine.safetensors.DataType;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.engine.safetensors.StoredTensor;
import io.habitus.engine.safetensors.TensorParts;
import io.habitus.models.ProfileModel;
import io.habitus.models.SavedModel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Arrays as tensors of a safetensors file and back, without a second copy in memory. */
public final class Tensors {
  /** The name of the file in a fitted model's folder. */
  public static final String FILE = "model.safetensors";

  /** Elements that are copied at a time. */
  private static final int PIECE = 1 << 18;

  private Tensors() {}

  public static TensorParts parts(String name, long[] values) {
    return whole(name, DataType.I64, values.length, MemorySegment.ofArray(values));
  }

  public static TensorParts parts(String name, int[] values) {
    return whole(name, DataType.I32, values.length, MemorySegment.ofArray(values));
  }

  public static TensorParts parts(String name, float[] values) {
    return whole(name, DataType.F32, values.length, MemorySegment.ofArray(values));
  }

  private static TensorParts whole(String name, DataType type, int length, MemorySegment data) {
    return TensorParts.of(new StoredTensor(name, type, new long[] {length}, data));
  }

  /** Rows of factors without the columns that only fill a vector. */
  public static TensorParts parts(String name, FactorRows rows) {
    long[] shape = {rows.count(), rows.columns()};
    return new TensorParts(name, DataType.F32, shape, piece -> forEach(rows, piece));
  }

  private static void forEach(FactorRows rows, Consumer<MemorySegment> piece) {
    int columns = rows.columns();
    int most = Math.max(1, PIECE / columns);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment part = arena.allocate(4L * most * columns, 4);
      for (int first = 0; first < rows.count(); first += most) {
        int count = Math.min(most, rows.count() - first);
        for (int i = 0; i < count; i++) {
          float[] from = rows.array(first + i);
          int at = rows.at(first + i);
          MemorySegment.copy(from, at, part, ValueLayout.JAVA_FLOAT, 4L * i * columns, columns);
        }
        piece.accept(part.asSlice(0, 4L * count * columns));
      }
    }
  }

  /** The folder of a fitted model, as {@link SavedModel} has it, with these tensors. */
  public static void save(
      Path folder, ProfileModel model, long seed, Object state, TensorParts... tensors) {
    SavedModel.write(
        folder,
        model.name(),
        model.parameters(),
        seed,
        state,
        part ->
            SafetensorsWriter.writeParts(
                part.resolve(FILE), List.of(tensors), Map.of("model", model.name())));
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
    read(file, name, rows);
    return rows;
  }

  /**
   * Overwrites rows of factors.
   *
   * @throws InputException if the tensor has another shape
   */
  public static void read(SafetensorsFile file, String name, FactorRows rows) {
    MemorySegment data = data(file, name, rows.count(), rows.columns());
    int columns = rows.columns();
    for (int row = 0; row < rows.count(); row++) {
      MemorySegment.copy(
          data,
          ValueLayout.JAVA_FLOAT_UNALIGNED,
          4L * row * columns,
          rows.array(row),
          rows.at(row),
          columns);
    }
  }

  /**
   * Overwrites an array.
   *
   * @throws InputException if the tensor has another length
   */
  public static void read(SafetensorsFile file, String name, float[] values) {
    MemorySegment data = data(file, name, values.length);
    MemorySegment.copy(data, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values, 0, values.length);
  }

  private static MemorySegment data(SafetensorsFile file, String name, long... shape) {
    StoredTensor tensor = file.tensor(name);
    if (tensor.type() != DataType.F32 || !Arrays.equals(tensor.shape(), shape)) {
      throw new InputException(
          Problem.inFile(
              name,
              DataType.F32 + " of shape " + Arrays.toString(shape),
              tensor.type() + " of shape " + Arrays.toString(tensor.shape()),
              "The file belongs to a fit with other settings."));
    }
    return tensor.data();
  }
}
