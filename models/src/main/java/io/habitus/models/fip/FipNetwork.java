package io.habitus.models.fip;

import io.habitus.engine.graph.Graph;
import io.habitus.engine.graph.Variable;
import io.habitus.engine.recurrent.PackedLengths;
import io.habitus.engine.train.Network;
import io.habitus.models.sequence.PackedRows;
import io.habitus.models.sequence.RecurrentEncoder;
import io.habitus.models.sra.SraNetwork;
import org.jspecify.annotations.Nullable;

/**
 * SRA's network, which is asked for the events that follow instead of those it read.
 *
 * @param autoencoder reads the input's columns and decodes the target's
 */
record FipNetwork(SraNetwork autoencoder) implements Network<FipShard>, RecurrentEncoder {

  @Override
  public int width() {
    return autoencoder.width();
  }

  @Override
  public boolean isIndependent() {
    return true;
  }

  @Override
  public Variable encode(Graph graph, PackedRows rows) {
    return autoencoder.encode(graph, rows);
  }

  @Override
  public int stateWidth() {
    return autoencoder.stateWidth();
  }

  @Override
  public Variable advance(Graph graph, Variable rows, @Nullable Variable before) {
    return autoencoder.advance(graph, rows, before);
  }

  @Override
  public Variable vector(Graph graph, Variable state) {
    return autoencoder.vector(graph, state);
  }

  @Override
  public Variable loss(Graph graph, FipShard shard) {
    PackedRows target = shard.target();
    PackedLengths lengths = target.lengths();
    Variable latents = encode(graph, shard.input()); // (clients, 128), in the input's order
    Variable whose = graph.indices(shard.clients(), lengths.sequences());
    Variable decoded = autoencoder.decode(graph, latents.rows(whose), lengths); // (rows, 59)
    Variable events = graph.input(target.values(), lengths.rows(), target.width());
    Variable rowWeights = graph.input(shard.rowWeights(), lengths.rows(), 1);
    Variable errors = decoded.minus(events).square().times(rowWeights); // (rows, 59)
    return errors.sum().times(1.0 / shard.batchRows());
  }
}
