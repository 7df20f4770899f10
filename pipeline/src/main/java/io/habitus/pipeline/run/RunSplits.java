package io.habitus.pipeline.run;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.core.time.Splits;
import io.habitus.pipeline.recipe.Recipe;
import java.time.Instant;
import java.util.List;

/** The cut-offs of a recipe on its data. */
final class RunSplits {
  private RunSplits() {}

  /**
   * All that the recipe asks for, oldest first.
   *
   * @throws InputException if the first of them has no events before it
   */
  static List<Split> of(Recipe recipe, RunData data) {
    List<Split> splits = rolling(recipe, data, recipe.split().cutoffs());
    requireInput(recipe, data, splits.getFirst(), "Make split.days or split.cutoffs smaller.");
    return splits;
  }

  /**
   * A split that lies inside the input of another: both of its target windows end before the other
   * one's cut-off, which is two windows later.
   *
   * @throws InputException if there are no events before it
   */
  static Split inside(Split outer, Recipe recipe, RunData data) {
    Split inner = Splits.earlier(outer, 2 * days(recipe, data), days(recipe, data));
    requireInput(
        recipe, data, inner, "Tuning needs two more target windows: make split.days smaller.");
    return inner;
  }

  private static List<Split> rolling(Recipe recipe, RunData data, int cutOffs) {
    Instant lastTarget = Micros.toInstant(data.store().lastTargetMicros());
    int days = days(recipe, data);
    return Splits.rolling(lastTarget, days, cutOffs, days);
  }

  private static int days(Recipe recipe, RunData data) {
    return recipe.split().days().orElse(data.store().schema().targetDays());
  }

  private static void requireInput(Recipe recipe, RunData data, Split split, String advice) {
    long first = data.store().manifest().statistics().firstMicros();
    if (split.cutOffMicros() <= first) {
      throw new InputException(
          Problem.inColumn(
              recipe.name(),
              "split",
              "events before the first cut-off, " + split.trainStart(),
              "none: the first event is at " + Micros.toInstant(first),
              advice));
    }
  }
}
