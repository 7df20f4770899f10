package io.habitus.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.habitus.core.file.WholeFolder;
import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The file {@value #FILE} of a model's folder: which model, made with what, and what it learned.
 * Large arrays go beside it, weights as {@code .safetensors}.
 *
 * @param format version of this layout, {@value #FORMAT}
 * @param model name of the profile model
 * @param parameters in effect
 * @param seed of the fit
 * @param state what was learned, as the model writes it
 */
public record SavedModel(
    int format, String model, SortedMap<String, String> parameters, long seed, JsonNode state) {
  public static final String FILE = "model.json";
  public static final int FORMAT = 1;

  public SavedModel {
    parameters = new TreeMap<>(parameters);
  }

  /** Writes a folder that must not exist yet, with nothing in it but this file. */
  public static void write(
      Path folder, String model, Map<String, String> parameters, long seed, Object state) {
    write(folder, model, parameters, seed, state, part -> {});
  }

  /**
   * Writes a folder that must not exist yet.
   *
   * @param more writes what lies beside this file into the folder, which appears afterwards
   */
  public static void write(
      Path folder,
      String model,
      Map<String, String> parameters,
      long seed,
      Object state,
      Consumer<Path> more) {
    if (Files.exists(folder)) {
      throw new UsageException(folder + " exists already; name a new folder for the model");
    }
    try (WholeFolder whole = WholeFolder.begin(folder)) {
      JsonNode tree = Json.mapper().valueToTree(state);
      SavedModel saved = new SavedModel(FORMAT, model, new TreeMap<>(parameters), seed, tree);
      Json.write(whole.part().resolve(FILE), saved);
      more.accept(whole.part());
      whole.commit();
    }
  }

  /**
   * Reads a model's folder.
   *
   * @throws InputException if it holds no model, or one of a later version
   */
  public static SavedModel read(Path folder) {
    Path file = folder.resolve(FILE);
    SavedModel saved = Json.read(file, SavedModel.class);
    if (saved.format != FORMAT) {
      throw new InputException(
          Problem.inFile(
              file.toString(),
              "model format " + FORMAT,
              "format " + saved.format,
              "Fit the model again with this version."));
    }
    return saved;
  }

  /**
   * The state as a record.
   *
   * @throws InputException if it is something else
   */
  public <T> T state(Class<T> type, Path folder) {
    try {
      return Json.mapper().treeToValue(state, type);
    } catch (JsonProcessingException e) {
      throw new InputException(
          Problem.inFile(
              folder.resolve(FILE).toString(),
              "the state of a model " + model,
              String.valueOf(e.getOriginalMessage()),
              ""),
          e);
    }
  }
}
