package io.habitus.engine.safetensors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.habitus.core.file.WholeFile;
import io.habitus.core.json.Json;
import io.habitus.engine.graph.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes safetensors files; they appear by atomic rename. */
public final class SafetensorsWriter {
  /** Key of the metadata that holds the checksum of the data. */
  static final String CHECKSUM = "habitus.crc32c";

  /** Key of the metadata beside the tensors. */
  static final String METADATA = "__metadata__";

  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /** Writes the weights of a network under their names. */
  public static void write(Path file, Weights weights, Map<String, String> metadata) {
    List<StoredTensor> tensors =
        weights.all().stream()
            .map(weight ->
                new StoredTensor(
                    weight.name(), DataType.F32, weight.shape(), weights.values(weight)))
            .toList();
    write(file, tensors, metadata);
  }

  /**
   * Writes tensors; their names are distinct.
   *
   * @param metadata kept beside them, text only
   */
  public static void write(Path file, List<StoredTensor> tensors, Map<String, String> metadata) {
    writeParts(file, tensors.stream().map(TensorParts::of).toList(), metadata);
  }

  /**
   * Writes tensors piece by piece; their names are distinct.
   *
   * @param metadata kept beside them, text only
   */
  public static void writeParts(
      Path file, List<TensorParts> tensors, Map<String, String> metadata) {
    // Wide elements first: every tensor is then aligned to its elements.
    List<TensorParts> ordered =
        tensors.stream()
            .sorted(Comparator.comparingInt((TensorParts tensor) -> -tensor.type().bytes()))
            .toList();
    ByteBuffer header = header(ordered, metadata);
    WholeFile.write(
        file,
        channel -> {
          WholeFile.writeFully(channel, header);
          for (TensorParts tensor : ordered) {
            forEach(tensor, part -> WholeFile.writeFully(channel, part));
          }
        });
  }

  private static ByteBuffer header(List<TensorParts> tensors, Map<String, String> metadata) {
    ObjectNode root = Json.mapper().createObjectNode();
    ObjectNode texts = root.putObject(METADATA);
    new TreeMap<>(metadata).forEach(texts::put);
    texts.put(CHECKSUM, checksum(tensors));
    long offset = 0;
    for (TensorParts tensor : tensors) {
      if (root.has(tensor.name())) {
        throw new IllegalArgumentException("tensor " + tensor.name() + " is given twice");
      }
      ObjectNode entry = root.putObject(tensor.name());
      entry.put("dtype", tensor.type().name());
      var shape = entry.putArray("shape");
      for (long extent : tensor.shape()) {
        shape.add(extent);
      }
      long end = offset + tensor.byteSize();
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    return framed(Json.line(root).getBytes(StandardCharsets.UTF_8));
  }

  private static String checksum(List<TensorParts> tensors) {
    Checksum checksum = new Checksum();
    for (TensorParts tensor : tensors) {
      tensor.content().forEach(checksum::add);
    }
    return checksum.text();
  }

  private static void forEach(TensorParts tensor, Bytes.Sink sink) throws IOException {
    long[] bytes = new long[1];
    try {
      tensor
          .content()
          .forEach(piece -> {
            bytes[0] += piece.byteSize();
            take(piece, sink);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (bytes[0] != tensor.byteSize()) {
      throw new IllegalStateException(
          "tensor %s: expected %d bytes, was given %d"
              .formatted(tensor.name(), tensor.byteSize(), bytes[0]));
    }
  }

  private static void take(MemorySegment piece, Bytes.Sink sink) {
    try {
      Bytes.forEach(piece, sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Length, JSON, and spaces up to a multiple of eight bytes. */
  private static ByteBuffer framed(byte[] json) {
    int length = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(length).put(json);
    while (buffer.hasRemaining()) {
      buffer.put((byte) ' ');
    }
    return buffer.flip();
  }
}
