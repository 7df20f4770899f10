package io.habitus.models.sequence;

import io.habitus.core.run.RunContext;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.train.EpochLosses;
import io.habitus.engine.train.Network;
import io.habitus.engine.train.Trainer;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.engine.train.TrainingData;
import io.habitus.engine.train.TrainingResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What training did.
 *
 * @param steps of the optimiser
 * @param losses mean training loss of each epoch
 * @param metrics the lines of {@code metrics.jsonl}; none where the run has no work folder
 */
public record Training(long steps, List<Double> losses, String metrics) {
  public Training {
    losses = List.copyOf(losses);
  }

  /**
   * Trains the weights in place. A run that was killed goes on from its last checkpoint when it is
   * repeated with the same work folder.
   *
   * @param source without clients, nothing is learned: the weights stay as they begin
   * @param identity all that decides the batches and the network
   * @param <S> one shard, as the network reads it
   */
  public static <S> Training run(
      Network<S> network,
      Weights weights,
      ShardedBatches<S> source,
      TrainingOptions options,
      long seed,
      String identity,
      RunContext context) {
    if (source.clients() == 0) {
      context.progress().note("there is no client to learn from: the network stays as it begins");
      return new Training(0, List.of(), "");
    }
    TrainerFolder folder = TrainerFolder.within(context, "training", identity);
    TrainingResult result =
        Trainer.train(
            network, weights, TrainingData.of(source), options.trainer(seed), folder, context);
    return new Training(
        result.steps(),
        result.losses().stream().map(EpochLosses::training).toList(),
        folder.path().map(Training::metrics).orElse(""));
  }

  private static String metrics(Path folder) {
    try {
      Path file = folder.resolve(TrainerFolder.METRICS);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("reading the metrics in " + folder, e);
    }
  }
}
