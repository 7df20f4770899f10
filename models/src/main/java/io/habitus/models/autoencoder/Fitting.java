package io.habitus.models.autoencoder;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.AdamWSettings;
import io.habitus.engine.graph.Weights;
import io.habitus.engine.train.Network;
import io.habitus.engine.train.Schedule;
import io.habitus.engine.train.Trainer;
import io.habitus.engine.train.TrainerFolder;
import io.habitus.engine.train.TrainerSettings;
import io.habitus.engine.train.TrainingData;
import io.habitus.engine.train.TrainingResult;
import io.habitus.features.token.TokenCorpus;
import io.habitus.features.token.TokenLayout;
import io.habitus.features.token.TokenReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongPredicate;

/** One fit: who is learned from, who is not, and how long. */
record Fitting(Settings settings, GruAutoencoder network, Weights weights, long seed) {

  /** Trains the weights in place. */
  FitSummary run(Histories input, TokenLayout layout, LongPredicate learned, RunContext context) {
    TokenReader reader = TokenReader.of(input, layout);
    try (TokenCorpus corpus = TokenCorpus.of(input, reader, learned, context)) {
      HeldOut heldOut = new HeldOut(seed, settings.testShare(), settings.validationShare());
      int[] training = heldOut.members(corpus, HeldOut.Part.LEARNED);
      int[] validation = heldOut.members(corpus, HeldOut.Part.VALIDATION);
      if (training.length == 0) { // a handful of clients: all are learned from
        training = heldOut.members(corpus, HeldOut.Part.TEST);
      }
      if (training.length == 0) {
        training = validation;
        validation = new int[0];
      }
      if (training.length == 0) {
        context.progress().note("nobody with events to learn from: the network stays as it began");
        return FitSummary.NONE;
      }
      if (validation.length == 0 && settings.patience() > 0 && training.length > 1) {
        validation = new int[] {training[0]};
        training = Arrays.copyOfRange(training, 1, training.length);
      }
      return train(corpus, training, validation, context);
    }
  }

  /** A run that was killed goes on from its last checkpoint, if it is given a work folder. */
  private FitSummary train(
      TokenCorpus corpus, int[] training, int[] validation, RunContext context) {
    TrainingData<TokenShard> data = TrainingData.of(batches(corpus, training));
    if (validation.length > 0) {
      data = data.validatedOn(batches(corpus, validation));
    }
    String identity =
        "%s %s seed %d tokens %08x"
            .formatted(GruAutoencoderModel.NAME, settings, seed, corpus.checksum());
    TrainerFolder folder = TrainerFolder.within(context, "training", identity);
    TrainingResult result =
        Trainer.train(
            trained(), weights, data, trainerSettings(validation.length > 0), folder, context);
    String metrics = folder.path().map(Fitting::metrics).orElse("");
    return FitSummary.of(result, training.length, validation.length, metrics);
  }

  private static String metrics(Path folder) {
    try {
      Path file = folder.resolve(TrainerFolder.METRICS);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("reading the metrics in " + folder, e);
    }
  }

  private Network<TokenShard> trained() {
    return settings.greedyValidation() ? new GreedyValidation(network) : network;
  }

  private TokenBatches batches(TokenCorpus corpus, int[] members) {
    return new TokenBatches(corpus, members, settings.batch(), settings.shards(), seed);
  }

  private TrainerSettings trainerSettings(boolean validated) {
    return new TrainerSettings(
        settings.epochs(),
        validated ? settings.patience() : 0,
        adam(),
        new Schedule.Constant(),
        0,
        seed);
  }

  private AdamWSettings adam() {
    return new AdamWSettings(settings.learningRate(), 0.9, 0.999, 1e-8, 0);
  }
}
