package io.habitus.pipeline.report;

import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.interpret.FeatureName;
import java.util.List;

/** Features by the surest of their names. */
final class NamesTable {
  private NamesTable() {}

  /**
   * The first rows of it.
   *
   * @param named features that have a name, the surest first
   */
  static Html of(List<FeatureFacts> named, int most) {
    Table table =
        new Table()
            .numbers("feature")
            .words("name")
            .words("sure?")
            .numbers("AUROC")
            .numbers("active");
    for (FeatureFacts each : named.subList(0, Math.min(most, named.size()))) {
      FeatureName name = each.name().orElseThrow();
      table.row(
          each.feature(),
          name.text(),
          name.sure().word(),
          Show.score(name.detection().auroc()),
          Show.percent(each.density()));
    }
    return table.sortable();
  }
}
