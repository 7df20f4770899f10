package io.habitus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.problem.InputException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  @TempDir Path dir;

  @Test
  void longsComeBack() {
    Path file = dir.resolve("ids.npy");
    Npy.write(file, new long[] {3, -1, Long.MAX_VALUE});
    NpyArray array = Npy.read(file);
    assertThat(array.type()).isEqualTo(ElementType.INT64);
    assertThat(array.shape()).containsExactly(3);
    assertThat(array.toLongs()).containsExactly(3, -1, Long.MAX_VALUE);
  }

  @Test
  void matricesOfHalvesComeBack() {
    short[] halves = {
      Float.floatToFloat16(1.5f), Float.floatToFloat16(-2f), 0, Float.floatToFloat16(65504f)
    };
    Path file = dir.resolve("m.npy");
    Npy.write(file, ElementType.FLOAT16, new long[] {2, 2}, MemorySegment.ofArray(halves));
    assertThat(Npy.read(file).toFloats()).containsExactly(1.5f, -2f, 0f, 65504f);
    assertThat(Npy.read(file).shape()).containsExactly(2, 2);
  }

  @Test
  void headerIsTheOneThatNumPyWrites() throws Exception {
    Path file = dir.resolve("ids.npy");
    Npy.write(file, new long[] {7});
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).hasSize(128 + 8);
    assertThat(new String(bytes, 10, 58, StandardCharsets.US_ASCII))
        .isEqualTo("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), } ");
  }

  @Test
  void emptyMissingAndTruncatedFilesAreNamed() throws Exception {
    Path file = dir.resolve("x.npy");
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x.npy")
        .hasMessageContaining("no such file");
    Files.createFile(file);
    assertThatThrownBy(() -> Npy.read(file)).hasMessageContaining("an empty file");
    Npy.write(file, new long[] {1, 2});
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
    assertThatThrownBy(() -> Npy.read(file))
        .hasMessageContaining("expected 16 bytes")
        .hasMessageContaining("found 13 bytes");
  }
}
