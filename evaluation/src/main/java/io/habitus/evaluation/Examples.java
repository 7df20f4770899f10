package io.habitus.evaluation;

import io.habitus.core.target.Task;
import io.habitus.core.target.TaskKind;
import io.habitus.evaluation.result.ExampleClient;
import io.habitus.evaluation.result.ExampleClient.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The clients (and labels) about whom a probe was most right and most wrong. */
final class Examples {
  /** Of each kind. */
  static final int EACH = 3;

  /** A prediction, by its place among clients × labels. */
  private record Cell(int place, double weight) {}

  private final Task task;
  private final Predictions predictions;
  private final float[] truth;

  private Examples(Task task, Predictions predictions) {
    this.task = task;
    this.predictions = predictions;
    truth = predictions.truth(task.validation());
  }

  /** At most {@value #EACH} of each kind, the most extreme first; of equals the earlier client. */
  static List<ExampleClient> of(Task task, Predictions predictions) {
    Examples examples = new Examples(task, predictions);
    List<ExampleClient> found = new ArrayList<>();
    for (Kind kind : kinds(task.kind())) {
      found.addAll(examples.of(kind));
    }
    return found;
  }

  private static List<Kind> kinds(TaskKind task) {
    return switch (task) {
      case BINARY, MULTI_LABEL -> List.of(Kind.SURE_AND_RIGHT, Kind.SURE_AND_WRONG, Kind.MISSED);
      case NUMERIC -> List.of(Kind.TOO_HIGH, Kind.TOO_LOW);
    };
  }

  private List<ExampleClient> of(Kind kind) {
    Comparator<Cell> worstFirst =
        Comparator.comparingDouble(Cell::weight)
            .thenComparing(Cell::place, Comparator.reverseOrder());
    PriorityQueue<Cell> best = new PriorityQueue<>(worstFirst);
    for (int place = 0; place < truth.length; place++) {
      if (isOf(kind, truth[place])) {
        best.add(new Cell(place, weight(kind, place)));
        if (best.size() > EACH) {
          best.poll();
        }
      }
    }
    return best.stream().sorted(worstFirst.reversed()).map(cell -> example(kind, cell)).toList();
  }

  private static boolean isOf(Kind kind, float actual) {
    return switch (kind) {
      case SURE_AND_RIGHT, MISSED -> actual == 1;
      case SURE_AND_WRONG -> actual == 0;
      case TOO_HIGH, TOO_LOW -> true;
    };
  }

  /** The larger, the better an example. */
  private double weight(Kind kind, int place) {
    double logit = predictions.logits()[place];
    return switch (kind) {
      case SURE_AND_RIGHT, SURE_AND_WRONG -> logit;
      case MISSED -> -logit;
      case TOO_HIGH -> logit - truth[place];
      case TOO_LOW -> truth[place] - logit;
    };
  }

  private ExampleClient example(Kind kind, Cell cell) {
    double logit = predictions.logits()[cell.place()];
    int labels = predictions.labels();
    return new ExampleClient(
        kind,
        predictions.clientIds()[cell.place() / labels],
        task.labelNames().get(cell.place() % labels),
        task.kind() == TaskKind.NUMERIC ? logit : 1 / (1 + Math.exp(-logit)),
        truth[cell.place()]);
  }
}
