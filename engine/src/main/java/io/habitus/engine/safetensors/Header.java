package io.habitus.engine.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The header of a file, taken apart and checked against the file's size. */
record Header(Map<String, String> metadata, Map<String, StoredTensor> tensors) {
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** As the format says, so that a damaged length is not taken for an allocation. */
  private static final long LONGEST = 100_000_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What is wrong with a file. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    final String expected;
    final String found;

    DamagedException(String expected, String found) {
      super("expected " + expected + ", found " + found);
      this.expected = expected;
      this.found = found;
    }
  }

  static Header of(MemorySegment file) throws DamagedException {
    require(file.byteSize() >= 8, "a header length of 8 bytes", file.byteSize() + " bytes");
    long length = file.get(LENGTH, 0);
    require(
        length >= 2 && length <= LONGEST && length <= file.byteSize() - 8,
        "a header within the file's " + file.byteSize() + " bytes",
        "a header of " + length + " bytes");
    JsonNode root = parse(file.asSlice(8, length));
    MemorySegment data = file.asSlice(8 + length);
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (entry.getKey().equals(SafetensorsWriter.METADATA)) {
        readMetadata(entry.getValue(), metadata);
      } else {
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), data));
      }
    }
    requireWhole(tensors, data);
    return new Header(metadata, tensors);
  }

  private static JsonNode parse(MemorySegment bytes) throws DamagedException {
    String text = new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    try {
      JsonNode root = MAPPER.readTree(text);
      require(root.isObject(), "a JSON object as header", root.getNodeType().toString());
      return root;
    } catch (JsonProcessingException e) {
      throw new DamagedException("a JSON object as header", e.getOriginalMessage());
    }
  }

  private static void readMetadata(JsonNode node, Map<String, String> into)
      throws DamagedException {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      require(
          entry.getValue().isTextual(),
          "text as metadata " + entry.getKey(),
          entry.getValue() + "");
      into.put(entry.getKey(), entry.getValue().textValue());
    }
  }

  private static StoredTensor tensor(String name, JsonNode node, MemorySegment data)
      throws DamagedException {
    DataType type = type(name, node.path("dtype").asText());
    long[] shape = longs(name, node.path("shape"));
    long[] offsets = longs(name, node.path("data_offsets"));
    boolean inside =
        offsets.length == 2 && offsets[0] <= offsets[1] && offsets[1] <= data.byteSize();
    require(
        inside,
        "tensor %s within %d bytes of data".formatted(name, data.byteSize()),
        Arrays.toString(offsets));
    try {
      return new StoredTensor(
          name, type, shape, data.asSlice(offsets[0], offsets[1] - offsets[0]).asReadOnly());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new DamagedException("as many bytes as the shape says", String.valueOf(e.getMessage()));
    }
  }

  private static DataType type(String name, String text) throws DamagedException {
    for (DataType type : DataType.values()) {
      if (type.name().equals(text)) {
        return type;
      }
    }
    throw new DamagedException(
        "an element type of tensor %s among %s".formatted(name, Arrays.toString(DataType.values())),
        text);
  }

  private static long[] longs(String name, JsonNode node) throws DamagedException {
    require(node.isArray(), "lists of whole numbers for tensor " + name, node.toString());
    long[] values = new long[node.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.get(i);
      require(
          value.canConvertToLong() && value.isIntegralNumber() && value.longValue() >= 0,
          "lists of whole numbers for tensor " + name,
          node.toString());
      values[i] = value.longValue();
    }
    return values;
  }

  /** Tensors follow each other without a gap and fill the file. */
  private static void requireWhole(Map<String, StoredTensor> tensors, MemorySegment data)
      throws DamagedException {
    long end = 0;
    for (StoredTensor tensor : inFileOrder(tensors.values())) {
      long from = tensor.data().address() - data.address();
      require(
          from == end || tensor.data().byteSize() == 0,
          "tensor %s at byte %d of the data".formatted(tensor.name(), end),
          "byte " + from);
      end += tensor.data().byteSize();
    }
    require(end == data.byteSize(), end + " bytes of tensors", data.byteSize() + " bytes");
  }

  static List<StoredTensor> inFileOrder(Collection<StoredTensor> tensors) {
    return tensors.stream()
        .sorted(Comparator.comparingLong((StoredTensor tensor) -> tensor.data().address()))
        .toList();
  }

  private static void require(boolean holds, String expected, String found)
      throws DamagedException {
    if (!holds) {
      throw new DamagedException(expected, found);
    }
  }
}
