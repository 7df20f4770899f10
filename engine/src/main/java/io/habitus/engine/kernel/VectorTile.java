package io.habitus.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tile in vector registers: two vectors of the panel and one broadcast element feed up to
 * twelve sums, which fills both multiply-add units of current x86-64 cores (docs/spike.md).
 */
final class VectorTile implements TileKernel {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int HALF = LANES.length();
  private static final int WIDTH = 2 * HALF;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public void apply(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int cAt,
      int cStride,
      boolean accumulate) {
    switch (rows) {
      case 6 -> six(a, aAt, aStride, panel, panelAt, depth, c, cAt, cStride, accumulate);
      case 4 -> four(a, aAt, aStride, panel, panelAt, depth, c, cAt, cStride, accumulate);
      default -> two(a, aAt, aStride, panel, panelAt, depth, c, cAt, cStride, accumulate);
    }
  }

  private static FloatVector start(float[] c, int at, boolean accumulate) {
    return accumulate ? FloatVector.fromArray(LANES, c, at) : FloatVector.zero(LANES);
  }

  private static void six(
      float[] a,
      int a0,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int c0,
      int cStride,
      boolean accumulate) {
    int a1 = a0 + aStride;
    int c1 = c0 + cStride;
    int a2 = a1 + aStride;
    int c2 = c1 + cStride;
    int a3 = a2 + aStride;
    int c3 = c2 + cStride;
    int a4 = a3 + aStride;
    int c4 = c3 + cStride;
    int a5 = a4 + aStride;
    int c5 = c4 + cStride;
    FloatVector l0 = start(c, c0, accumulate);
    FloatVector r0 = start(c, c0 + HALF, accumulate);
    FloatVector l1 = start(c, c1, accumulate);
    FloatVector r1 = start(c, c1 + HALF, accumulate);
    FloatVector l2 = start(c, c2, accumulate);
    FloatVector r2 = start(c, c2 + HALF, accumulate);
    FloatVector l3 = start(c, c3, accumulate);
    FloatVector r3 = start(c, c3 + HALF, accumulate);
    FloatVector l4 = start(c, c4, accumulate);
    FloatVector r4 = start(c, c4 + HALF, accumulate);
    FloatVector l5 = start(c, c5, accumulate);
    FloatVector r5 = start(c, c5 + HALF, accumulate);
    for (int k = 0; k < depth; k++) {
      FloatVector left = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH);
      FloatVector right = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH + HALF);
      FloatVector x = FloatVector.broadcast(LANES, a[a0 + k]);
      l0 = x.fma(left, l0);
      r0 = x.fma(right, r0);
      x = FloatVector.broadcast(LANES, a[a1 + k]);
      l1 = x.fma(left, l1);
      r1 = x.fma(right, r1);
      x = FloatVector.broadcast(LANES, a[a2 + k]);
      l2 = x.fma(left, l2);
      r2 = x.fma(right, r2);
      x = FloatVector.broadcast(LANES, a[a3 + k]);
      l3 = x.fma(left, l3);
      r3 = x.fma(right, r3);
      x = FloatVector.broadcast(LANES, a[a4 + k]);
      l4 = x.fma(left, l4);
      r4 = x.fma(right, r4);
      x = FloatVector.broadcast(LANES, a[a5 + k]);
      l5 = x.fma(left, l5);
      r5 = x.fma(right, r5);
    }
    l0.intoArray(c, c0);
    r0.intoArray(c, c0 + HALF);
    l1.intoArray(c, c1);
    r1.intoArray(c, c1 + HALF);
    l2.intoArray(c, c2);
    r2.intoArray(c, c2 + HALF);
    l3.intoArray(c, c3);
    r3.intoArray(c, c3 + HALF);
    l4.intoArray(c, c4);
    r4.intoArray(c, c4 + HALF);
    l5.intoArray(c, c5);
    r5.intoArray(c, c5 + HALF);
  }

  private static void four(
      float[] a,
      int a0,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int c0,
      int cStride,
      boolean accumulate) {
    int a1 = a0 + aStride;
    int c1 = c0 + cStride;
    int a2 = a1 + aStride;
    int c2 = c1 + cStride;
    int a3 = a2 + aStride;
    int c3 = c2 + cStride;
    FloatVector l0 = start(c, c0, accumulate);
    FloatVector r0 = start(c, c0 + HALF, accumulate);
    FloatVector l1 = start(c, c1, accumulate);
    FloatVector r1 = start(c, c1 + HALF, accumulate);
    FloatVector l2 = start(c, c2, accumulate);
    FloatVector r2 = start(c, c2 + HALF, accumulate);
    FloatVector l3 = start(c, c3, accumulate);
    FloatVector r3 = start(c, c3 + HALF, accumulate);
    for (int k = 0; k < depth; k++) {
      FloatVector left = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH);
      FloatVector right = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH + HALF);
      FloatVector x = FloatVector.broadcast(LANES, a[a0 + k]);
      l0 = x.fma(left, l0);
      r0 = x.fma(right, r0);
      x = FloatVector.broadcast(LANES, a[a1 + k]);
      l1 = x.fma(left, l1);
      r1 = x.fma(right, r1);
      x = FloatVector.broadcast(LANES, a[a2 + k]);
      l2 = x.fma(left, l2);
      r2 = x.fma(right, r2);
      x = FloatVector.broadcast(LANES, a[a3 + k]);
      l3 = x.fma(left, l3);
      r3 = x.fma(right, r3);
    }
    l0.intoArray(c, c0);
    r0.intoArray(c, c0 + HALF);
    l1.intoArray(c, c1);
    r1.intoArray(c, c1 + HALF);
    l2.intoArray(c, c2);
    r2.intoArray(c, c2 + HALF);
    l3.intoArray(c, c3);
    r3.intoArray(c, c3 + HALF);
  }

  private static void two(
      float[] a,
      int a0,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int c0,
      int cStride,
      boolean accumulate) {
    int a1 = a0 + aStride;
    int c1 = c0 + cStride;
    FloatVector l0 = start(c, c0, accumulate);
    FloatVector r0 = start(c, c0 + HALF, accumulate);
    FloatVector l1 = start(c, c1, accumulate);
    FloatVector r1 = start(c, c1 + HALF, accumulate);
    for (int k = 0; k < depth; k++) {
      FloatVector left = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH);
      FloatVector right = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH + HALF);
      FloatVector x = FloatVector.broadcast(LANES, a[a0 + k]);
      l0 = x.fma(left, l0);
      r0 = x.fma(right, r0);
      x = FloatVector.broadcast(LANES, a[a1 + k]);
      l1 = x.fma(left, l1);
      r1 = x.fma(right, r1);
    }
    l0.intoArray(c, c0);
    r0.intoArray(c, c0 + HALF);
    l1.intoArray(c, c1);
    r1.intoArray(c, c1 + HALF);
  }

  @Override
  public void addTransposed(
      int rows,
      float[] a,
      int aAt,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int cAt,
      int cStride) {
    switch (rows) {
      case 6 -> sixAcross(a, aAt, aStride, panel, panelAt, depth, c, cAt, cStride);
      case 4 -> fourAcross(a, aAt, aStride, panel, panelAt, depth, c, cAt, cStride);
      default -> twoAcross(a, aAt, aStride, panel, panelAt, depth, c, cAt, cStride);
    }
  }

  private static void sixAcross(
      float[] a,
      int a0,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int c0,
      int cStride) {
    int c1 = c0 + cStride;
    int c2 = c1 + cStride;
    int c3 = c2 + cStride;
    int c4 = c3 + cStride;
    int c5 = c4 + cStride;
    FloatVector l0 = FloatVector.fromArray(LANES, c, c0);
    FloatVector r0 = FloatVector.fromArray(LANES, c, c0 + HALF);
    FloatVector l1 = FloatVector.fromArray(LANES, c, c1);
    FloatVector r1 = FloatVector.fromArray(LANES, c, c1 + HALF);
    FloatVector l2 = FloatVector.fromArray(LANES, c, c2);
    FloatVector r2 = FloatVector.fromArray(LANES, c, c2 + HALF);
    FloatVector l3 = FloatVector.fromArray(LANES, c, c3);
    FloatVector r3 = FloatVector.fromArray(LANES, c, c3 + HALF);
    FloatVector l4 = FloatVector.fromArray(LANES, c, c4);
    FloatVector r4 = FloatVector.fromArray(LANES, c, c4 + HALF);
    FloatVector l5 = FloatVector.fromArray(LANES, c, c5);
    FloatVector r5 = FloatVector.fromArray(LANES, c, c5 + HALF);
    int at = a0;
    for (int k = 0; k < depth; k++) {
      FloatVector left = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH);
      FloatVector right = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH + HALF);
      FloatVector x = FloatVector.broadcast(LANES, a[at]);
      l0 = x.fma(left, l0);
      r0 = x.fma(right, r0);
      x = FloatVector.broadcast(LANES, a[at + 1]);
      l1 = x.fma(left, l1);
      r1 = x.fma(right, r1);
      x = FloatVector.broadcast(LANES, a[at + 2]);
      l2 = x.fma(left, l2);
      r2 = x.fma(right, r2);
      x = FloatVector.broadcast(LANES, a[at + 3]);
      l3 = x.fma(left, l3);
      r3 = x.fma(right, r3);
      x = FloatVector.broadcast(LANES, a[at + 4]);
      l4 = x.fma(left, l4);
      r4 = x.fma(right, r4);
      x = FloatVector.broadcast(LANES, a[at + 5]);
      l5 = x.fma(left, l5);
      r5 = x.fma(right, r5);
      at += aStride;
    }
    l0.intoArray(c, c0);
    r0.intoArray(c, c0 + HALF);
    l1.intoArray(c, c1);
    r1.intoArray(c, c1 + HALF);
    l2.intoArray(c, c2);
    r2.intoArray(c, c2 + HALF);
    l3.intoArray(c, c3);
    r3.intoArray(c, c3 + HALF);
    l4.intoArray(c, c4);
    r4.intoArray(c, c4 + HALF);
    l5.intoArray(c, c5);
    r5.intoArray(c, c5 + HALF);
  }

  private static void fourAcross(
      float[] a,
      int a0,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int c0,
      int cStride) {
    int c1 = c0 + cStride;
    int c2 = c1 + cStride;
    int c3 = c2 + cStride;
    FloatVector l0 = FloatVector.fromArray(LANES, c, c0);
    FloatVector r0 = FloatVector.fromArray(LANES, c, c0 + HALF);
    FloatVector l1 = FloatVector.fromArray(LANES, c, c1);
    FloatVector r1 = FloatVector.fromArray(LANES, c, c1 + HALF);
    FloatVector l2 = FloatVector.fromArray(LANES, c, c2);
    FloatVector r2 = FloatVector.fromArray(LANES, c, c2 + HALF);
    FloatVector l3 = FloatVector.fromArray(LANES, c, c3);
    FloatVector r3 = FloatVector.fromArray(LANES, c, c3 + HALF);
    int at = a0;
    for (int k = 0; k < depth; k++) {
      FloatVector left = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH);
      FloatVector right = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH + HALF);
      FloatVector x = FloatVector.broadcast(LANES, a[at]);
      l0 = x.fma(left, l0);
      r0 = x.fma(right, r0);
      x = FloatVector.broadcast(LANES, a[at + 1]);
      l1 = x.fma(left, l1);
      r1 = x.fma(right, r1);
      x = FloatVector.broadcast(LANES, a[at + 2]);
      l2 = x.fma(left, l2);
      r2 = x.fma(right, r2);
      x = FloatVector.broadcast(LANES, a[at + 3]);
      l3 = x.fma(left, l3);
      r3 = x.fma(right, r3);
      at += aStride;
    }
    l0.intoArray(c, c0);
    r0.intoArray(c, c0 + HALF);
    l1.intoArray(c, c1);
    r1.intoArray(c, c1 + HALF);
    l2.intoArray(c, c2);
    r2.intoArray(c, c2 + HALF);
    l3.intoArray(c, c3);
    r3.intoArray(c, c3 + HALF);
  }

  private static void twoAcross(
      float[] a,
      int a0,
      int aStride,
      float[] panel,
      int panelAt,
      int depth,
      float[] c,
      int c0,
      int cStride) {
    int c1 = c0 + cStride;
    FloatVector l0 = FloatVector.fromArray(LANES, c, c0);
    FloatVector r0 = FloatVector.fromArray(LANES, c, c0 + HALF);
    FloatVector l1 = FloatVector.fromArray(LANES, c, c1);
    FloatVector r1 = FloatVector.fromArray(LANES, c, c1 + HALF);
    int at = a0;
    for (int k = 0; k < depth; k++) {
      FloatVector left = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH);
      FloatVector right = FloatVector.fromArray(LANES, panel, panelAt + k * WIDTH + HALF);
      FloatVector x = FloatVector.broadcast(LANES, a[at]);
      l0 = x.fma(left, l0);
      r0 = x.fma(right, r0);
      x = FloatVector.broadcast(LANES, a[at + 1]);
      l1 = x.fma(left, l1);
      r1 = x.fma(right, r1);
      at += aStride;
    }
    l0.intoArray(c, c0);
    r0.intoArray(c, c0 + HALF);
    l1.intoArray(c, c1);
    r1.intoArray(c, c1 + HALF);
  }
}
