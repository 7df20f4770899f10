package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the strength of regularisation by the squared error about clients that were left out, all
 * within the train window: five-fold cross-validation, or one fold left out of wide vectors (see
 * {@link Folds}). Decades first, then the half decades beside the best; of equals the stronger.
 */
final class RidgeSearch implements AutoCloseable {
  private static final double[] DECADES = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100};
  private static final double HALF_DECADE = Math.sqrt(10);

  private final List<RidgePath> paths = new ArrayList<>();
  private final List<LeftOutError> errors = new ArrayList<>();
  private final double[] variances;
  private final RunContext context;

  /**
   * A search.
   *
   * @param moments of each part of the clients
   */
  RidgeSearch(Decomposed decomposed, List<Moments> moments, RunContext context) {
    this.context = context;
    variances = Moments.sum(moments).variances(decomposed.design().clients());
    for (int part = 0; part < decomposed.folds().leftOut(); part++) {
      Moments others = Moments.without(moments, part);
      paths.add(new RidgePath(decomposed.without().get(part), others, context));
      errors.add(new LeftOutError(decomposed.left().get(part), moments.get(part)));
    }
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
    if (paths.isEmpty()) {
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
    for (int part = 0; part < paths.size(); part++) {
      error += errors.get(part).share(without(part, share), variances, context) / paths.size();
    }
    boolean wins = error < best.error() || (error == best.error() && share > best.share());
    return wins ? new Choice(share, error) : best;
  }

  /** Fitted on all clients but those of a part. */
  Ridge without(int part, double share) {
    RidgePath path = paths.get(part);
    return path.at(share * path.clients());
  }

  @Override
  public void close() {
    paths.forEach(RidgePath::close);
    errors.forEach(LeftOutError::close);
  }
}
