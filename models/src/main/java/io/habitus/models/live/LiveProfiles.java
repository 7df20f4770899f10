package io.habitus.models.live;

import io.habitus.core.store.EventSequence;

/**
 * A fitted recurrent model at work on single events. Advancing a state through a client's events
 * gives the vector of embedding the client anew, as long as the history is no longer than the
 * newest events that the model reads; of a longer one, embedding forgets the oldest events and a
 * state does not.
 *
 * {@snippet :
 * try (LiveProfiles live = fitted.live(histories, context)) {
 *   LiveState state = live.begin();
 *   live.advance(state, events, i);
 *   float[] vector = live.vector(state);
 *   byte[] kept = state.toBytes(); // live.read(kept) goes on from here
 * }
 * }
 *
 * <p>For one thread; the model must stay open.
 */
public interface LiveProfiles extends AutoCloseable {
  /** Columns of a vector. */
  int width();

  /** The state of a client without events. */
  LiveState begin();

  /**
   * Takes in one event, which may not be earlier than the one before.
   *
   * @param events holds the event; a live event is a sequence of one
   * @param i which of them
   * @return whether the model reads a step of its own for it: an event that continues a session may
   *     change what later ones look like and nothing else
   */
  boolean advance(LiveState state, EventSequence events, int i);

  /** The client's vector after the events so far, fp32; zeros for a client without any. */
  float[] vector(LiveState state);

  /**
   * The state that {@link LiveState#toBytes} wrote.
   *
   * @throws io.habitus.core.problem.InputException if they are damaged, of another version or of
   *     another model
   */
  LiveState read(byte[] bytes);

  @Override
  void close();
}
