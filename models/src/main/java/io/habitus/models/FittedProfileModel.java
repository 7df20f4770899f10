package io.habitus.models;

import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.models.live.LiveProfiles;
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

  /**
   * Whether profiles can be brought up to date client by client when the data has grown. A model
   * that can has rows that ascend by client.
   */
  default Renewal renewal() {
    return new Renewal.Whole(
        "this model does not say that a client's vector depends on the client alone; embed without"
            + " --since");
  }

  /**
   * The model at work on single events: states that an event advances, and their vectors.
   *
   * @param window of the store whose codes the events have; tables that the model counts anew are
   *     counted over it
   * @throws UsageException if a vector of this model is no function of a running state, with the
   *     reason
   */
  default LiveProfiles live(Histories window, RunContext context) {
    throw new UsageException("vectors of this model do not follow from a running state");
  }

  /** Writes the model into a folder that must not exist yet; it appears by atomic rename. */
  void save(Path folder);

  @Override
  default void close() {}
}
