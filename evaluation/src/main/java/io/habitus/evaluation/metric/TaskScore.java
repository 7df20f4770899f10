package io.habitus.evaluation.metric;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/** What predictions of one task are worth, in all measures of its kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(TaskScore.Binary.class),
  @JsonSubTypes.Type(TaskScore.MultiLabel.class),
  @JsonSubTypes.Type(TaskScore.Numeric.class)
})
public sealed interface TaskScore {

  /** The one number that profiles are compared by, unrounded; higher is better. */
  double score();

  /**
   * Of a binary task.
   *
   * @param auroc the score
   */
  @JsonTypeName("binary")
  record Binary(double auroc) implements TaskScore {
    @Override
    public double score() {
      return auroc;
    }
  }

  /**
   * Of a multi-label task.
   *
   * @param auroc mean over all labels; one with a single class contributes 0 and counts
   * @param labelAuroc of each label
   */
  @JsonTypeName("multi-label")
  record MultiLabel(double auroc, double novelty, double diversity, List<Double> labelAuroc)
      implements TaskScore {
    public MultiLabel {
      labelAuroc = List.copyOf(labelAuroc);
    }

    @Override
    public double score() {
      return combine(auroc, novelty, diversity);
    }

    /** 0.8 · AUROC + 0.1 · novelty + 0.1 · diversity. */
    public static double combine(double auroc, double novelty, double diversity) {
      return 0.8 * auroc + 0.1 * novelty + 0.1 * diversity;
    }
  }

  /**
   * Of a numeric task.
   *
   * @param spearman rank correlation, the score
   * @param r2 1 − squared error / squared distance from the validation mean
   * @param rmse root of the mean squared error, in the target's unit
   * @param gini normalised Gini: concentration of the target in the order of the predictions, as a
   *     share of that in its own order; NaN for targets with negative values
   * @param topDecileLift the mean target of the tenth of clients with the highest predictions,
   *     divided by the mean of all; NaN where that mean is not positive
   */
  @JsonTypeName("numeric")
  record Numeric(double spearman, double r2, double rmse, double gini, double topDecileLift)
      implements TaskScore {
    @Override
    public double score() {
      return spearman;
    }
  }
}
