package io.habitus.engine.network;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.Weight;
import io.habitus.engine.kernel.Gemm;
import io.habitus.engine.kernel.Matrix;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Products of vectors with every row of a table, a few vectors at a time: for ranking a whole
 * vocabulary without holding all scores.
 */
public final class TokenScores {
  /** Scores that exist at a time: 2 MB, which the caches hold. */
  private static final int SCORES = 1 << 19;

  private final Weight weight;
  private final @Nullable Weight bias;

  /**
   * Over a table.
   *
   * @param weight (tokens, inputs)
   * @param bias (tokens), or null for none
   */
  public TokenScores(Weight weight, @Nullable Weight bias) {
    this.weight = weight;
    this.bias = bias;
  }

  /** Takes the scores of one vector. */
  @FunctionalInterface
  public interface Row {
    /**
     * Called for each vector in turn.
     *
     * @param vector its place
     * @param scores of token t at {@code at + t}; valid, and free to be written, during the call
     */
    void take(int vector, float[] scores, int at);
  }

  /** Scores all tokens for each row of x (rows, inputs). */
  public void forEach(Graph graph, Variable x, Row row) {
    Matrix rows = graph.matrix(x);
    int tokens = Math.toIntExact(weight.shape()[0]);
    float[] biases = bias == null ? null : graph.values(bias).toArray(ValueLayout.JAVA_FLOAT);
    int atOnce = Math.clamp(SCORES / tokens / 6 * 6, 6, Math.max(6, rows.rows()));
    Matrix scores = graph.matrix(atOnce, tokens);
    for (int from = 0; from < rows.rows(); from += atOnce) {
      int count = Math.min(atOnce, rows.rows() - from);
      Gemm.product(
          count,
          rows.values(),
          rows.at(from, 0),
          rows.stride(),
          graph.packed(weight, true),
          scores.values(),
          0,
          scores.stride(),
          false);
      for (int i = 0; i < count; i++) {
        if (biases != null) {
          for (int token = 0; token < tokens; token++) {
            scores.values()[scores.at(i, 0) + token] += biases[token];
          }
        }
        row.take(from + i, scores.values(), scores.at(i, 0));
      }
    }
  }
}
