package io.habitus.models;

/** How a model treats a client with events that it was not fitted on. */
public enum UnseenClients {
  /** The same call serves seen and unseen clients alike. */
  INDUCTIVE,
  /** Item parameters stay; the client's vector is solved for from its events. */
  FOLD_IN,
  /** Only clients of the fit have vectors; others get the documented default. */
  TRANSDUCTIVE
}
