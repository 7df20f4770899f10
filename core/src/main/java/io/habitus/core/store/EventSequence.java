package io.habitus.core.store;

/**
 * One client's events in time order (ties in input order), read from the store into arrays that are
 * reused from client to client: no object per event. Valid until the cursor moves on.
 */
public interface EventSequence {
  /** The client's id: the log's own where ids are integers, else its stable code. */
  long clientId();

  /** Number of events. */
  int size();

  /** Time of event {@code i} in microseconds since the epoch. */
  long timeMicros(int i);

  /** Event type: an index into {@code Schema.eventTypes()}. */
  int type(int i);

  /**
   * Vocabulary code of a CATEGORICAL, CODES or TEXT field, {@link Codes#NULL} where absent.
   *
   * @param field an index into {@code Schema.fields()}
   */
  int code(int field, int i);

  /** Value of a NUMERIC field, NaN where absent. */
  double number(int field, int i);
}
