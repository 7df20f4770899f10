package io.habitus.engine.kernel;

/**
 * What matrix factorisation does with rows of factors: products, sums, and the step of a pairwise
 * ranking loss. The width is a multiple of {@link #LANES}, so that no row has a rest; missing
 * columns are 0 and stay so.
 *
 * <p>A product has {@value #SUMS} running sums, element i in sum i mod {@value #SUMS}, which are
 * then added as a tree: the same bits on every CPU and in plain Java.
 */
public sealed interface FactorKernel permits PlainFactors, VectorFactors {
  /** Widths are multiples of this. */
  int LANES = 8;

  /** Running sums of a product. */
  int SUMS = 4 * LANES;

  /** The kernel of this JVM. */
  static FactorKernel get() {
    return Kernels.FACTORS;
  }

  /** The least multiple of {@link #LANES} that holds this many columns. */
  static int width(int columns) {
    return (columns + LANES - 1) / LANES * LANES;
  }

  /** {@code Σ a·b}. */
  float dot(int width, float[] a, int aAt, float[] b, int bAt);

  /** {@code into += factor · from}. */
  void add(int width, float factor, float[] from, int fromAt, float[] into, int intoAt);

  /**
   * {@code into += Σ factors[n] · row places[n]} for n in {@code [from, to)}, one after the other:
   * a sum stays in registers while its rows pass by.
   *
   * @param rows row-major with {@code stride}
   */
  void addRows(
      int width,
      int from,
      int to,
      float[] factors,
      int[] places,
      float[] rows,
      int stride,
      float[] into,
      int intoAt);

  /**
   * {@code into += (constant + slope · Σ row·p) · row}: what one cell adds to the left side, or to
   * the residual, of a client's normal equations.
   */
  void addProjection(
      int width,
      float constant,
      float slope,
      float[] row,
      int rowAt,
      float[] p,
      int pAt,
      float[] into,
      int intoAt);

  /**
   * One descent step of −w·ln σ(b + p·(q − r)) + λ/2·(|p|² + |q|² + |r|²) in all three rows, each
   * with the others' old values (Rendle et al. 2009, BPR-MF).
   *
   * @param p the client's row
   * @param q the row that is to be ranked higher
   * @param r the row that is to be ranked lower
   * @param bias b, what the items' biases add
   * @param step weight and rates
   * @return w·σ(−x), the step's size in the direction of x = b + p·(q − r)
   */
  float pairStep(
      int width,
      float[] p,
      int pAt,
      float[] q,
      int qAt,
      float[] r,
      int rAt,
      float bias,
      float weight,
      Step step);

  /** The same step in the client's row alone: items stay as they are. */
  float clientStep(
      int width,
      float[] p,
      int pAt,
      float[] q,
      int qAt,
      float[] r,
      int rAt,
      float bias,
      float weight,
      Step step);

  /**
   * One step of Adagrad (Duchi et al. 2011) in a row: with g = factor · gradient, {@code into -=
   * rate · g / √squares}, then {@code squares += g²}.
   *
   * @param squares sums of squares so far, above 0
   */
  void adagrad(
      int width,
      float rate,
      float factor,
      float[] gradient,
      int gradientAt,
      float[] into,
      int intoAt,
      float[] squares,
      int squaresAt);

  /**
   * How far a step goes.
   *
   * @param rate learning rate
   * @param decay 1 − rate · λ
   */
  record Step(float rate, float decay) {
    public static Step of(double rate, double regularisation) {
      return new Step((float) rate, (float) (1 - rate * regularisation));
    }
  }
}
