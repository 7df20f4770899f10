package io.habitus.cli.command;

import io.habitus.explain.steer.SteeringCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A steering curve as a table. */
final class SteerText {
  private SteerText() {}

  static String of(SteeringCurve curve) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "set to",
            "share of " + curve.target(),
            "NDCG@10",
            "HR@10",
            "others move",
            "most of all"));
    for (SteeringCurve.Point point : curve.points()) {
      rows.add(
          List.of(
              point.label(),
              number(point.share()),
              number(point.ndcg()),
              number(point.hitRate()),
              number(point.collateral()),
              point.most()));
    }
    rows.set(1, new ArrayList<>(rows.get(1)));
    rows.get(1).set(4, "");
    rows.get(1).set(5, "");
    return TextTable.of(rows);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
