package io.habitus.recommend.sequential;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Keeps item vectors within a distance of their content: where ‖e − c‖ is more, e becomes the point
 * of the ball that is nearest. Rows without content are free.
 */
final class ContentBound implements NextItemNetwork.Bound {
  private final float[][] content; // (items)(width) or none
  private final double radius;

  /**
   * A bound.
   *
   * @param content of each item; an empty array for an item without
   * @param radius the largest distance; 0: vectors are their content
   */
  ContentBound(float[][] content, double radius) {
    this.content = content;
    this.radius = radius;
  }

  @Override
  public void project(MemorySegment table) {
    long at = 0;
    int width = width();
    for (float[] centre : content) {
      if (centre.length > 0) {
        project(table, at, centre);
      }
      at += width;
    }
  }

  private int width() {
    int width = 0;
    for (float[] centre : content) {
      width = Math.max(width, centre.length);
    }
    return width;
  }

  private void project(MemorySegment table, long at, float[] centre) {
    if (radius == 0) {
      MemorySegment.copy(centre, 0, table, ValueLayout.JAVA_FLOAT, 4 * at, centre.length);
      return;
    }
    double square = 0;
    for (int j = 0; j < centre.length; j++) {
      double delta = table.getAtIndex(ValueLayout.JAVA_FLOAT, at + j) - (double) centre[j];
      square += delta * delta;
    }
    if (square <= radius * radius) {
      return;
    }
    double factor = radius / Math.sqrt(square);
    for (int j = 0; j < centre.length; j++) {
      double delta = table.getAtIndex(ValueLayout.JAVA_FLOAT, at + j) - (double) centre[j];
      table.setAtIndex(ValueLayout.JAVA_FLOAT, at + j, (float) (centre[j] + factor * delta));
    }
  }
}
