package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.json.Json;
import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.steer.EditedRecommender;
import io.habitus.explain.steer.Shares;
import io.habitus.explain.steer.Steering;
import io.habitus.explain.steer.SteeringCurve;
import io.habitus.pipeline.report.SteeringPage;
import io.habitus.pipeline.report.SteeringPage.Example;
import io.habitus.pipeline.sae.RecommenderSae;
import io.habitus.pipeline.sae.SaeRecommender;
import io.habitus.pipeline.sae.StateView;
import io.habitus.recommend.data.Cases;
import io.habitus.recommend.data.Interactions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "steer",
    description = {
      "Sets features of a recommender's sparse autoencoder and says what it does: the share of an"
          + " attribute in lists of ten, what it costs in NDCG, what else moves, and lists before"
          + " and after."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  habitus steer --recommender models/next --sae film-features --data films --feature 17"
            + " --to 0,5,10 --target \"genres = Horror\" --examples 2 --page horror.html")
final class SteerCommand extends Command {
  private static final int K = 10;

  @Option(
      names = "--recommender",
      paramLabel = "MODEL",
      required = true,
      description = "A saved recommender.")
  Path recommender;

  @Option(
      names = "--sae",
      paramLabel = "DIR",
      required = true,
      description = "What habitus sae --recommender wrote about it.")
  Path sae;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description =
          "The data that it was fitted to, or newer data of the same items: a store, a challenge"
              + " directory, a text file of sequences.")
  Path data;

  @Mixin ItemOptions items = new ItemOptions();

  @Option(
      names = "--feature",
      paramLabel = "J",
      required = true,
      split = ",",
      description = "One feature, or several that are set together.")
  List<Integer> features = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "A",
      required = true,
      split = ",",
      description = "Activations that they are set to, one after the other; 0 removes them.")
  List<Double> amounts = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "ATTRIBUTE",
      required = true,
      description = "The attribute that is pushed, as the pages name it.")
  String target;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "0",
      description = "Lists of N clients, before and after. Default: ${DEFAULT-VALUE}.")
  int examples;

  @Option(names = "--show-ids", description = "Name the clients of the examples.")
  boolean showIds;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Also write everything as JSON into this file.")
  @Nullable Path out;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Also write the curve and the lists as one HTML page.")
  @Nullable Path page;

  SteerCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    try (SaeRecommender asked = SaeRecommender.open(data, recommender, items.asked(), context)) {
      SparseAutoencoder autoencoder = RecommenderSae.load(sae, recommender);
      checkFeatures(autoencoder);
      List<String> known = asked.items().attributes().names();
      if (!known.contains(target)) {
        throw new UsageException(
            "--target: there is no attribute %s. %s"
                .formatted(target, Nearest.advice(target, known)));
      }
      Steering steering = asked.steering(StateView.layerOf(sae), autoencoder);
      SteeringCurve curve = steering.sweep(features, amounts, target, context);
      return outcome(asked, curve, examples(asked, steering));
    }
  }

  private void checkFeatures(SparseAutoencoder autoencoder) {
    for (int feature : features) {
      if (feature < 0 || feature >= autoencoder.features()) {
        throw new UsageException(
            "--feature: expected one of 0 to %d, found %d"
                .formatted(autoencoder.features() - 1, feature));
      }
    }
  }

  private Outcome outcome(SaeRecommender asked, SteeringCurve curve, List<Example> lists) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("features", features);
    json.put("curve", curve);
    json.put("examples", lists);
    if (out != null) {
      Json.write(out, json);
    }
    String pageAt = "";
    if (page != null) {
      SteeringPage.write(
          page,
          new SteeringPage.Facts(
              asked.model().name(),
              features,
              curve,
              asked.partition().test().size(),
              asked.partition().split().sentence(),
              lists,
              Instant.now()));
      pageAt = "\npage: " + page;
    }
    return Outcome.done(json, text(curve, lists) + pageAt);
  }

  private List<Example> examples(SaeRecommender asked, Steering steering) {
    EditedRecommender steered = steering.set(features, amounts.getLast());
    Interactions histories = asked.partition().data();
    Cases cases = asked.partition().test();
    List<Example> lists = new ArrayList<>();
    for (int n = 0; n < Math.min(examples, cases.size()); n++) {
      int at = (int) ((long) n * cases.size() / examples);
      lists.add(
          new Example(
              showIds ? asked.clientName(cases.users()[at]) : "example " + (n + 1),
              named(asked, Shares.list(asked.model(), histories, cases, at, K)),
              named(asked, Shares.list(steered, histories, cases, at, K))));
    }
    return lists;
  }

  private static List<String> named(SaeRecommender asked, List<Integer> items) {
    return items.stream().map(asked.items().names()::get).toList();
  }

  private static String text(SteeringCurve curve, List<Example> lists) {
    StringBuilder text = new StringBuilder(SteerText.of(curve));
    for (Example example : lists) {
      text.append('\n').append(example.client()).append('\n');
      List<List<String>> pairs = new ArrayList<>();
      for (int i = 0; i < Math.min(example.before().size(), example.after().size()); i++) {
        pairs.add(List.of("  " + example.before().get(i), "→ " + example.after().get(i)));
      }
      text.append(TextTable.of(pairs));
    }
    return text.toString().stripTrailing();
  }
}
