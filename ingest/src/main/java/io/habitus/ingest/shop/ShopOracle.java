package io.habitus.ingest.shop;

import io.habitus.core.time.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The latent oracle's scores, written as {@value #FILE}: an upper bound, in expectation, on the
 * AUROC of anything that sees only events before the train start.
 *
 * @param format version of this layout, {@value #FORMAT}
 * @param settings of the shop
 * @param split for which it holds; null if the log is too short for one or nothing was bought
 * @param knows what it is conditioned on
 * @param tasks six, or fewer where a task has no labels; none without a split
 */
public record ShopOracle(
    int format,
    ShopSettings settings,
    @Nullable Split split,
    String knows,
    List<TaskOracle> tasks) {
  public static final String FILE = "oracle.json";
  public static final String FOLDER = "oracle";
  public static final int FORMAT = 1;
  static final String KNOWS =
      "every parameter of the shop and each client's latent state at the train start; nothing that"
          + " happens later";

  public ShopOracle {
    tasks = List.copyOf(tasks);
  }

  /** The scores of a task, null if it has none. */
  public @Nullable TaskOracle task(String name) {
    return tasks.stream().filter(task -> task.task().equals(name)).findFirst().orElse(null);
  }

  /** A small table for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (split == null) {
      lines.add("latent oracle: none, the log is too short for this split");
      return lines;
    }
    lines.add("latent oracle (upper bound), knowing the state at " + split.trainStart());
    for (TaskOracle task : tasks) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-22s AUROC %.4f  score %.4f  %d labels, %d clients",
              task.task(),
              task.auroc(),
              task.score(),
              task.labels(),
              task.clients()));
    }
    return lines;
  }
}
