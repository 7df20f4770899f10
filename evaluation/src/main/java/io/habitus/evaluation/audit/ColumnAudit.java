package io.habitus.evaluation.audit;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.metric.Truth;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Flags every column of a profile that predicts a target of the validation window with an AUROC of
 * at least .99, or at most .01, on at least thirty positives (and negatives).
 *
 * <p>A column has at most 65,536 values, so that ranks come from a histogram, without sorting, and
 * a label costs a sum over its rarer class: columns × (clients + labels set).
 */
public final class ColumnAudit {
  public static final double THRESHOLD = 0.99;
  public static final int FEWEST = 30;

  private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED;

  /** Columns that are read at a time: a cache line's worth. */
  private static final int GROUP = 32;

  /** The rarer class of one label, as rows. */
  private record Rarer(Task task, int label, int[] rows, boolean positive) {}

  private ColumnAudit() {}

  /** Suspicious columns, by column, task and label; numeric tasks have no classes to check. */
  public static List<SuspiciousColumn> find(
      Profiles profiles, List<Task> tasks, RunContext context) {
    List<List<SuspiciousColumn>> byGroup = new ArrayList<>();
    int groups = Math.ceilDiv(profiles.width(), GROUP);
    for (int g = 0; g < groups; g++) {
      byGroup.add(new ArrayList<>());
    }
    for (List<Task> sameClients : bySameClients(tasks)) {
      int[] rows = rows(profiles, sameClients.getFirst().validationClients());
      List<Rarer> labels = labels(profiles, sameClients, rows);
      Workers.forEach(
          labels.isEmpty() ? 0 : groups,
          context,
          "auditing columns",
          g -> auditGroup(profiles, g * GROUP, rows, labels, byGroup.get(g)));
    }
    return byGroup.stream().flatMap(List::stream).toList();
  }

  private static List<List<Task>> bySameClients(List<Task> tasks) {
    List<List<Task>> groups = new ArrayList<>();
    for (Task task : tasks) {
      Optional<List<Task>> group =
          groups.stream()
              .filter(g -> g.getFirst().validationClients().equals(task.validationClients()))
              .findFirst();
      group.ifPresentOrElse(g -> g.add(task), () -> groups.add(new ArrayList<>(List.of(task))));
    }
    return groups;
  }

  private static int[] rows(Profiles profiles, Optional<ClientSet> clients) {
    return IntStream.range(0, profiles.size())
        .filter(row -> clients.isEmpty() || clients.get().contains(profiles.clientIds()[row]))
        .toArray();
  }

  private static List<Rarer> labels(Profiles profiles, List<Task> tasks, int[] rows) {
    long[] ids = Arrays.stream(rows).mapToLong(row -> profiles.clientIds()[row]).toArray();
    List<Rarer> labels = new ArrayList<>();
    for (Task task : tasks) {
      if (task.kind() == TaskKind.NUMERIC) {
        continue;
      }
      Truth truth = Truth.of(task.validation(), ids);
      for (int label = 0; label < task.width(); label++) {
        int positives = truth.positives(label);
        if (Math.min(positives, rows.length - positives) >= FEWEST) {
          labels.add(rarer(task, truth, label, positives * 2L <= rows.length));
        }
      }
    }
    return labels;
  }

  private static Rarer rarer(Task task, Truth truth, int label, boolean positive) {
    int[] places =
        IntStream.range(0, truth.clients())
            .filter(place -> truth.positive(label, place) == positive)
            .toArray();
    return new Rarer(task, label, places, positive);
  }

  private static void auditGroup(
      Profiles profiles, int first, int[] rows, List<Rarer> labels, List<SuspiciousColumn> found) {
    int count = Math.min(GROUP, profiles.width() - first);
    char[][] columns = new char[count][rows.length];
    for (int place = 0; place < rows.length; place++) {
      long at = 2L * ((long) rows[place] * profiles.width() + first);
      for (int c = 0; c < count; c++) {
        columns[c][place] = key(profiles.halves().get(HALF, at + 2L * c));
      }
    }
    for (int c = 0; c < count; c++) {
      double[] ranks = midRanks(columns[c]);
      for (Rarer label : labels) {
        double auroc = auroc(columns[c], ranks, label);
        if (auroc >= THRESHOLD || auroc <= 1 - THRESHOLD) {
          found.add(suspicious(first + c, label, rows.length, auroc));
        }
      }
    }
  }

  private static SuspiciousColumn suspicious(int column, Rarer label, int clients, double auroc) {
    int positives = label.positive ? label.rows.length : clients - label.rows.length;
    String name = label.task.labelNames().get(label.label);
    return new SuspiciousColumn(column, label.task.name(), name, auroc, positives);
  }

  /** Orders as the float16 does; −0 and 0 are one value. */
  private static char key(short half) {
    int bits = half == Short.MIN_VALUE ? 0 : half & 0xffff;
    return (char) ((bits & 0x8000) != 0 ? ~bits : bits | 0x8000);
  }

  /** Mean rank, from 1, of every value that occurs. */
  private static double[] midRanks(char[] column) {
    int[] counts = new int[1 << 16];
    for (char value : column) {
      counts[value]++;
    }
    double[] ranks = new double[1 << 16];
    long before = 0;
    for (int value = 0; value < counts.length; value++) {
      ranks[value] = before + (counts[value] + 1) / 2.0;
      before += counts[value];
    }
    return ranks;
  }

  /** Mann and Whitney: from the sum of one class's ranks. */
  private static double auroc(char[] column, double[] ranks, Rarer label) {
    double sum = 0;
    for (int row : label.rows) {
      sum += ranks[column[row]];
    }
    double n = label.rows.length;
    double share = (sum - n * (n + 1) / 2) / (n * (column.length - n));
    return label.positive ? share : 1 - share;
  }
}
