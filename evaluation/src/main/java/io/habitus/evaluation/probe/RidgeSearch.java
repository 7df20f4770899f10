package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the strength of regularisation by the squared error about clients that were left out, all
 * within the train window: five-fold cross-validation for vectors of at most {@value #ALL_FOLDS}
 * columns, one fold left out for wider ones, whose factors take long. Decades first, then the half
 * decades beside the best; of equals the stronger.
 */
final class RidgeSearch {
  private static final int ALL_FOLDS = 512;
  private static final double[] DECADES = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100};
  private static final double HALF_DECADE = Math.sqrt(10);

  private final List<Gram> grams;
  private final List<Moments> moments;
  private final double[] variances;
  private final List<Integer> folds = new ArrayList<>();
  private final RunContext context;

  RidgeSearch(List<Gram> grams, List<Moments> moments, RunContext context) {
    this.grams = grams;
    this.moments = moments;
    this.context = context;
    Moments all = Moments.without(moments, -1);
    int clients = grams.stream().mapToInt(Gram::clients).sum();
    variances = new double[all.sums().length];
    for (int label = 0; label < variances.length; label++) {
      double mean = all.sums()[label] / clients;
      variances[label] = all.squares()[label] / clients - mean * mean;
    }
    int wanted = all.products()[0].length <= ALL_FOLDS ? Design.FOLDS : 1;
    for (int fold = 0; fold < Design.FOLDS && folds.size() < wanted; fold++) {
      if (grams.get(fold).clients() > 0 && grams.get(fold).clients() < clients) {
        folds.add(fold);
      }
    }
  }

  /** The folds that are left out, one after the other. */
  List<Integer> folds() {
    return folds;
  }

  /**
   * The best.
   *
   * @param share ridge / clients: the penalty is {@code share · clients · |w|²}
   * @param error squared error about clients left out, as a share of the labels' variance
   */
  record Choice(double share, double error) {}

  Choice choose() {
    Choice best = new Choice(1, Double.POSITIVE_INFINITY);
    if (folds.isEmpty()) {
      return best;
    }
    for (double share : DECADES) {
      best = better(best, share);
    }
    double centre = best.share();
    best = better(best, centre / HALF_DECADE);
    return better(best, centre * HALF_DECADE);
  }

  private Choice better(Choice best, double share) {
    double error = 0;
    for (int fold : folds) {
      Ridge ridge = fitWithout(fold, share);
      error +=
          ridge.errorShare(grams.get(fold), moments.get(fold), variances, context) / folds.size();
    }
    boolean wins = error < best.error() || (error == best.error() && share > best.share());
    return wins ? new Choice(share, error) : best;
  }

  /** Fitted on all folds but one; on all of them where that is −1. */
  Ridge fitWithout(int fold, double share) {
    Gram gram = Gram.without(grams, fold);
    return Ridge.fit(gram, Moments.without(moments, fold), share * gram.clients(), context);
  }
}
