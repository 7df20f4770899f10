package io.habitus.explain.sae;

/**
 * How a sparse autoencoder is built and trained. All of it decides the result; the number of
 * threads does not.
 *
 * @param features m, the width of the code
 * @param sparsity how few of them are active
 * @param auxiliary weight of the loss that revives dead features, 0 for none; 1/32 in Gao et al.
 * @param deadAfter tokens (vectors read) after which a feature that was never active is dead
 * @param batch vectors of an optimiser step
 * @param epochs passes over the vectors
 * @param learningRate of Adam
 * @param buffer vectors that are held to be drawn from in random order
 * @param seed of everything random
 */
public record SaeSettings(
    int features,
    Sparsity sparsity,
    double auxiliary,
    long deadAfter,
    int batch,
    int epochs,
    double learningRate,
    int buffer,
    long seed) {

  public SaeSettings {
    if (features < 1 || batch < 1 || epochs < 0 || buffer < 1 || deadAfter < 1) {
      throw new IllegalArgumentException(
          "expected features, batch, buffer and deadAfter of at least 1, found %d, %d, %d, %d"
              .formatted(features, batch, buffer, deadAfter));
    }
    if (!(auxiliary >= 0) || !(learningRate > 0)) {
      throw new IllegalArgumentException(
          "expected auxiliary >= 0 and learningRate > 0, found %s and %s"
              .formatted(auxiliary, learningRate));
    }
    int k =
        switch (sparsity) {
          case Sparsity.L1 l1 -> 1;
          case Sparsity.TopK(int top) -> top;
          case Sparsity.BatchTopK(int top) -> top;
        };
    if (k > features) {
      throw new IllegalArgumentException(
          "expected k of at most %d features, found %d".formatted(features, k));
    }
  }

  /** TopK with batches of 1,024 and a buffer of 65,536 vectors. */
  public static SaeSettings topK(int features, int k, int epochs, long seed) {
    return new SaeSettings(
        features, new Sparsity.TopK(k), 1 / 32.0, 100_000, 1024, epochs, 1e-3, 1 << 16, seed);
  }

  public SaeSettings withSparsity(Sparsity other) {
    return new SaeSettings(
        features, other, auxiliary, deadAfter, batch, epochs, learningRate, buffer, seed);
  }

  public SaeSettings withBatch(int vectors) {
    return new SaeSettings(
        features, sparsity, auxiliary, deadAfter, vectors, epochs, learningRate, buffer, seed);
  }

  public SaeSettings withDeadAfter(long tokens) {
    return new SaeSettings(
        features, sparsity, auxiliary, tokens, batch, epochs, learningRate, buffer, seed);
  }

  public SaeSettings withLearningRate(double rate) {
    return new SaeSettings(
        features, sparsity, auxiliary, deadAfter, batch, epochs, rate, buffer, seed);
  }

  /**
   * Shards of a batch of this many vectors. They depend on the batch alone: a shard is large enough
   * to pay for its copy of the weights.
   */
  static int shards(int vectors) {
    return Math.clamp(vectors / 256, 1, 8);
  }
}
