package io.habitus.pipeline.run;

import io.habitus.core.file.WholeFile;
import io.habitus.core.json.Json;
import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.sae.SparseAutoencoder;
import io.habitus.explain.sae.Sparsity;
import io.habitus.explain.steer.SteeringCurve;
import io.habitus.pipeline.recipe.FeaturesRecipe;
import io.habitus.pipeline.recipe.FeaturesRecipe.AutoencoderSection;
import io.habitus.pipeline.recipe.FeaturesRecipe.SteerSection;
import io.habitus.pipeline.recommend.RecommendData;
import io.habitus.pipeline.report.FeaturesPage;
import io.habitus.pipeline.report.FeaturesReport;
import io.habitus.pipeline.sae.AskedItems;
import io.habitus.pipeline.sae.RecommenderSae;
import io.habitus.pipeline.sae.SaeOptions;
import io.habitus.pipeline.sae.SaeRecommender;
import io.habitus.pipeline.sae.SaeResult;
import io.habitus.pipeline.sae.StateView;
import io.habitus.pipeline.step.Code;
import io.habitus.pipeline.step.Fingerprint;
import io.habitus.pipeline.step.StepCache;
import io.habitus.pipeline.step.StepKey;
import io.habitus.pipeline.step.StepResult;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.data.Partition;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.metrics.RankingEvaluation;
import io.habitus.recommend.metrics.RankingOptions;
import io.habitus.recommend.metrics.RankingResult;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.ItemVectors;
import io.habitus.recommend.sequential.Layer;
import io.habitus.recommend.sequential.SequentialModel;
import io.habitus.recommend.sequential.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A recommender → an autoencoder of its states → steering, each a step that is kept. */
final class FeaturesRun {
  private static final int VERSION = 2;
  private static final String MODEL = "model";
  private static final String FEATURES = "features";
  private static final String QUALITY = "quality.json";
  private static final String FACTS = "facts.json";
  private static final String CURVE = "curve.json";

  private final FeaturesRecipe recipe;
  private final Settings settings;
  private final RecommendData data;
  private final AskedItems items;
  private final List<String> commands;
  private final StepCache cache;
  private final RunContext context;
  private final Path output;

  FeaturesRun(
      FeaturesRecipe recipe,
      Settings settings,
      RecommendData data,
      List<String> commands,
      StepCache cache,
      RunContext context) {
    this.recipe = recipe;
    this.settings = settings;
    this.data = data;
    this.commands = commands;
    this.cache = cache;
    this.context = context;
    output = Path.of(recipe.output());
    items =
        AskedItems.of(
            new ItemChoice(recipe.data().itemField(), recipe.data().events()),
            recipe.attributesFile().map(recipe.data()::resolve).map(Path::of),
            recipe.textsFile().map(recipe.data()::resolve));
  }

  ExperimentRunner.Result run() {
    StateView view = view(recipe.autoencoder());
    SaeOptions options = options(recipe.autoencoder());
    checkTargets();
    StepResult model = model();
    StepResult sae = sae(model, view, options);
    FeaturesReport.Autoencoder facts =
        Json.read(sae.folder().resolve(FACTS), FeaturesReport.Autoencoder.class);
    List<FeaturesReport.Sweep> sweeps = new ArrayList<>();
    for (SteerSection each : recipe.steer()) {
      sweeps.add(sweep(model, sae, view.layer(), facts, each));
    }
    FeaturesReport report =
        new FeaturesReport(
            recipe.name() + ": what a recommender of " + data.name() + " knows",
            Json.read(model.folder().resolve(QUALITY), FeaturesReport.Quality.class),
            facts,
            sweeps);
    return written(report, model, sae);
  }

  /** Says what is wrong before anything is trained. */
  private void checkTargets() {
    List<String> known = items.facts(data, data.interactions().items()).attributes().names();
    for (SteerSection each : recipe.steer()) {
      if (!known.contains(each.target())) {
        throw new UsageException(
            "steer: there is no attribute %s. %s"
                .formatted(each.target(), Nearest.advice(each.target(), known)));
      }
    }
  }

  private static StateView view(AutoencoderSection section) {
    return new StateView(
        Layer.parse(section.layer()),
        StateView.About.valueOf(section.attributesOf().toUpperCase(Locale.ROOT)));
  }

  private SaeOptions options(AutoencoderSection section) {
    try {
      return new SaeOptions(
          number(section.features()),
          section.sparsity().map(Sparsity::parse),
          number(section.epochs()),
          section.permutations(),
          recipe.seed());
    } catch (IllegalArgumentException e) {
      throw new UsageException("autoencoder: " + e.getMessage());
    }
  }

  private static OptionalInt number(Optional<Integer> given) {
    return given.isPresent() ? OptionalInt.of(given.get()) : OptionalInt.empty();
  }

