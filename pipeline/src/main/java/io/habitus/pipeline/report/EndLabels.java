package io.habitus.pipeline.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Names at the right ends of lines, pushed apart where they would overlap. */
final class EndLabels {
  private static final double GAP = 14;
  private static final int LETTERS = 21;

  private final List<Label> labels = new ArrayList<>();

  private record Label(double y, String text, String style) {}

  /** Names a line that ends at a height. */
  void add(double y, String text, String style) {
    labels.add(new Label(y, text, style));
  }

  /** Writes them at {@code x}, none above {@code top} or below {@code bottom} if there is room. */
  void draw(Plot plot, double x, double top, double bottom) {
    List<Label> ordered = new ArrayList<>(labels);
    ordered.sort(Comparator.comparingDouble(Label::y));
    double[] at = new double[ordered.size()];
    double free = top;
    for (int i = 0; i < at.length; i++) {
      at[i] = Math.max(free, ordered.get(i).y());
      free = at[i] + GAP;
    }
    double last = bottom;
    for (int i = at.length - 1; i >= 0 && at[i] > last; i--) {
      at[i] = last;
      last -= GAP;
    }
    for (int i = 0; i < at.length; i++) {
      Label label = ordered.get(i);
      plot.text(x, at[i] + 4, "start", "name " + label.style(), Words.cut(label.text(), LETTERS));
    }
  }
}
