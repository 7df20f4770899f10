package io.habitus.models.autoencoder;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.kernel.Gemm;
import io.habitus.engine.kernel.Matrix;
import io.habitus.engine.network.Linear;
import io.habitus.engine.recurrent.Gru;
import io.habitus.engine.recurrent.PackedLengths;
import io.habitus.features.token.TokenVocabulary;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * Writes histories down from vectors alone: at each step every field's most likely token, which is
 * then what the next step reads (free-running, greedy). Of equally likely tokens the smaller one.
 */
final class Decoder {
  private final GruAutoencoder network;
  private final Graph graph;
  private final int clients;
  private final Variable vectors; // (clients, hidden)
  private final PackedLengths oneStep;
  private final Matrix[] logits; // (fields) (clients, tokens)
  private final int[][] tokens; // (fields, clients) what the last step chose
  private List<Variable> states;

  /**
   * Before the first step.
   *
   * @param states of the encoder, a (clients, hidden) for each layer
   */
  Decoder(GruAutoencoder network, Graph graph, List<Variable> states, int clients) {
    this.network = network;
    this.graph = graph;
    this.clients = clients;
    this.states = states;
    this.vectors = states.getLast();
    int[] ones = new int[clients];
    Arrays.fill(ones, 1);
    this.oneStep = PackedLengths.of(ones);
    List<Integer> sizes = network.shape().tokens();
    this.logits = new Matrix[sizes.size()];
    this.tokens = new int[sizes.size()][clients];
    for (int field = 0; field < logits.length; field++) {
      logits[field] = graph.matrix(clients, sizes.get(field));
      Arrays.fill(tokens[field], TokenVocabulary.START);
    }
  }

  /** Goes one step on. */
  void step() {
    Variable input = network.embed(graph, tokens).plus(vectors); // (clients, hidden)
    Gru.Output output =
        network.decoder().forward(graph, oneStep, new Gru.Input.Rows(input), states, 0);
    states = output.last();
    Matrix hidden = graph.matrix(output.rows());
    for (int field = 0; field < logits.length; field++) {
      logits(hidden, network.head(field), logits[field]);
      for (int client = 0; client < clients; client++) {
        tokens[field][client] = best(logits[field], client);
      }
    }
  }

  private void logits(Matrix hidden, Linear head, Matrix into) {
    Gemm.product(
        clients,
        hidden.values(),
        0,
        hidden.stride(),
        graph.packed(head.weight(), true),
        into.values(),
        0,
        into.stride(),
        false);
    MemorySegment bias = graph.values(head.bias());
    for (int client = 0; client < clients; client++) {
      for (int token = 0; token < into.columns(); token++) {
        into.values()[into.at(client, token)] += bias.getAtIndex(ValueLayout.JAVA_FLOAT, token);
      }
    }
  }

  private static int best(Matrix logits, int client) {
    int best = 0;
    for (int token = 1; token < logits.columns(); token++) {
      if (logits.values()[logits.at(client, token)] > logits.values()[logits.at(client, best)]) {
        best = token;
      }
    }
    return best;
  }

  /** The token that the last step chose. */
  int token(int field, int client) {
    return tokens[field][client];
  }

  /** −log of the probability that the last step gave a token. */
  double loss(int field, int client, int token) {
    Matrix row = logits[field];
    float most = row.values()[row.at(client, best(row, client))];
    double sum = 0;
    for (int other = 0; other < row.columns(); other++) {
      sum += Math.exp(row.values()[row.at(client, other)] - most);
    }
    return Math.log(sum) + most - row.values()[row.at(client, token)];
  }
}
