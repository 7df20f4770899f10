package io.habitus.models.sra;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.network.Linear;
import io.habitus.engine.recurrent.Gru;
import io.habitus.engine.recurrent.PackedLengths;
import io.habitus.engine.train.Network;
import io.habitus.models.sequence.PackedRows;
import io.habitus.models.sequence.RecurrentEncoder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A GRU reads a client's events; its last state becomes the latent, the client's vector; another
 * GRU reads the latent at every step and has to say what the events were. Weight names are those of
 * the PyTorch module in {@code docs/models/sra.md}.
 */
public final class SraNetwork implements Network<SraShard>, RecurrentEncoder {
  private final Gru encoder;
  private final Linear latent;
  private final Gru decoder;
  private final Linear output;
  private final int width;

  /**
   * Declares the weights.
   *
   * @param inputs columns of an event that is read
   * @param outputs columns of an event that is decoded: SRA's are the same
   */
  public SraNetwork(WeightPlan plan, int inputs, int hidden, int width, int outputs) {
    this.width = width;
    encoder = new Gru(plan, "encoder.", inputs, hidden, 1);
    latent = new Linear(plan, "latent", hidden, width);
    decoder = new Gru(plan, "decoder.", width, hidden, 1);
    output = new Linear(plan, "output", hidden, outputs);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public boolean isIndependent() {
    return true;
  }

  @Override
  public Variable encode(Graph graph, PackedRows rows) {
    PackedLengths lengths = rows.lengths();
    Variable x = graph.input(rows.values(), lengths.rows(), rows.width()); // (rows, 59)
    return vector(graph, encoder.last(graph, lengths, new Gru.Input.Rows(x), null, 0).getFirst());
  }

  @Override
  public int stateWidth() {
    return encoder.width();
  }

  @Override
  public Variable advance(Graph graph, Variable rows, @Nullable Variable before) {
    int[] ones = new int[Math.toIntExact(rows.size(0))];
    Arrays.fill(ones, 1);
    List<Variable> start = before == null ? null : List.of(before);
    Gru.Input row = new Gru.Input.Rows(rows);
    return encoder.last(graph, PackedLengths.of(ones), row, start, 0).getFirst();
  }

  @Override
  public Variable vector(Graph graph, Variable state) {
    return latent.forwardEach(graph, state); // (clients, 256) → (clients, 128)
  }

  /** Decodes sequences of given lengths from latents in the same order. */
  public Variable decode(Graph graph, Variable latents, PackedLengths lengths) {
    Gru.Input same = new Gru.Input.Same(latents); // (clients, 128), at every step
    Variable states = decoder.forward(graph, lengths, same, null, 0).rows(); // (rows, 256)
    return output.forward(graph, states); // (rows, 59)
  }

  @Override
  public Variable loss(Graph graph, SraShard shard) {
    PackedRows rows = shard.rows();
    PackedLengths lengths = rows.lengths();
    Variable decoded = decode(graph, encode(graph, rows), lengths);
    Variable events = graph.input(rows.values(), lengths.rows(), rows.width());
    return decoded.minus(events).square().sum().times(1.0 / shard.batchRows());
  }
}
