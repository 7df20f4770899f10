package io.habitus.recommend.data;

import io.habitus.core.array.IntList;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.store.ClientIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The form in which benchmarks of sequential recommendation are published: a line for each user
 * with the user's id and the ids of items, oldest first, apart by spaces. It has no times.
 */
public final class SequenceFile {
  private SequenceFile() {}

  /** Whether a path is such a file, going by its name: {@code .txt}. */
  public static boolean isOne(Path path) {
    return Files.isRegularFile(path) && path.getFileName().toString().endsWith(".txt");
  }

  /**
   * Reads a file. Items are numbered by size where all ids are integers, else by their text. Ids of
   * users that are no integers get the codes that a store would give them.
   *
   * @throws InputException if a line has a user without items, or a user comes twice
   */
  public static Interactions read(Path file) {
    List<Problem> problems = new ArrayList<>();
    TreeMap<Long, int[]> users = new TreeMap<>();
    Map<String, Integer> found = new HashMap<>();
    List<String> ids = new ArrayList<>();
    try (var lines = Files.lines(file)) {
      int[] line = {0};
      lines.forEach(text -> {
        line[0]++;
        String[] words = text.strip().split("\\s+");
        String place = file + ", line " + line[0];
        if (words.length < 2) {
          problems.add(Problem.inFile(place, "a user and at least one item", text, ""));
        } else if (users.put(userId(words[0]), items(words, found, ids)) != null) {
          problems.add(Problem.inFile(place, "each user once", words[0] + " again", ""));
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
    if (users.isEmpty() && problems.isEmpty()) {
      problems.add(Problem.inFile(file.toString(), "lines of users and items", "none", ""));
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    return interactions(users, ids);
  }

  private static long userId(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return ClientIds.codeOf(text); // as a store does with ids that are no integers
    }
  }

  private static int[] items(String[] words, Map<String, Integer> found, List<String> ids) {
    int[] items = new int[words.length - 1];
    for (int i = 0; i < items.length; i++) {
      items[i] =
          found.computeIfAbsent(
              words[i + 1],
              id -> {
                ids.add(id);
                return ids.size() - 1;
              });
    }
    return items;
  }

  private static Interactions interactions(TreeMap<Long, int[]> users, List<String> ids) {
    List<String> ordered = ids.stream().sorted(order(ids)).toList();
    ItemIndex index = new ItemIndex(ordered);
    int[] numbers = ids.stream().mapToInt(index::find).toArray();
    int[] starts = new int[users.size() + 1];
    IntList all = new IntList();
    int user = 0;
    for (int[] items : users.values()) {
      for (int item : items) {
        all.add(numbers[item]);
      }
      starts[++user] = all.size();
    }
    long[] userIds = users.keySet().stream().mapToLong(Long::longValue).toArray();
    return new Interactions(index, userIds, starts, all.toArray(), new long[0]);
  }

  private static Comparator<String> order(List<String> ids) {
    boolean integers = ids.stream().allMatch(id -> id.matches("-?\\d{1,18}"));
    return integers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder();
  }
}
