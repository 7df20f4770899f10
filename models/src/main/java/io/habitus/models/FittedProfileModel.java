package io.habitus.models;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A fitted model: immutable, safe to use from several threads. */
public interface FittedProfileModel extends AutoCloseable {
  /** Columns of a vector. */
  int width();

  /** Names of the columns, for reports and audits; {@link #width} of them. */
  List<String> columns();

  /**
   * A vector for every client of {@code clients}, also for those without events. The order of rows
   * is the model's own and deterministic.
   *
   * @param input histories of the same schema as the fit's; may end later than the fit's and come
   *     from another store with other vocabularies
   */
  Profiles embed(Histories input, ClientSet clients, RunContext context);

  /**
   * No event at or after this instant was learned from; empty where a saved model does not say.
   * Profiles of earlier windows would know their future.
   */
  default Optional<Instant> learnedUntil() {
    return Optional.empty();
  }

  /** Writes the model into a folder that must not exist yet; it appears by atomic rename. */
  void save(Path folder);

  @Override
  default void close() {}
}
