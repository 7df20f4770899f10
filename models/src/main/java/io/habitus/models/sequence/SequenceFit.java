package io.habitus.models.sequence;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.engine.graph.WeightPlan;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.train.Network;
import io.habitus.features.event.EventFeatures;
import io.habitus.features.event.SequenceBatches;
import java.lang.foreign.Arena;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Fits a model of this family, once it is known what it reads and whom it learns from.
 *
 * @param model to be fitted
 * @param training how
 * @param window all that may be seen
 * @param read the part of the window that the network reads
 * @param features of that part
 * @param scan of the window: who is learned from
 * @param seed the only source of randomness
 */
public record SequenceFit(
    SequenceModel model,
    TrainingOptions training,
    FitWindow window,
    Histories read,
    EventFeatures features,
    WindowScan scan,
    long seed) {

  /**
   * Trains a network.
   *
   * @param plan its declared weights
   * @param batches of clients with an event in {@link #read}
   * @param makers makes what fills a shard
   * @param outputs columns of an event that is decoded, 0 where none is
   * @param heads number of labels by the head's name
   * @param <S> one shard, as the network reads it
   */
  public <S, N extends Network<S> & SequenceEncoder> FittedSequenceModel run(
      N network,
      WeightPlan plan,
      SequenceBatches batches,
      Function<Arena, ShardedBatches.Maker<S>> makers,
      int outputs,
      SortedMap<String, Integer> heads,
      RunContext context) {
    ShardedBatches<S> source =
        new ShardedBatches<>(batches, scan.clients(), new Cut(training.shards()), makers);
    Weights weights = new Weights(plan, seed, training.precision());
    Training trained;
    try {
      trained = Training.run(network, weights, source, training, seed, identity(), context);
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
    SequenceState state =
        new SequenceState(
            features.width(),
            outputs,
            heads,
            read.schema().name(),
            Micros.toInstant(window.endMicros()),
            scan.clients(),
            trained.steps(),
            trained.losses());
    return new FittedSequenceModel(
        model, seed, windowFeatures(), network, weights, state, trained.metrics());
  }

  /** All that decides the bits: a checkpoint of anything else is not resumed. */
  private String identity() {
    return "%s %s seed=%d until=%d data=%016x"
        .formatted(model.name(), model.parameters(), seed, window.endMicros(), scan.hash());
  }

  private WindowFeatures windowFeatures() {
    return read == window.histories()
        ? WindowFeatures.of(features, read, model.options())
        : WindowFeatures.of(features, model.options());
  }
}
