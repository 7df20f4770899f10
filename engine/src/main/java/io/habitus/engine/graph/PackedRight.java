package io.habitus.engine.graph;

import io.habitus.engine.kernel.Panels;

/** A weight in panels, for our own kernels. */
record PackedRight(Panels panels) implements Products.Right {

  @Override
  public int depth() {
    return panels.depth();
  }

  static Panels panelsOf(Products.Right right) {
    return switch (right) {
      case PackedRight(Panels panels) -> panels;
      case NarrowRight narrow -> throw new IllegalArgumentException(narrow + ": not packed");
    };
  }
}
