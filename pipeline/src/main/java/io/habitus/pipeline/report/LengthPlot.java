package io.habitus.pipeline.report;

import java.util.List;

/** Clients by the length of their history, in powers of two. */
final class LengthPlot {
  private static final double WIDTH = 470;
  private static final double LEFT = 4;
  private static final double BOTTOM = 150;
  private static final double TOP = 20;

  private LengthPlot() {}

  /**
   * Draws the histogram.
   *
   * @param lengths index k counts clients with 2^k … 2^(k+1) − 1 events
   */
  static Html of(List<Long> lengths) {
    Plot plot = new Plot(WIDTH, BOTTOM + 22, "Clients by number of events");
    long most = Math.max(1, lengths.stream().mapToLong(Long::longValue).max().orElse(1));
    Plot.Axis y = new Plot.Axis(0, most, BOTTOM, TOP);
    double width = (WIDTH - LEFT) / Math.max(8, lengths.size());
    for (int k = 0; k < lengths.size(); k++) {
      long clients = lengths.get(k);
      double x = LEFT + width * k;
      String range = range(k);
      plot.bar(
          x,
          y.at(clients),
          width - 3,
          BOTTOM - y.at(clients),
          "day input",
          range + " events: " + Show.count(clients, "client"));
      plot.text(
          x + width / 2 - 1.5,
          BOTTOM + 15,
          "middle",
          "tick",
          k == 0 ? "1" : lengths.size() > 7 ? (1L << k) + "+" : range);
      plot.text(
          x + width / 2 - 1.5,
          y.at(clients) - 5,
          "middle",
          "tick",
          clients == 0 ? "" : Show.count(clients));
    }
    plot.line(0, BOTTOM, WIDTH, BOTTOM, "axis");
    return plot.html();
  }

  private static String range(int k) {
    return k == 0 ? "1" : (1L << k) + "–" + ((1L << (k + 1)) - 1);
  }
}
