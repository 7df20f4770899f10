package io.habitus.features.event;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The global tables of one window: for every item, cluster, category, url and query how often it
 * occurs and how evenly over clients (entropy, base 2), the most bought items and categories, and
 * the clusters of code vectors. Codes are those of the store that the window belongs to.
 *
 * <p>Equal for any number of threads: only integers are added up.
 */
public final class EventTables {
  final long endMicros;
  final GroupTable items;
  final GroupTable clusters;
  final GroupTable categories;
  final List<GroupTable> values; // (sessions)
  final List<GroupTable> valueClusters; // (sessions)
  final int[] topItems; // ascending codes
  final int[] topCategories; // ascending codes
  final Clusters means;
  final VocabularyMarks marks;

  EventTables(
      long endMicros,
      GroupTable items,
      GroupTable clusters,
      GroupTable categories,
      List<GroupTable> values,
      List<GroupTable> valueClusters,
      int[] topItems,
      int[] topCategories,
      Clusters means,
      VocabularyMarks marks) {
    this.endMicros = endMicros;
    this.items = items;
    this.clusters = clusters;
    this.categories = categories;
    this.values = List.copyOf(values);
    this.valueClusters = List.copyOf(valueClusters);
    this.topItems = topItems;
    this.topCategories = topCategories;
    this.means = means;
    this.marks = marks;
  }

  /** Counts a window in two streaming passes: the first where there are clusters to fit. */
  public static EventTables fit(
      Histories histories, SequenceSettings settings, RunContext context) {
    return new TablesFit(histories, settings, context).fit();
  }

  /** Reads what {@link #save} wrote. */
  public static EventTables load(Path folder) {
    return TablesFolder.read(folder);
  }

  /** Writes the tables into a folder: {@code tables.json} and NumPy arrays. */
  public void save(Path folder) {
    TablesFolder.write(folder, this);
  }

  /** Time of the window's last event in microseconds: the end of the data. */
  public long endMicros() {
    return endMicros;
  }

  boolean isTopItem(int item) {
    return Arrays.binarySearch(topItems, item) >= 0;
  }

  boolean isTopCategory(int category) {
    return Arrays.binarySearch(topCategories, category) >= 0;
  }
}
