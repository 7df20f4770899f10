package io.habitus.engine.network;

import io.habitus.engine.graph.Weight;

/**
 * What a causal transformer looks like.
 *
 * @param layers attention and feed-forward network, so many times
 * @param heads of attention; they divide the width
 * @param width columns of a step
 * @param feedForward columns inside the feed-forward network
 * @param norm where layers normalise
 * @param activation inside the feed-forward network
 * @param finalNorm whether the last layer's output is normalised once more
 * @param epsilon of layer normalisation
 * @param positions rows of the table of learned positions, at least as many as the longest sequence
 *     has; 0: no positions
 * @param counting what a position is
 * @param dropout what is dropped while training
 * @param start initial values of matrices and positions; biases begin at 0
 */
public record TransformerShape(
    int layers,
    int heads,
    int width,
    int feedForward,
    Norm norm,
    Activation activation,
    boolean finalNorm,
    double epsilon,
    int positions,
    Counting counting,
    Dropouts dropout,
    Weight.Initial start) {

  /** Where a layer normalises; A is attention of (queries, keys and values), F the feed-forward. */
  public enum Norm {
    /** y = x + A(n(x), n(x)), z = y + F(n(y)): GPT-2 (Radford et al. 2019). */
    BEFORE,
    /** y = n(x + A(x, x)), z = n(y + F(y)): Vaswani et al. 2017. */
    AFTER,
    /** q = n(x), y = q + A(q, x), b = n(y), z = b + F(b): SASRec's code (Kang, McAuley 2018). */
    QUERY
  }

  /** Inside the feed-forward network. */
  public enum Activation {
    RELU,
    /** By its approximation with tanh, as GPT-2's. */
    GELU
  }

  /** What the position of a step is. */
  public enum Counting {
    /** 0 for the oldest step. */
    FROM_START,
    /** 0 for the newest step, as with padding on the left. */
    FROM_END
  }

  /**
   * Shares of elements that are dropped while training.
   *
   * @param input of what the first layer reads
   * @param weights of attention's softmax
   * @param attended of attention's output, before it is added
   * @param inner of the activations inside the feed-forward network
   * @param output of the feed-forward network's output, before it is added
   */
  public record Dropouts(
      double input, double weights, double attended, double inner, double output) {
    /** Nothing is dropped. */
    public static final Dropouts NONE = new Dropouts(0, 0, 0, 0, 0);

    public Dropouts {
      for (double share : new double[] {input, weights, attended, inner, output}) {
        if (!(share >= 0 && share < 1)) {
          throw new IllegalArgumentException("dropout: expected a share in [0, 1), found " + share);
        }
      }
    }
  }

  public TransformerShape {
    if (layers < 1 || heads < 1 || feedForward < 1 || positions < 0 || !(epsilon > 0)) {
      throw new IllegalArgumentException(
          "expected at least one layer, head and inner column and a positive epsilon, found %d, %d, %d, %s"
              .formatted(layers, heads, feedForward, epsilon));
    }
    if (width < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "a width of %d cannot be cut into %d heads".formatted(width, heads));
    }
  }

  /** GPT-2's: four times as wide inside, GELU, positions from the start. */
  public static TransformerShape gpt2(
      int layers, int heads, int width, int positions, double dropout) {
    return new TransformerShape(
        layers,
        heads,
        width,
        4 * width,
        Norm.BEFORE,
        Activation.GELU,
        true,
        1e-5,
        positions,
        Counting.FROM_START,
        new Dropouts(dropout, dropout, dropout, 0, dropout),
        new Weight.Initial.Normal(0.02));
  }

  /** SASRec's: as wide inside as outside, ReLU, the newest step at position 0. */
  public static TransformerShape sasRec(
      int layers, int heads, int width, int positions, double dropout) {
    return new TransformerShape(
        layers,
        heads,
        width,
        width,
        Norm.QUERY,
        Activation.RELU,
        true,
        1e-8,
        positions,
        Counting.FROM_END,
        new Dropouts(dropout, dropout, 0, dropout, dropout),
        new Weight.Initial.Normal(Math.sqrt(1.0 / width)));
  }
}
