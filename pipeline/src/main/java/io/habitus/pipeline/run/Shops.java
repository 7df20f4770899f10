package io.habitus.pipeline.run;

import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import io.habitus.ingest.shop.ShopSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The settings of a generated shop, from a recipe's {@code data.generate}. */
final class Shops {
  private static final List<String> KEYS = List.of("clients", "days", "seed");

  private Shops() {}

  /**
   * Reads settings; what is left out is the demo's.
   *
   * @throws UsageException with every unknown key and every value that is no number
   */
  static ShopSettings settings(Map<String, String> given) {
    List<Problem> problems = new ArrayList<>();
    given.forEach((key, value) -> check(key, value, problems));
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    ShopSettings demo = ShopSettings.demo();
    return ShopSettings.of(
        Integer.parseInt(given.getOrDefault("clients", Integer.toString(demo.clients()))),
        Integer.parseInt(given.getOrDefault("days", Integer.toString(demo.days()))),
        Long.parseLong(given.getOrDefault("seed", Long.toString(demo.seed()))));
  }

  private static void check(String key, String value, List<Problem> problems) {
    if (!KEYS.contains(key)) {
      problems.add(
          Problem.inColumn(
              "recipe",
              "data.generate." + key,
              "a key of data.generate",
              "an unknown key",
              Nearest.advice(key, KEYS)));
    } else if (!value.matches("-?\\d{1,9}")) {
      problems.add(
          Problem.inColumn(
              "recipe", "data.generate." + key, "an integer of at most nine digits", value, ""));
    }
  }
}
