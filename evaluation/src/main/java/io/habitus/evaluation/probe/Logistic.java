package io.habitus.evaluation.probe;

import io.habitus.core.run.RunContext;
import io.habitus.core.run.Workers;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Logistic regression by L-BFGS (Liu and Nocedal 1989) that starts from the curvature of the null
 * model, p(1 − p)(XᵀX + ridge · I): the spectrum that ridge regression works with, so that a dozen
 * passes over the data are enough.
 *
 * <p>Minimises Σ log loss + ½ p(1 − p) · ridge · |w|², p the share of positives: the penalty that
 * makes the first step the ridge solution.
 */
final class Logistic {
  private static final int MEMORY = 8;
  private static final int MOST_STEPS = 60;

  /** Stops where a Newton step would gain less than this per client, in nats. */
  private static final double TOLERANCE = 1e-8;

  private final Design design;
  private final float[] targets; // by place
  private final Spectrum spectrum;
  private final double strength;
  private final double share;
  private final double ridge;
  private final RunContext context;

  /**
   * A model.
   *
   * @param weights (width + 1), the last one the intercept
   * @param loss mean log loss of the fitted clients, without the penalty
   * @param steps taken
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Fit(double[] weights, double loss, int steps) {}

  private record Point(double[] weights, double value, double[] gradient, double loss) {}

  private record Step(double[] moved, double[] change, double curvature) {}

  Logistic(Design design, float[] targets, Spectrum spectrum, double strength, RunContext context) {
    this.design = design;
    this.targets = targets;
    this.spectrum = spectrum;
    this.strength = strength;
    this.context = context;
    double positives = 0;
    for (float target : targets) {
      positives += target;
    }
    share = positives / targets.length;
    ridge = strength * share * (1 - share);
  }

  /** The fitted model; without both classes, none of whose clients can be told apart. */
  Fit fit() {
    int size = design.width() + 1;
    double[] start = new double[size];
    double smoothed = (share * targets.length + 0.5) / (targets.length + 1);
    if (share == 0 || share == 1) {
      start[size - 1] = Math.log(smoothed / (1 - smoothed));
      return new Fit(start, 0, 0);
    }
    start[size - 1] = Math.log(share / (1 - share));
    Point point = evaluate(start);
    Deque<Step> memory = new ArrayDeque<>();
    int steps = 0;
    while (steps < MOST_STEPS) {
      double[] direction = direction(point.gradient, memory);
      double slope = Rows.dot(direction, point.gradient, 0);
      if (-slope / 2 < TOLERANCE * targets.length) {
        break;
      }
      Point next = search(point, direction, slope);
      if (next.value >= point.value) {
        break; // no descent left at this precision
      }
      remember(memory, point, next);
      point = next;
      steps++;
    }
    return new Fit(point.weights, point.loss, steps);
  }

  /** Halves the step until it descends enough (Armijo). */
  private Point search(Point from, double[] direction, double slope) {
    Point best = from;
    for (double length = 1; length > 1e-6; length /= 2) {
      double[] weights = from.weights.clone();
      Rows.add(weights, length, direction, 0, weights.length);
      best = evaluate(weights);
      if (best.value <= from.value + 1e-4 * length * slope) {
        return best;
      }
    }
    return best;
  }

  private static void remember(Deque<Step> memory, Point from, Point to) {
    double[] moved = to.weights.clone();
    Rows.add(moved, -1, from.weights, 0, moved.length);
    double[] change = to.gradient.clone();
    Rows.add(change, -1, from.gradient, 0, change.length);
    double curvature = Rows.dot(moved, change, 0);
    if (curvature > 0) {
      memory.addLast(new Step(moved, change, curvature));
      if (memory.size() > MEMORY) {
        memory.removeFirst();
      }
    }
  }

  /** −H⁻¹·gradient by the two-loop recursion. */
  private double[] direction(double[] gradient, Deque<Step> memory) {
    double[] q = gradient.clone();
    double[] alphas = new double[memory.size()];
    int i = 0;
    for (Iterator<Step> it = memory.descendingIterator(); it.hasNext(); i++) {
      Step step = it.next();
      alphas[i] = Rows.dot(step.moved, q, 0) / step.curvature;
      Rows.add(q, -alphas[i], step.change, 0, q.length);
    }
    solveNull(q);
    for (Step step : memory) {
      double beta = Rows.dot(step.change, q, 0) / step.curvature;
      Rows.add(q, alphas[--i] - beta, step.moved, 0, q.length);
    }
    for (int j = 0; j < q.length; j++) {
      q[j] = -q[j];
    }
    return q;
  }

  /** Divides by the null model's curvature; columns have mean 0, so the intercept stands alone. */
  private void solveNull(double[] q) {
    int width = q.length - 1;
    double[] slopes = Arrays.copyOf(q, width);
    spectrum.solve(slopes, strength);
    double variance = share * (1 - share);
    for (int j = 0; j < width; j++) {
      q[j] = slopes[j] / variance;
    }
    q[width] /= variance * targets.length;
  }

  private Point evaluate(double[] weights) {
    int width = design.width();
    double[][] partial = new double[design.blocks()][];
    Workers.forEach(
        partial.length,
        context,
        "fitting logistic regression",
        b -> partial[b] = evaluateBlock(weights, b * Design.BLOCK));
    double[] gradient = new double[width + 1];
    double loss = 0;
    for (double[] sums : partial) {
      Rows.add(gradient, 1, sums, 0, width + 1);
      loss += sums[width + 1];
    }
    double penalty = 0;
    for (int j = 0; j < width; j++) {
      penalty += ridge / 2 * weights[j] * weights[j];
      gradient[j] += ridge * weights[j];
    }
    return new Point(weights, loss + penalty, gradient, loss / targets.length);
  }

  /** (width + 2): the gradient of the weights, of the intercept, and the log loss. */
  private double[] evaluateBlock(double[] weights, int from) {
    int width = design.width();
    double[] sums = new double[width + 2];
    Design.Reader reader = design.new Reader();
    for (int place = from; place < Math.min(targets.length, from + Design.BLOCK); place++) {
      float[] x = reader.read(place);
      double logit = Rows.dot(weights, x) + weights[width];
      double residual = 1 / (1 + Math.exp(-logit)) - targets[place];
      Rows.add(sums, residual, x, 0, width);
      sums[width] += residual;
      sums[width + 1] +=
          Math.max(logit, 0) - logit * targets[place] + Math.log1p(Math.exp(-Math.abs(logit)));
    }
    return sums;
  }
}
