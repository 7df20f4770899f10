package io.habitus.pipeline.report;

import io.habitus.explain.interpret.Driver;
import java.util.List;
import java.util.function.IntFunction;

/** Features that go with what clients did afterwards, or against it. */
final class DriversTable {
  private static final String READING =
      "Outcomes are of the days after the cut-off, which no profile has seen. AUROC above 0.5: the"
          + " feature goes with it; below: against it. Going with something is not causing it.";

  private DriversTable() {}

  /**
   * With how it is to be read.
   *
   * @param feature how a feature's number is shown, such as a link to its page
   */
  static List<Html> of(List<Driver> drivers, IntFunction<Object> feature) {
    Table table =
        new Table()
            .words("afterwards")
            .numbers("feature")
            .words("its name")
            .numbers("AUROC")
            .numbers("share where active")
            .numbers("share elsewhere");
    for (Driver driver : drivers) {
      table.row(
          driver.attribute(),
          feature.apply(driver.feature()),
          driver.name(),
          Show.score(driver.auroc()),
          Show.percent(driver.active()),
          Show.percent(driver.inactive()));
    }
    return List.of(Part.note(READING), table.sortable());
  }
}
