package io.habitus.engine.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.habitus.core.file.DiskSpace;
import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.engine.safetensors.DataType;
import io.habitus.engine.safetensors.SafetensorsFile;
import io.habitus.engine.safetensors.SafetensorsWriter;
import io.habitus.engine.safetensors.StoredTensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a run needs to go on, in one safetensors file: the blocks of weights and moments,
 * and the position as metadata. It appears whole or not at all.
 */
final class Checkpoint {
  private static final String FORMAT = "habitus-checkpoint-1";
  private static final String STATE = "state";

  /** Of names, shapes and losses: not to be exact, but no room at all is too little. */
  private static final long HEADER = 1 << 16;

  private final Path file;
  private final Map<String, String> identity;
  private final SortedMap<String, MemorySegment> blocks;

  /**
   * A checkpoint's place and what belongs in it.
   *
   * @param identity of the run: what must be the same for it to be resumed, by name
   * @param blocks that are saved and restored, fp32, by name
   */
  Checkpoint(Path file, Map<String, String> identity, Map<String, MemorySegment> blocks) {
    this.file = file;
    this.identity = new LinkedHashMap<>(identity);
    this.identity.put("format", FORMAT);
    this.blocks = new TreeMap<>(blocks);
  }

  /**
   * Fails where the file does not fit on the disk, before anything is learned: the next one is
   * written beside the last.
   *
   * @throws InputException that says how much is needed and how much there is
   */
  void requireRoom(DiskSpace disk) {
    long bytes = HEADER;
    for (MemorySegment block : blocks.values()) {
      bytes += block.byteSize();
    }
    disk.require(file.resolveSibling(""), Files.exists(file) ? bytes : 2 * bytes);
  }

  void save(TrainingState state) {
    Map<String, String> metadata = new LinkedHashMap<>(identity);
    metadata.put(STATE, Json.line(state));
    List<StoredTensor> tensors = new ArrayList<>();
    blocks.forEach((name, block) -> {
      long[] shape = {block.byteSize() / Float.BYTES};
      tensors.add(new StoredTensor(name, DataType.F32, shape, block));
    });
    SafetensorsWriter.write(file, tensors, metadata);
  }

  /**
   * Copies the blocks back.
   *
   * @throws InputException if the file is damaged or belongs to another run
   */
  TrainingState restore() {
    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      requireSameRun(saved.metadata());
      blocks.forEach((name, block) -> block.copyFrom(saved.tensor(name).data()));
      return Json.mapper().readValue(saved.metadata().get(STATE), TrainingState.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new InputException(
          Problem.inFile(
              file.toString(), "a position in training", String.valueOf(e.getMessage()), ""),
          e);
    }
  }

  private void requireSameRun(Map<String, String> saved) {
    List<Problem> problems = new ArrayList<>();
    identity.forEach((key, expected) -> {
      String found = saved.getOrDefault(key, "nothing");
      if (!found.equals(expected)) {
        problems.add(
            Problem.inColumn(
                file.toString(),
                key,
                expected,
                found,
                "This checkpoint is of another run: repeat that run as it was, or remove the"
                    + " file to begin anew."));
      }
    });
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }
}
