package io.habitus.models;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import java.util.SortedMap;

/**
 * A way to learn one vector per client. Implementations are immutable; their parameters are set
 * when they are made. Every implementation passes {@code ProfileModelContract}.
 */
public interface ProfileModel {
  /** Name on the command line and in recipes, such as {@code aggregated}. */
  String name();

  /** Parameters in effect, given or defaulted, as text: what provenance and model files say. */
  SortedMap<String, String> parameters();

  UnseenClients unseenClients();

  /**
   * Learns from histories, which end at the cut-off.
   *
   * @param input what may be seen
   * @param clients the clients that profiles are wanted for; a model may learn from others too
   * @param seed the only source of randomness: same seed, same bits, for any number of threads
   */
  FittedProfileModel fit(Histories input, ClientSet clients, long seed, RunContext context);
}
