package io.habitus.evaluation.entry;

import io.habitus.core.profile.ClientSet;
import java.util.Optional;

/**
 * How an entry is checked.
 *
 * @param relevant the clients that it must be a permutation of; empty switches that check off, as
 *     local experiments need where the split drops clients without input events
 * @param showIds whether problems may name client ids
 */
public record EntryOptions(Optional<ClientSet> relevant, boolean showIds) {
  /** Everything is checked; no ids are shown. */
  public static EntryOptions strict(ClientSet relevant) {
    return new EntryOptions(Optional.of(relevant), false);
  }

  /** Everything but whom the entry is about. */
  public static EntryOptions anyClients() {
    return new EntryOptions(Optional.empty(), false);
  }
}
