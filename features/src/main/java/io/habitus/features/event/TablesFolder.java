package io.habitus.features.event;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Event tables in a folder: {@code tables.json} and, for each table, {@code NAME.counts.npy} int32
 * (codes, types), {@code NAME.entropy.npy} float32 (codes) and {@code NAME.centroids.npy} float32
 * (width, clusters).
 */
final class TablesFolder {
  private static final String FILE = "tables.json";
  private static final int VERSION = 1;

  /** What is not an array. */
  record Index(int version, long endMicros, int sessions, VocabularyMarks vocabularies) {}

  private TablesFolder() {}

  static void write(Path folder, EventTables tables) {
    write(folder, "items", tables.items);
    write(folder, "clusters", tables.clusters);
    write(folder, "categories", tables.categories);
    write(folder, "clusters", tables.means.items());
    for (int s = 0; s < tables.values.size(); s++) {
      write(folder, "values-" + s, tables.values.get(s));
      write(folder, "value-clusters-" + s, tables.valueClusters.get(s));
      write(folder, "value-clusters-" + s, tables.means.values(s));
    }
    writeCodes(folder.resolve("top-items.npy"), tables.topItems);
    writeCodes(folder.resolve("top-categories.npy"), tables.topCategories);
    Json.write(
        folder.resolve(FILE),
        new Index(VERSION, tables.endMicros, tables.values.size(), tables.marks));
  }

  static EventTables read(Path folder) {
    Index index = Json.read(folder.resolve(FILE), Index.class);
    if (index.version != VERSION) {
      throw new InputException(
          Problem.inFile(
              folder.resolve(FILE).toString(),
              "version " + VERSION,
              "version " + index.version,
              "Fit the tables again."));
    }
    List<GroupTable> values = new ArrayList<>();
    List<GroupTable> valueClusters = new ArrayList<>();
    List<KMeans> means = new ArrayList<>();
    for (int s = 0; s < index.sessions; s++) {
      values.add(readTable(folder, "values-" + s));
      valueClusters.add(readTable(folder, "value-clusters-" + s));
      means.add(readMeans(folder, "value-clusters-" + s));
    }
    return new EventTables(
        index.endMicros,
        readTable(folder, "items"),
        readTable(folder, "clusters"),
        readTable(folder, "categories"),
        values,
        valueClusters,
        readCodes(folder.resolve("top-items.npy")),
        readCodes(folder.resolve("top-categories.npy")),
        new Clusters(readMeans(folder, "clusters"), means),
        index.vocabularies);
  }

  private static void write(Path folder, String name, GroupTable table) {
    Npy.write(
        folder.resolve(name + ".counts.npy"),
        ElementType.INT32,
        new long[] {table.size(), table.width()},
        MemorySegment.ofArray(table.counts()));
    Npy.write(
        folder.resolve(name + ".entropy.npy"),
        ElementType.FLOAT32,
        new long[] {table.size()},
        MemorySegment.ofArray(table.entropies()));
  }

  private static void write(Path folder, String name, KMeans means) {
    Npy.write(
        folder.resolve(name + ".centroids.npy"),
        ElementType.FLOAT32,
        new long[] {means.width(), means.clusters()},
        MemorySegment.ofArray(means.centroids()));
  }

  private static GroupTable readTable(Path folder, String name) {
    NpyArray counts = expect(folder.resolve(name + ".counts.npy"), ElementType.INT32, 2);
    NpyArray entropies = expect(folder.resolve(name + ".entropy.npy"), ElementType.FLOAT32, 1);
    int width = Math.toIntExact(counts.shape()[1]);
    return new GroupTable(width, ints(counts), entropies.toFloats());
  }

  private static KMeans readMeans(Path folder, String name) {
    NpyArray centroids = expect(folder.resolve(name + ".centroids.npy"), ElementType.FLOAT32, 2);
    return KMeans.ofCentroids(Math.toIntExact(centroids.shape()[0]), centroids.toFloats());
  }

  private static NpyArray expect(Path file, ElementType type, int rank) {
    NpyArray array = Npy.read(file);
    if (array.type() != type || array.rank() != rank) {
      throw new InputException(
          Problem.inFile(
              file.toString(),
              type + " of rank " + rank,
              array.type() + " of rank " + array.rank(),
              ""));
    }
    return array;
  }

  private static int[] ints(NpyArray array) {
    int[] values = new int[Math.toIntExact(array.size())];
    Arrays.setAll(values, i -> (int) array.getLong(i));
    return values;
  }

  private static void writeCodes(Path file, int[] codes) {
    Npy.write(file, ElementType.INT32, new long[] {codes.length}, MemorySegment.ofArray(codes));
  }

  private static int[] readCodes(Path file) {
    return ints(expect(file, ElementType.INT32, 1));
  }
}
