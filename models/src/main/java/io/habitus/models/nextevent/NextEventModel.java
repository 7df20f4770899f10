package io.habitus.models.nextevent;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.engine.graph.Weights;
import io.habitus.features.token.TokenFit;
import io.habitus.features.token.TokenLayout;
import io.habitus.features.token.TokenVocabulary;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.UnseenClients;
import java.util.List;
import java.util.SortedMap;
import java.util.function.LongPredicate;

/**
 * A transformer that is asked for the next event after each one (arXiv 2508.07748); a client's
 * vector is its state after the last. Rows ascend by client; a client without a step has zeros.
 */
record NextEventModel(String name, Settings settings) implements ProfileModel {

  @Override
  public SortedMap<String, String> parameters() {
    return settings.parameters();
  }

  @Override
  public UnseenClients unseenClients() {
    return UnseenClients.INDUCTIVE;
  }

  NextEventNetwork network(TokenLayout layout) {
    List<Integer> tokens =
        layout.vocabularies().subList(0, settings.fields().size()).stream()
            .map(TokenVocabulary::size)
            .toList();
    return new NextEventNetwork(settings, tokens);
  }

  @Override
  public FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context) {
    LongPredicate learned = settings.everyone() ? id -> true : clients::contains;
    StepFields fields = StepFields.of(settings, input.schema());
    TokenLayout layout =
        new TokenFit(
                fields.names(),
                settings.keep(),
                settings.least(),
                settings.maxEvents(),
                fields.carrying())
            .of(input, learned, context);
    NextEventNetwork network = network(layout);
    Weights weights = new Weights(network.plan(), seed, settings.precision());
    try {
      FitSummary summary =
          new Fitting(name, settings, network, weights, seed).run(input, layout, learned, context);
      return new FittedNextEvent(
          this, seed, layout, network, weights, summary, input.untilMicros());
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }
}
