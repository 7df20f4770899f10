package io.habitus.models.autoencoder;

import io.habitus.core.problem.UsageException;
import java.util.List;

/**
 * Sizes of a network.
 *
 * @param tokens size of each field's vocabulary
 * @param embedding columns of a token's embedding
 * @param combine how a step's embeddings become one
 * @param hidden columns of the GRUs' states, and of a profile
 * @param layers of either GRU
 * @param dropout between the layers, while training
 */
record NetworkShape(
    List<Integer> tokens, int embedding, Combine combine, int hidden, int layers, double dropout) {

  /** How a step's embeddings become one. */
  enum Combine {
    SUM,
    CONCATENATE
  }

  NetworkShape {
    tokens = List.copyOf(tokens);
    int input = combine == Combine.SUM ? embedding : embedding * tokens.size();
    if (input != hidden) {
      throw new UsageException(
          ("model gru-ae: a step's embedding and the client's are added, so they must be as wide as"
                  + " each other: expected hidden=%d, found %d (%d fields of %d columns, %s)")
              .formatted(
                  input,
                  hidden,
                  tokens.size(),
                  embedding,
                  combine == Combine.SUM ? "summed" : "concatenated"));
    }
  }

  /** Fields of a step. */
  int fields() {
    return tokens.size();
  }
}
