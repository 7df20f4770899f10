package io.habitus.evaluation.labels;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a task of a table with one row per client.
 *
 * <ul>
 *   <li>One window: columns are labels. A probe learns from {@code trainShare} of the clients and
 *       is scored about the others; which is which depends on the seed and the client's id alone.
 *   <li>Two windows: columns {@code train} and {@code validation}, or for several labels {@code
 *       train_NAME} and {@code validation_NAME}. A probe learns from the first and is scored on the
 *       second, for the same clients, as the challenge's tasks are.
 * </ul>
 *
 * <p>One label of zeros and ones is a binary task, of other numbers a numeric one; several labels
 * are a multi-label task and hold zeros and ones. NaN is "not known": of one label, such a client
 * is left out of that window; of several labels, all or none are known.
 */
public final class UserTask {
  private static final String TRAIN = "train";
  private static final String VALIDATION = "validation";

  private final String name;
  private final String file;
  private final List<String> columns;
  private final long[] clientIds;
  private final double[][] values; // (columns)(clients)

  private UserTask(
      String name, String file, List<String> columns, long[] clientIds, double[][] values) {
    this.name = name;
    this.file = file;
    this.columns = List.copyOf(columns);
    this.clientIds = clientIds;
    this.values = values;
  }

  /**
   * Makes the task.
   *
   * @param name of the task
   * @param file that the table is from, for messages
   * @param columns names of the columns beside the client id
   * @param clientIds (clients), distinct
   * @param values (columns)(clients), NaN where not known
   * @param trainShare of clients that are learned from, where there is one window; above 0, below 1
   * @param seed of the choice of clients
   * @throws InputException with every problem of the table
   */
  public static Task of(
      String name,
      String file,
      List<String> columns,
      long[] clientIds,
      double[][] values,
      double trainShare,
      long seed) {
    if (!(trainShare > 0 && trainShare < 1)) {
      throw new IllegalArgumentException("train share: expected 0 < s < 1, found " + trainShare);
    }
    UserTask table = new UserTask(name, file, columns, clientIds, values);
    List<Integer> train = table.windowColumns(TRAIN);
    List<Integer> validation = table.windowColumns(VALIDATION);
    if (train.isEmpty() && validation.isEmpty()) {
      List<Integer> all = new ArrayList<>();
      for (int c = 0; c < columns.size(); c++) {
        all.add(c);
      }
      return table.task(all, all, id -> draw(seed, id) < trainShare, columns);
    }
    return table.task(train, validation, null, table.labelNames(train, validation));
  }

  private List<Integer> windowColumns(String window) {
    List<Integer> found = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).equals(window) || columns.get(c).startsWith(window + "_")) {
        found.add(c);
      }
    }
    return found;
  }

  private List<String> labelNames(List<Integer> train, List<Integer> validation) {
    List<String> first = train.stream().map(c -> label(TRAIN, c)).toList();
    List<String> second = validation.stream().map(c -> label(VALIDATION, c)).toList();
    if (!first.equals(second) || first.size() + second.size() != columns.size()) {
      throw new InputException(
          Problem.inFile(
              file,
              "for each label a column train_NAME and one validation_NAME, in the same order, and"
                  + " no others",
              columns.toString(),
              "Or name neither: then clients are divided."));
    }
    return first;
  }

  private String label(String window, int column) {
    String text = columns.get(column);
    return text.equals(window) ? name : text.substring(window.length() + 1);
  }

  private Task task(
      List<Integer> train,
      List<Integer> validation,
      @Nullable LongPredicate learnedFrom,
      List<String> names) {
    if (names.isEmpty()) {
      throw new InputException(
          Problem.inFile(file, "a column with values beside the client id", "none", ""));
    }
    boolean bits = isBits(train) && isBits(validation);
    TaskKind kind =
        names.size() > 1 ? TaskKind.MULTI_LABEL : bits ? TaskKind.BINARY : TaskKind.NUMERIC;
    check(kind, train, validation);
    KnownLabels first = labels(train, id -> learnedFrom == null || learnedFrom.test(id));
    KnownLabels second = labels(validation, id -> learnedFrom == null || !learnedFrom.test(id));
    double[] popularity = kind == TaskKind.MULTI_LABEL ? popularity(first) : new double[0];
    return new Task(name, kind, names, popularity, Optional.empty(), first, second);
  }

  private boolean isBits(List<Integer> chosen) {
    return chosen.stream()
        .flatMapToDouble(c -> Arrays.stream(values[c]))
        .allMatch(value -> value == 0 || value == 1 || Double.isNaN(value));
  }

  private void check(TaskKind kind, List<Integer> train, List<Integer> validation) {
    List<Problem> problems = new ArrayList<>();
    train.forEach(c -> checkColumn(kind, c, train, problems));
    if (!train.equals(validation)) {
      validation.forEach(c -> checkColumn(kind, c, validation, problems));
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }

  private void checkColumn(
      TaskKind kind, int column, List<Integer> window, List<Problem> problems) {
    for (int row = 0; row < clientIds.length; row++) {
      double value = values[column][row];
      boolean right =
          kind == TaskKind.MULTI_LABEL ? value == 0 || value == 1 : !Double.isInfinite(value);
      if (!right && !(Double.isNaN(value) && isUnknown(window, row))) {
        String expected =
            kind == TaskKind.MULTI_LABEL ? "0 or 1, or no value in the whole window" : "a number";
        problems.add(new Problem(file, row + 1L, columns.get(column), expected, "" + value, ""));
        return; // the first of a column is enough to mend it
      }
    }
  }

  private boolean isUnknown(List<Integer> window, int row) {
    return window.stream().allMatch(column -> Double.isNaN(values[column][row]));
  }

  private KnownLabels labels(List<Integer> chosen, LongPredicate about) {
    int width = chosen.size();
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < clientIds.length; row++) {
      if (about.test(clientIds[row]) && !Double.isNaN(values[chosen.getFirst()][row])) {
        rows.add(row);
      }
    }
    rows.sort((a, b) -> Long.compare(clientIds[a], clientIds[b]));
    float[] known = new float[Math.multiplyExact(rows.size(), width)];
    for (int i = 0; i < rows.size(); i++) {
      for (int label = 0; label < width; label++) {
        known[i * width + label] = (float) values[chosen.get(label)][rows.get(i)];
      }
    }
    long[] ids = rows.stream().mapToLong(row -> clientIds[row]).toArray();
    return new KnownLabels(width, ClientSet.of(ids), known);
  }

  /** Share of all positives of the train labels; equal shares where there are none. */
  private static double[] popularity(KnownLabels train) {
    double[] counts = new double[train.width()];
    for (int i = 0; i < train.values().length; i++) {
      counts[i % counts.length] += train.values()[i];
    }
    double total = Arrays.stream(counts).sum();
    return Arrays.stream(counts)
        .map(count -> total > 0 ? count / total : 1.0 / counts.length)
        .toArray();
  }

  /** Uniform in [0, 1), a function of seed and id. */
  private static double draw(long seed, long id) {
    long z = id + seed * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return ((z ^ (z >>> 33)) >>> 11) * 0x1.0p-53;
  }
}
