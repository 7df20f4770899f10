package io.habitus.models.autoencoder;

import io.habitus.core.hash.SplitMix64;
import io.habitus.features.token.TokenCorpus;
import java.util.stream.IntStream;

/**
 * Which clients are not learned from: a function of the seed and the client alone, so that it can
 * be asked again of a saved model.
 *
 * @param seed of the fit
 * @param testShare of all clients
 * @param validationShare of the others
 */
record HeldOut(long seed, double testShare, double validationShare) {

  /** What a client is for. */
  enum Part {
    LEARNED,
    VALIDATION,
    TEST
  }

  Part part(long client) {
    double place = place(client);
    if (place < testShare) {
      return Part.TEST;
    }
    return place < testShare + (1 - testShare) * validationShare ? Part.VALIDATION : Part.LEARNED;
  }

  /** Uniform in [0, 1). */
  double place(long client) {
    return SplitMix64.unit(seed, client);
  }

  /** Places in the corpus of a part's clients. */
  int[] members(TokenCorpus corpus, Part part) {
    return IntStream.range(0, corpus.size())
        .filter(i -> part(corpus.clientId(i)) == part)
        .toArray();
  }
}
