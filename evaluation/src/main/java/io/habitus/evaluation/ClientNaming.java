package io.habitus.evaluation;

/** Whether results may name clients. */
public enum ClientNaming {
  /** No result holds a client's id. */
  HIDDEN,
  /** Each task has a few clients as examples, by their ids. */
  SHOWN
}
