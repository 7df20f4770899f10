package io.habitus.engine.graph;

import org.bytedeco.pytorch.Tensor;

/** A weight in bfloat16, for libtorch: (depth, columns). */
record NarrowRight(Tensor values) implements Products.Right {

  @Override
  public int depth() {
    return Math.toIntExact(values.size(0));
  }

  static Tensor valuesOf(Products.Right right) {
    if (right instanceof NarrowRight(Tensor values)) {
      return values;
    }
    throw new IllegalArgumentException(right + ": not bfloat16");
  }
}
