package io.habitus.pipeline.run;

import io.habitus.core.file.WholeFile;
import io.habitus.core.json.Json;
import io.habitus.core.problem.Nearest;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.explain.interpret.FeatureFacts;
import io.habitus.explain.sae.Sparsity;
import io.habitus.explain.steer.ItemFacts;
import io.habitus.explain.steer.SteeringCurve;
import io.habitus.pipeline.Habitus;
import io.habitus.pipeline.data.DataSource;
import io.habitus.pipeline.recipe.FeaturesRecipe;
import io.habitus.pipeline.recipe.FeaturesRecipe.AutoencoderSection;
import io.habitus.pipeline.recipe.FeaturesRecipe.SteerSection;
import io.habitus.pipeline.report.FeatureRoom;
import io.habitus.pipeline.report.FeaturesPage;
import io.habitus.pipeline.report.FeaturesReport;
import io.habitus.pipeline.sae.RecommenderSae;
import io.habitus.pipeline.sae.SaeOptions;
import io.habitus.pipeline.sae.SaeRecommender;
import io.habitus.pipeline.sae.SaeResult;
import io.habitus.pipeline.sae.StateView;
import io.habitus.pipeline.step.Code;
import io.habitus.pipeline.step.StepCache;
import io.habitus.pipeline.step.StepKey;
import io.habitus.pipeline.step.StepResult;
import io.habitus.recommend.data.InteractionReader;
import io.habitus.recommend.data.Interactions;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A recommender → an autoencoder of its states → steering, each a step that is kept. */
final class FeaturesRun {
  private static final int VERSION = 1;
  private static final String MODEL = "model";
  private static final String FEATURES = "features";
  private static final String QUALITY = "quality.json";
  private static final String FACTS = "facts.json";
  private static final String CURVE = "curve.json";

  private final FeaturesRecipe recipe;
  private final List<String> commands;
  private final StepCache cache;
  private final RunContext context;
  private final Path output;

  FeaturesRun(FeaturesRecipe recipe, List<String> commands, StepCache cache, RunContext context) {
    this.recipe = recipe;
    this.commands = commands;
    this.cache = cache;
    this.context = context;
    output = Path.of(recipe.output());
  }

  ExperimentRunner.Result run() {
    Settings settings = Settings.of(recipe.parameters());
    if (!settings.context().isEmpty()) {
      throw new UsageException("parameters.context: features are found in states of items alone");
    }
    StateView view = view(recipe.autoencoder());
    SaeOptions options = options(recipe.autoencoder());
    RunData data = RunData.open(recipe.data().store(), cache, context);
    Path path = recipe.data().path().map(Path::of).orElse(Path.of("the generated shop"));
    try (Habitus habitus = Habitus.of(new DataSource(path, data.store()), context)) {
      checkTargets(habitus);
      StepResult model = model(habitus, settings, data.fingerprint());
      StepResult sae = sae(habitus, model, settings.width(), view, options);
      FeaturesReport.Autoencoder facts =
          Json.read(sae.folder().resolve(FACTS), FeaturesReport.Autoencoder.class);
      List<FeaturesReport.Sweep> sweeps = new ArrayList<>();
      for (SteerSection each : recipe.steer()) {
        sweeps.add(sweep(habitus, model, sae, view.layer(), facts, each));
      }
      FeaturesReport report =
          new FeaturesReport(
              recipe.name()
                  + ": what a recommender of "
                  + habitus.store().schema().name()
                  + " knows",
              Json.read(model.folder().resolve(QUALITY), FeaturesReport.Quality.class),
              facts,
              sweeps);
      return written(report, model, sae);
    }
  }

  /** Says what is wrong before anything is trained. */
  private void checkTargets(Habitus data) {
    Interactions read =
        InteractionReader.read(data.store().histories(), ItemChoice.OF_SCHEMA, context);
    List<String> known = ItemFacts.attributes(data.store(), read.items()).names();
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
  private StepResult model(Habitus data, Settings settings, String fingerprint) {
    Map<String, String> parameters =
        Map.of("settings", settings.toString(), "seed", Long.toString(recipe.seed()));
    StepKey key =
        StepKey.of("recommender", VERSION, Code.with(parameters), Map.of("data", fingerprint));
    return cache.run(
        key,
        context,
        folder -> {
          RunContext kept = context.withWorkFolder(cache.workFolder(key));
          Partition partition =
              new Split.LeaveOneOut()
                  .of(InteractionReader.read(data.store().histories(), ItemChoice.OF_SCHEMA, kept));
          try (FittedSequential model =
              new SequentialModel(settings, new ItemVectors.Random())
                  .fit(partition, recipe.seed(), kept)) {
            RankingResult result =
                RankingEvaluation.run(
                    model,
                    data.store().schema().name(),
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

  private StepResult sae(
      Habitus data, StepResult model, int width, StateView view, SaeOptions options) {
    Map<String, String> parameters = Map.of("options", options.toString(), "view", view.toString());
    StepKey key =
        StepKey.of(
            "autoencoder", VERSION, Code.with(parameters), Map.of("model", model.fingerprint()));
    return cache.run(
        key,
        context,
        folder -> {
          new FeatureRoom(options.settings(1, width).features(), width).require(folder, context);
          SaeResult result =
              RecommenderSae.run(
                  data,
                  model.folder().resolve(MODEL),
                  view,
                  options,
                  folder.resolve(FEATURES),
                  context.withWorkFolder(cache.workFolder(key)));
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

  private FeaturesReport.Sweep sweep(
      Habitus data,
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
                    steered(data, model, sae, layer, asked.target(), numbers, amounts)));
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
      Habitus data,
      StepResult model,
      StepResult sae,
      Layer layer,
      String target,
      List<Integer> features,
      List<Double> amounts) {
    try (SaeRecommender asked =
        SaeRecommender.open(data.store(), model.folder().resolve(MODEL), context)) {
      return SteeringCurve.sweep(
          asked.model(),
          layer,
          RecommenderSae.load(sae.folder().resolve(FEATURES), model.folder().resolve(MODEL)),
          features,
          amounts,
          asked.partition(),
          asked.partition().test(),
          asked.attributes(),
          asked.attributes().names().indexOf(target),
          context);
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
