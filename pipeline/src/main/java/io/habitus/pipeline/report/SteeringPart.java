package io.habitus.pipeline.report;

import io.habitus.explain.steer.SteeringCurve;
import io.habitus.explain.steer.SteeringCurve.Point;
import java.util.List;
import java.util.function.Function;

/** A steering curve as plots and a table. */
final class SteeringPart {
  private SteeringPart() {}

  static List<Html> of(SteeringCurve curve) {
    return of(curve, Point::label);
  }

  /**
   * The same with other words in the table.
   *
   * @param setTo what features are set to at one of the steered points
   */
  static List<Html> of(SteeringCurve curve, Function<Point, String> setTo) {
    Html panels = Html.styled("div", "panels", ShareCostPlot.of(curve), AmountPlot.of(curve));
    return List.of(panels, table(curve, setTo));
  }

  private static Html table(SteeringCurve curve, Function<Point, String> setTo) {
    Table table =
        new Table()
            .words("set to")
            .numbers("share of " + curve.target())
            .numbers("NDCG@10")
            .numbers("HR@10")
            .numbers("others move by")
            .words("most of all");
    Point before = curve.unsteered();
    table.row(
        "as it is",
        Show.score(before.share()),
        Show.score(before.ndcg()),
        Show.score(before.hitRate()),
        "",
        "");
    row(table, "as the autoencoder writes it", curve.reconstruction());
    curve.steered().forEach(point -> row(table, setTo.apply(point), point));
    return table.html();
  }

  private static void row(Table table, String words, Point point) {
    table.row(
        words,
        Show.score(point.share()),
        Show.score(point.ndcg()),
        Show.score(point.hitRate()),
        Show.score(point.collateral()),
        point.most().replace('-', '−'));
  }
}
