package io.habitus.models;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.models.embedding.DigestedProfiles;
import java.util.Optional;

/** What it takes to bring a fitted model's profiles up to date when the data has grown. */
public sealed interface Renewal {

  /**
   * A client's vector has the same bits as long as the client's own events do: only clients with
   * new events are embedded again, and the result equals that of embedding all.
   */
  record ByClient(Embedder embedder) implements Renewal {}

  /**
   * All clients have to be embedded again.
   *
   * @param because a sentence without its full stop: why, and what to do about it
   */
  record Whole(String because) implements Renewal {}

  /** Embeds, and takes over vectors of which it knows that they would come out the same. */
  @FunctionalInterface
  interface Embedder {
    /**
     * Vectors as {@link FittedProfileModel#embed} makes them, bit by bit.
     *
     * @param before vectors of an earlier pass, of whatever model and data; rows ascend by client
     */
    DigestedProfiles embed(
        Optional<DigestedProfiles> before, Histories input, ClientSet clients, RunContext context);
  }
}
