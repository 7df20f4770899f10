package io.habitus.pipeline.report;

import io.habitus.explain.interpret.Clarity;
import java.util.List;
import java.util.Locale;

/** Features beside raw columns and random directions: how many are clear, how many attributes. */
final class ClarityTable {
  private ClarityTable() {}

  static Html of(List<Clarity> clarity) {
    Table table =
        new Table()
            .words("columns")
            .numbers("how many")
            .numbers("clear")
            .numbers("share")
            .numbers("attributes found")
            .numbers("of")
            .numbers("attributes per clear column")
            .numbers("mean best AUROC");
    for (Clarity each : clarity) {
      table.row(
          each.what(),
          Show.count(each.columns()),
          Show.count(each.clearColumns()),
          Show.percent(each.clearColumns() / (double) Math.max(1, each.columns())),
          Show.count(each.clearAttributes()),
          Show.count(each.attributes()),
          String.format(Locale.ROOT, "%.1f", each.attributesPerColumn()),
          Show.score(each.meanBestAuroc()));
    }
    return table.html();
  }
}