  /** Leave-one-out, so that what steering costs is measured on cases that it has not seen. */
  private StepResult model() {
    Map<String, String> parameters =
        Map.of("settings", settings.toString(), "seed", Long.toString(recipe.seed()));
    Partition partition = new Split.LeaveOneOut().of(data.interactions());
    StepKey key =
        StepKey.of(
            "recommender", VERSION, Code.with(parameters), Map.of("data", partition.fingerprint()));
    return cache.run(
        key,
        context,
        folder -> {
          RunContext kept = context.withWorkFolder(cache.workFolder(key));
          try (FittedSequential model =
              new SequentialModel(settings, new ItemVectors.Random())
                  .fit(partition, recipe.seed(), kept)) {
            RankingResult result =
                RankingEvaluation.run(
                    model,
                    data.name(),
                    partition,
                    partition.test(),
                    RankingOptions.defaults(),
                    kept);
            model.save(folder.resolve(MODEL));
            Json.write(
                folder.resolve(QUALITY),
                new FeaturesReport.Quality(model.name(), result.protocol(), result.groups()));
          }
        });
  }

  private StepResult sae(StepResult model, StateView view, SaeOptions options) {
    Map<String, String> parameters = Map.of("options", options.toString(), "view", view.toString());
    Map<String, String> inputs = new HashMap<>(Map.of("model", model.fingerprint()));
    items.attributesFile().ifPresent(file -> inputs.put("attributes", Fingerprint.of(file)));
    items.textsFile().ifPresent(texts -> inputs.put("texts", Fingerprint.of(texts.file())));
    StepKey key = StepKey.of("autoencoder", VERSION, Code.with(parameters), inputs);
    return cache.run(
        key,
        context,
        folder -> {
          RunContext kept = context.withWorkFolder(cache.workFolder(key));
          SaeResult result;
          try (SaeRecommender asked = open(model)) {
            result =
                RecommenderSae.run(asked, view, options, false, folder.resolve(FEATURES), kept);
          }
          Json.write(
              folder.resolve(FACTS),
              new FeaturesReport.Autoencoder(
                  view.layer().text(),
                  view.about().text(),
                  result.settings().features(),
                  result.settings().sparsity().text(),
                  result.fidelity(),
                  result.interpretation()));
        });
  }

  private SaeRecommender open(StepResult model) {
    return SaeRecommender.open(data, model.folder().resolve(MODEL), items, context);
  }

  private FeaturesReport.Sweep sweep(
      StepResult model,
      StepResult sae,
      Layer layer,
      FeaturesReport.Autoencoder facts,
      SteerSection asked) {
    List<FeatureFacts> features = chosen(facts, asked);
    if (features.isEmpty()) {
      return new FeaturesReport.Sweep(asked.target(), List.of(), List.of(), Optional.empty());
    }
    List<Integer> numbers = features.stream().map(FeatureFacts::feature).toList();
    double largest = features.stream().mapToDouble(FeatureFacts::largest).max().orElse(0);
    List<Double> amounts = asked.strengths().stream().map(each -> each * largest).toList();
    Map<String, String> parameters =
        Map.of(
            "target", asked.target(),
            "features", numbers.toString(),
            "amounts", amounts.toString());
    StepKey key =
        StepKey.of("steer", VERSION, Code.with(parameters), Map.of("sae", sae.fingerprint()));
    StepResult step =
        cache.run(
            key,
            context,
            folder ->
                Json.write(
                    folder.resolve(CURVE),
                    steered(model, sae, layer, asked.target(), numbers, amounts)));
    return new FeaturesReport.Sweep(
        asked.target(),
        features,
        asked.strengths(),
        Optional.of(Json.read(step.folder().resolve(CURVE), SteeringCurve.class)));
  }

  /** Those that the recipe names, else the one that detects the target best; none if none does. */
  private static List<FeatureFacts> chosen(FeaturesReport.Autoencoder facts, SteerSection asked) {
    List<FeatureFacts> all = facts.interpretation().features();
    for (int feature : asked.features()) {
      if (feature < 0 || feature >= all.size()) {
        throw new UsageException(
            "steer: expected features of 0 to %d, found %d".formatted(all.size() - 1, feature));
      }
    }
    return asked.features().isEmpty()
        ? all.stream()
            .filter(each -> auroc(each, asked.target()) > 0.5)
            .max(Comparator.comparingDouble(each -> auroc(each, asked.target())))
            .stream()
            .toList()
        : asked.features().stream().map(all::get).toList();
  }

  private static double auroc(FeatureFacts feature, String attribute) {
    return feature.detections().stream()
        .filter(each -> each.attribute().equals(attribute))
        .mapToDouble(each -> each.detection().auroc())
        .findFirst()
        .orElse(0);
  }

  private SteeringCurve steered(
      StepResult model,
      StepResult sae,
      Layer layer,
      String target,
      List<Integer> features,
      List<Double> amounts) {
    SparseAutoencoder autoencoder =
        RecommenderSae.load(sae.folder().resolve(FEATURES), model.folder().resolve(MODEL));
    try (SaeRecommender asked = open(model)) {
      return asked.steering(layer, autoencoder).sweep(features, amounts, target, context);
    }
  }

  private ExperimentRunner.Result written(FeaturesReport report, StepResult model, StepResult sae) {
    StepLinks.link(output, MODEL, model.folder().resolve(MODEL));
    StepLinks.link(output, FEATURES, sae.folder().resolve(FEATURES));
    Path page = output.resolve("report.html");
    String markdown = report.markdown();
    WholeFile.write(output.resolve("report.md"), markdown);
    Map<String, Object> json = report.numbers();
    Json.write(output.resolve("report.json"), json);
    FeaturesPage.write(page, report, commands, Instant.now());
    return new ExperimentRunner.Result(output, page, markdown, json);
  }
}
