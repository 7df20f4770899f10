package io.habitus.recommend.content;

import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.hash.Sha256;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.features.text.TextEncoder;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A vector for each of some items, by id. All are of one width. */
public final class ItemContent {
  private final String source;
  private final int width;
  private final Map<String, float[]> vectors;

  /**
   * Vectors by id.
   *
   * @param source where they come from, for reports
   */
  public ItemContent(String source, int width, Map<String, float[]> vectors) {
    this.source = source;
    this.width = width;
    this.vectors = Map.copyOf(vectors);
    vectors.forEach((id, vector) -> {
      if (vector.length != width) {
        throw new IllegalArgumentException(
            "item %s: expected %d columns, found %d".formatted(id, width, vector.length));
      }
    });
  }

  /**
   * From two NumPy arrays: ids (items), integers, and vectors (items, columns) of any float type.
   *
   * @throws InputException if they do not belong together
   */
  public static ItemContent ofArrays(Path ids, Path vectors) {
    try (Arena arena = Arena.ofConfined()) {
      NpyArray keys = Npy.read(ids, arena);
      NpyArray values = Npy.read(vectors, arena);
      if (values.rank() != 2 || keys.rank() != 1 || keys.size() != values.shape()[0]) {
        throw new InputException(
            Problem.inFile(
                vectors.toString(),
                "a matrix with a row for each of %,d ids in %s".formatted(keys.size(), ids),
                Arrays.toString(values.shape()),
                ""));
      }
      int width = Math.toIntExact(values.shape()[1]);
      float[] all = values.toFloats();
      Map<String, float[]> rows = new HashMap<>();
      for (int row = 0; row < keys.size(); row++) {
        float[] vector = Arrays.copyOfRange(all, row * width, (row + 1) * width);
        rows.put(Long.toString(keys.getLong(row)), vector);
      }
      return new ItemContent("arrays", width, rows);
    }
  }

  /** A column for each attribute: 1 where the item has it. */
  public static ItemContent ofAttributes(Map<String, ? extends Collection<String>> attributes) {
    SortedSet<String> names = new TreeSet<>();
    attributes.values().forEach(names::addAll);
    List<String> columns = new ArrayList<>(names);
    Map<String, Integer> place = new HashMap<>();
    columns.forEach(name -> place.put(name, place.size()));
    Map<String, float[]> rows = new HashMap<>();
    attributes.forEach((item, has) -> {
      float[] row = new float[columns.size()];
      has.forEach(name -> row[place.getOrDefault(name, 0)] = 1);
      if (!has.isEmpty()) {
        rows.put(item, row);
      }
    });
    return new ItemContent("attributes", columns.size(), rows);
  }

  /** An encoder's vector of each text; empty texts have none. */
  public static ItemContent ofTexts(
      Map<String, String> texts, TextEncoder encoder, RunContext context) {
    SortedMap<String, String> written = new TreeMap<>(texts);
    written.values().removeIf(String::isBlank);
    List<String> items = List.copyOf(written.keySet());
    float[][] vectors = encoder.encode(List.copyOf(written.values()), context);
    Map<String, float[]> rows = new HashMap<>();
    for (int i = 0; i < vectors.length; i++) {
      rows.put(items.get(i), vectors[i]);
    }
    return new ItemContent("texts", encoder.width(), rows);
  }

  /** SHA-256 of ids and vectors. */
  public String fingerprint() {
    Sha256 digest = new Sha256().add(source);
    new TreeMap<>(vectors).forEach((id, vector) -> digest.add(id).add(vector));
    return digest.hex();
  }

  /** Where the vectors come from. */
  public String source() {
    return source;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Items with a vector. */
  public int size() {
    return vectors.size();
  }

  /** The vector of an item, or null where there is none. */
  public float @Nullable [] find(String id) {
    return vectors.get(id);
  }
}
