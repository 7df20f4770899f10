package io.habitus.models.nextevent;

import io.habitus.core.hash.SplitMix64;
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
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** One fit: who is learned from, who decides when to stop. */
record Fitting(
    String name, Settings settings, NextEventNetwork network, Weights weights, long seed) {

  /** Steps of a history that a random part is taken from. */
  private static final int WHOLE = 1 << 20;

  /** Trains the weights in place. */
  FitSummary run(Histories input, TokenLayout layout, LongPredicate learned, RunContext context) {
    TokenLayout read = settings.slice() > 0 ? layout.withMaxSteps(WHOLE) : layout;
    TokenReader reader = TokenReader.of(input, read);
    try (TokenCorpus corpus = TokenCorpus.of(input, reader, learned, context)) {
      int[] validation = members(corpus, this::isHeldOut);
      int[] training = members(corpus, id -> !isHeldOut(id));
      if (training.length == 0) { // a handful of clients: all are learned from
        training = validation;
        validation = new int[0];
      }
      if (training.length == 0) {
        context.progress().note("nobody with two events: the network stays as it began");
        return FitSummary.NONE;
      }
      if (validation.length == 0 && settings.patience() > 0 && training.length > 1) {
        validation = new int[] {training[0]};
        training = Arrays.copyOfRange(training, 1, training.length);
      }
      return train(corpus, layout, training, validation, context);
    }
  }

  /** Places of clients with something to ask for. */
  private static int[] members(TokenCorpus corpus, LongPredicate ids) {
    IntPredicate wanted = i -> corpus.length(i) > 1 && ids.test(corpus.clientId(i));
    return IntStream.range(0, corpus.size()).filter(wanted).toArray();
  }

  private boolean isHeldOut(long client) {
    return SplitMix64.unit(seed, client) < settings.validationShare();
  }

  private FitSummary train(
      TokenCorpus corpus,
      TokenLayout layout,
      int[] training,
      int[] validation,
      RunContext context) {
    Slices random =
        settings.slice() > 0
            ? new Slices(settings.slice(), settings.maxEvents())
            : Slices.newest(settings.maxEvents());
    TrainingData<EventShard> data =
        TrainingData.of(batches(corpus, layout, training, random, false));
    if (validation.length > 0) {
      Slices newest = Slices.newest(settings.maxEvents());
      data = data.validatedOn(batches(corpus, layout, validation, newest, settings.ranked()));
    }
    String identity =
        "%s %s seed %d tokens %08x".formatted(name, settings, seed, corpus.checksum());
    TrainerFolder folder = TrainerFolder.within(context, "training", identity);
    Network<EventShard> trained = settings.ranked() ? new LastStepRanking(network) : network;
    TrainingResult result =
        Trainer.train(
            trained, weights, data, trainerSettings(validation.length > 0), folder, context);
    return FitSummary.of(result, training.length, validation.length);
  }

  private PartBatches batches(
      TokenCorpus corpus, TokenLayout layout, int[] members, Slices slices, boolean byClient) {
    Optional<Prices> prices =
        settings.hasPrice()
            ? Optional.of(Prices.of(layout.vocabularies().getLast()))
            : Optional.empty();
    return new PartBatches(
        corpus, members, slices, prices, settings.batch(), settings.shards(), byClient, seed);
  }

  private TrainerSettings trainerSettings(boolean validated) {
    return new TrainerSettings(
        settings.epochs(),
        validated ? settings.patience() : 0,
        new AdamWSettings(settings.learningRate(), 0.9, 0.999, 1e-8, 0),
        new Schedule.Constant(),
        0,
        seed);
  }
}
