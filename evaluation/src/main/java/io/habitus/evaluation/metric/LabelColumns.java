package io.habitus.evaluation.metric;

import io.habitus.evaluation.Predictions;

/**
 * What AUROC sees, label by label, without a copy of all predictions: a group of labels, a cache
 * line's worth, is taken out of the rows at a time.
 */
public final class LabelColumns {
  private static final int GROUP = 16;

  private final Predictions predictions;
  private final Probabilities probabilities;

  /** What is done with one label; the array is valid during the call only. */
  @FunctionalInterface
  public interface Visitor {
    /** One label's probabilities, (clients). */
    void visit(int label, float[] probabilities);
  }

  public LabelColumns(Predictions predictions) {
    this.predictions = predictions;
    probabilities = new Probabilities(predictions);
  }

  /** How many groups there are; they may be visited from several threads. */
  public int groups() {
    return Math.ceilDiv(predictions.labels(), GROUP);
  }

  /** Visits the labels of one group, in order. */
  public void visitGroup(int group, Visitor visitor) {
    int first = group * GROUP;
    int count = Math.min(GROUP, predictions.labels() - first);
    float[][] columns = new float[count][predictions.clients()];
    probabilities.fill(first, columns);
    for (int c = 0; c < count; c++) {
      visitor.visit(first + c, columns[c]);
    }
  }

  /** Visits all labels, in order. */
  public void visit(Visitor visitor) {
    for (int group = 0; group < groups(); group++) {
      visitGroup(group, visitor);
    }
  }
}
