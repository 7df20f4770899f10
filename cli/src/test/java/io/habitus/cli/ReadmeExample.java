package io.habitus.cli;

import io.habitus.core.run.RunContext;
import io.habitus.evaluation.probe.LinearProbe;
import io.habitus.ingest.shop.ShopGenerator;
import io.habitus.ingest.shop.ShopSettings;
import io.habitus.pipeline.Embedding;
import io.habitus.pipeline.Evaluation;
import io.habitus.pipeline.Habitus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java example of the README, which {@link ReadmeTest} holds to this. */
final class ReadmeExample {
  private ReadmeExample() {}

  static Evaluation run(Path out, RunContext run) {
    // README begins
    Path shop = out.resolve("shop");
    ShopGenerator.generate(ShopSettings.demo(), shop, run);
    try (Habitus habitus = Habitus.open(shop, run)) {
      List<Embedding> profiles = new ArrayList<>();
      for (String model : List.of("aggregated", "rfm", "popularity", "random")) {
        profiles.add(habitus.embed(model).writeTo(out.resolve(model)));
      }
      Evaluation evaluation = habitus.evaluate(profiles, new LinearProbe());
      evaluation.writeTo(out.resolve("scores")); // scores.json, evaluation.json, report.html
      System.out.println(evaluation.result().scores());
      // README ends
      return evaluation;
    }
  }
}
