package io.habitus.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path dir;

  private static WeightPlan plan(String bias, long... shape) {
    WeightPlan plan = new WeightPlan();
    plan.add("encoder.weight_ih_l0", new Weight.Initial.Uniform(1), shape);
    plan.add(bias, new Weight.Initial.Constant(0.5f), 3);
    return plan;
  }

  /** Bytes by hand: length, header, padding to eight, data; CRC-32C of the eight data bytes. */
  @Test
  void aFileIsTheBytesOfTheFormat() throws Exception {
    MemorySegment data = MemorySegment.ofArray(new float[] {1, -2});
    Path file = dir.resolve("a.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(new StoredTensor("w", DataType.F32, new long[] {2, 1}, data)),
        Map.of("model", "sra"));
    String header =
        "{\"__metadata__\":{\"model\":\"sra\",\"habitus.crc32c\":\"%s\"},\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}"
            .formatted(crc32c(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0}));
    int length = (header.length() + 7) / 8 * 8;
    ByteBuffer expected = ByteBuffer.allocate(8 + length + 8).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(length).put(header.getBytes(StandardCharsets.UTF_8));
    while (expected.position() < 8 + length) {
      expected.put((byte) ' ');
    }
    expected.put(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0});
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
  }

  /** Bit by bit, by the polynomial's definition. */
  private static String crc32c(byte[] bytes) {
    int crc = -1;
    for (byte each : bytes) {
      crc ^= each & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x82F63B78 : crc >>> 1;
      }
    }
    return "%08x".formatted(~crc);
  }

  @Test
  void weightsComeBackByName() {
    Path file = dir.resolve("w.safetensors");
    try (Weights one = new Weights(plan("bias", 4, 5), 1);
        Weights other = new Weights(plan("bias", 4, 5), 2)) {
      SafetensorsWriter.write(file, one, Map.of("seed", "1"));
      assertThat(other.block().mismatch(one.block())).isNotEqualTo(-1);
      try (SafetensorsFile read = SafetensorsFile.open(file)) {
        read.readInto(other);
        assertThat(read.metadata()).containsEntry("seed", "1");
        assertThat(read.tensor("bias").data().toArray(ValueLayout.JAVA_FLOAT))
            .containsExactly(0.5f, 0.5f, 0.5f);
      }
      assertThat(other.block().mismatch(one.block())).isEqualTo(-1);
    }
  }

  @Test
  void typesMayBeMixed() {
    Path file = dir.resolve("m.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(
            new StoredTensor(
                "bytes", DataType.U8, new long[] {3}, MemorySegment.ofArray(new byte[] {1, 2, 3})),
            new StoredTensor(
                "ids", DataType.I64, new long[] {}, MemorySegment.ofArray(new long[] {-7})),
            new StoredTensor(
                "none", DataType.F32, new long[] {0, 4}, MemorySegment.ofArray(new float[0]))),
        Map.of());
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.tensor("ids").data().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(-7);
      assertThat(read.tensor("bytes").data().toArray(ValueLayout.JAVA_BYTE))
          .containsExactly(1, 2, 3);
      assertThat(read.tensor("none").shape()).containsExactly(0, 4);
    }
  }

  @Test
  void everyMismatchIsNamed() {
    Path file = dir.resolve("w.safetensors");
    try (Weights one = new Weights(plan("bias", 4, 5), 1);
        Weights other = new Weights(plan("bias_hh", 5, 4), 2)) {
      SafetensorsWriter.write(file, one, Map.of());
      float[] before = other.block().toArray(ValueLayout.JAVA_FLOAT);
      try (SafetensorsFile read = SafetensorsFile.open(file)) {
        assertThatThrownBy(() -> read.readInto(other))
            .isInstanceOf(InputException.class)
            .hasMessageContaining(
                "encoder.weight_ih_l0: expected F32 of shape [5, 4], found F32 of shape [4, 5]")
            .hasMessageContaining("bias_hh: expected a tensor of that name, found none")
            .hasMessageContaining("bias: expected only weights of this network, found one more");
      }
      assertThat(other.block().toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | 8 |",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | 7 | within 7 bytes",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | 9 | found 9 bytes",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | 8 | expected 12 bytes, found 8",
        "{\"w\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}} | 8 | found F31",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | 8 | found [-2]",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | 8 | found [8, 0]",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | at byte 0",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807],\"data_offsets\":[0,8]}} | 8 | overflow",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}} | 8 | lists of whole numbers",
        "{\"w\":{}, \"w\":{}} | 0 | Duplicate field",
        "[] | 0 | JSON object",
        "{\"w | 0 | JSON object",
      })
  void damageIsSaid(String header, int dataBytes, String message) throws Exception {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    Path file = dir.resolve("d.safetensors");
    Files.write(file, bytes.array());
    if (message == null) {
      SafetensorsFile.open(file).close();
    } else {
      assertThatThrownBy(() -> SafetensorsFile.open(file))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(message);
    }
  }

  /** Cut anywhere or flipped anywhere, a file of ours opens as it was or not at all. */
  @Test
  void noDamageGoesUnnoticed() throws Exception {
    Path file = dir.resolve("w.safetensors");
    try (Weights weights = new Weights(plan("bias", 4, 5), 1)) {
      SafetensorsWriter.write(file, weights, Map.of());
    }
    byte[] bytes = Files.readAllBytes(file);
    int dataFrom = 8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> SafetensorsFile.open(file)).isInstanceOf(InputException.class);
    }
    Random random = new Random(3);
    for (int at = dataFrom; at < bytes.length; at++) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);
      assertThatThrownBy(() -> SafetensorsFile.open(file))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("checksum");
    }
  }

  @Test
  void aMissingFileIsSaid() {
    assertThatThrownBy(() -> SafetensorsFile.open(dir.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file");
  }
}
