package io.habitus.engine.graph;

import io.habitus.engine.kernel.Panels;

/** A weight in panels, for our own kernels. */
record PackedRight(Panels panels) implements Products.Right {

  @Override
  public int depth() {
    return panels.depth();
  }

  static Panels panelsOf(Products.Right right) {
    if (right instanceof PackedRight(Panels panels)) {
      return panels;
    }
    throw new IllegalArgumentException(right + ": not packed");
  }
}
