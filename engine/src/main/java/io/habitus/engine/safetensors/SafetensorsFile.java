package io.habitus.engine.safetensors;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.Problem;
import io.habitus.engine.Precision;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A safetensors file, mapped into memory: its tensors are read in place and live as long as it. */
public final class SafetensorsFile implements AutoCloseable {
  private final Path path;
  private final Arena arena;
  private final Header header;

  private SafetensorsFile(Path path, Arena arena, Header header) {
    this.path = path;
    this.arena = arena;
    this.header = header;
  }

  /**
   * Opens a file.
   *
   * @throws InputException if it is missing, damaged or something else
   */
  public static SafetensorsFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new InputException(
          Problem.inFile(path.toString(), "a safetensors file", "no such file", ""));
    }
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path)) {
      var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      SafetensorsFile file = new SafetensorsFile(path, arena, Header.of(bytes));
      file.verify();
      return file;
    } catch (Header.DamagedException e) {
      arena.close();
      throw new InputException(
          Problem.inFile(
              path.toString(),
              e.expected,
              e.found,
              "The file is damaged, or it is not in the safetensors format."),
          e);
    } catch (IOException e) {
      arena.close();
      throw new UncheckedIOException("reading " + path, e);
    }
  }

  /** Only files of ours carry a checksum. */
  private void verify() throws Header.DamagedException {
    String expected = header.metadata().get(SafetensorsWriter.CHECKSUM);
    if (expected == null) {
      return;
    }
    Checksum checksum = new Checksum();
    Header.inFileOrder(tensors()).forEach(tensor -> checksum.add(tensor.data()));
    if (!checksum.text().equals(expected)) {
      throw new Header.DamagedException("data of checksum " + expected, checksum.text());
    }
  }

  /** Text beside the tensors. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /** All tensors, in the header's order. */
  public Collection<StoredTensor> tensors() {
    return Collections.unmodifiableCollection(header.tensors().values());
  }

  /**
   * The tensor of that name.
   *
   * @throws InputException if there is none
   */
  public StoredTensor tensor(String name) {
    StoredTensor tensor = header.tensors().get(name);
    if (tensor == null) {
      throw new InputException(missing(name));
    }
    return tensor;
  }

  private Problem missing(String name) {
    return Problem.inColumn(
        path.toString(),
        name,
        "a tensor of that name",
        "none",
        Nearest.advice(name, header.tensors().keySet()));
  }

  /**
   * A network's weights with the values of a file; the caller closes them.
   *
   * @throws InputException as {@link #readInto}
   */
  public static Weights weights(Path path, WeightPlan plan, long seed, Precision precision) {
    Weights weights = new Weights(plan, seed, precision);
    try (SafetensorsFile file = open(path)) {
      file.readInto(weights);
      return weights;
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  /**
   * Copies the tensors into the weights of their names.
   *
   * @throws InputException if one is missing, left over, of another shape or not fp32; nothing is
   *     copied then
   */
  public void readInto(Weights weights) {
    List<Problem> problems = new ArrayList<>();
    Set<String> left = new HashSet<>(header.tensors().keySet());
    for (Weight weight : weights.all()) {
      StoredTensor tensor = header.tensors().get(weight.name());
      if (tensor == null) {
        problems.add(missing(weight.name()));
      } else if (tensor.type() != DataType.F32 || !Arrays.equals(tensor.shape(), weight.shape())) {
        problems.add(mismatch(weight, tensor));
      }
      left.remove(weight.name());
    }
    for (String name : left.stream().sorted().toList()) {
      problems.add(
          Problem.inColumn(path.toString(), name, "only weights of this network", "one more", ""));
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    for (Weight weight : weights.all()) {
      weights.values(weight).copyFrom(tensor(weight.name()).data());
    }
  }

  private Problem mismatch(Weight weight, StoredTensor tensor) {
    return Problem.inColumn(
        path.toString(),
        weight.name(),
        DataType.F32 + " of shape " + Arrays.toString(weight.shape()),
        tensor.type() + " of shape " + Arrays.toString(tensor.shape()),
        "The file belongs to a network with other parameters.");
  }

  @Override
  public void close() {
    arena.close();
  }
}
