package io.habitus.cli.command;

import io.habitus.cli.console.Amounts;
import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.file.WholeFolder;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.run.RunContext;
import io.habitus.explain.interpret.Clarity;
import io.habitus.explain.sae.Fidelity;
import io.habitus.explain.sae.Sparsity;
import io.habitus.pipeline.Habitus;
import io.habitus.pipeline.report.FeatureRoom;
import io.habitus.pipeline.sae.ProfileSae;
import io.habitus.pipeline.sae.RecommenderSae;
import io.habitus.pipeline.sae.SaeOptions;
import io.habitus.pipeline.sae.SaeRecommender;
import io.habitus.pipeline.sae.SaeResult;
import io.habitus.pipeline.sae.StateView;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.Layer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "sae",
    description = {
      "What do the columns of a profile mean? Trains a sparse autoencoder on the vectors, compares"
          + " each of its features with what clients did before the cut-off and after it, names"
          + " what it can, says how sure, and writes a folder of pages: OUT/index.html, a page per"
          + " feature, report.json, the weights. Of a recommender's hidden states, features are"
          + " named by the attributes of items and by the words of their texts."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus sae --profiles profiles/rfm --data shop --out features",
      "  habitus sae --recommender models/next --data films --out film-features"
    })
final class SaeCommand extends Command {
  @Option(
      names = "--profiles",
      paramLabel = "DIR",
      description = "What habitus embed wrote, or any client_ids.npy and embeddings.npy.")
  @Nullable Path profiles;

  @Option(
      names = "--recommender",
      paramLabel = "MODEL",
      description =
          "Instead: a saved recommender, whose hidden states are explained by the attributes and"
              + " texts of items.")
  @Nullable Path recommender;

  @Option(
      names = "--layer",
      paramLabel = "N|output",
      defaultValue = "output",
      description =
          "Of a recommender: states after its Nth layer, or what scores are made of. Default:"
              + " ${DEFAULT-VALUE}.")
  String layer;

  @Option(
      names = "--attributes-of",
      paramLabel = "ITEM",
      defaultValue = "newest",
      description =
          "Of a recommender: compare features with the newest item that a state has read, or with"
              + " the next one. Default: ${DEFAULT-VALUE}.")
  StateView.About attributesOf;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description =
          "The data that clients' facts are counted from, or that a recommender is asked about; for"
              + " a recommender also a text file of sequences.")
  Path data;

  @Mixin ItemOptions items = new ItemOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to write; it appears whole.")
  Path out;

  @Option(
      names = "--features",
      paramLabel = "M",
      description = "Width of the code. Default: four times the vectors' width.")
  @Nullable Integer features;

  @Option(
      names = "--sparsity",
      paramLabel = "KIND",
      description =
          "How few features are active: 'topk K', 'batchtopk K' or 'relu+l1 WEIGHT'. Default: topk"
              + " of a quarter of the width, at most 32.")
  @Nullable String sparsity;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the vectors. Default: until two million were read.")
  @Nullable Integer epochs;

  @Option(
      names = "--permutations",
      paramLabel = "N",
      defaultValue = "20",
      description = "Of the attributes, for the guard against chance. Default: ${DEFAULT-VALUE}.")
  int permutations;

  @Option(
      names = "--days",
      paramLabel = "D",
      description = "Length of a target window, as for embed. Default: the data's.")
  @Nullable Integer days;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of everything random. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(names = "--show-ids", description = "Name the clients on the pages.")
  boolean showIds;

  SaeCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    if ((profiles == null) == (recommender == null)) {
      throw new UsageException(
          "expected --profiles or --recommender, found " + (profiles == null ? "neither" : "both"));
    }
    SaeResult.KIND.require(out);
    SaeOptions options = options();
    OptionalInt window = days == null ? OptionalInt.empty() : OptionalInt.of(days);
    Path work = out.resolveSibling(out.getFileName() + ".work");
    RunContext kept = context.withWorkFolder(work);
    requireRoom(options, kept);
    SaeResult result =
        profiles == null
            ? ofRecommender(Objects.requireNonNull(recommender), options, kept)
            : ofProfiles(profiles, window, options, kept);
    try {
      WholeFolder.delete(work);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + work, e);
    }
    return outcome(result);
  }

  private SaeResult ofProfiles(
      Path folder, OptionalInt window, SaeOptions options, RunContext context) {
    try (Habitus habitus = Habitus.open(data, context)) {
      return ProfileSae.run(habitus, folder, window, options, showIds, out, context);
    }
  }

  private SaeResult ofRecommender(Path model, SaeOptions options, RunContext context) {
    StateView view = new StateView(Layer.parse(layer), attributesOf);
    try (SaeRecommender asked = SaeRecommender.open(data, model, items.asked(), context)) {
      return RecommenderSae.run(asked, view, options, showIds, out, context);
    }
  }

  private void requireRoom(SaeOptions options, RunContext context) {
    int width =
        profiles != null
            ? ProfileFolder.read(profiles).profiles().width()
            : FittedSequential.widthOf(Objects.requireNonNull(recommender));
    new FeatureRoom(options.settings(1, width).features(), width).require(out, context);
  }

  private SaeOptions options() {
    try {
      return new SaeOptions(
          features == null ? OptionalInt.empty() : OptionalInt.of(features),
          Optional.ofNullable(sparsity).map(Sparsity::parse),
          epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs),
          permutations,
          seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Outcome outcome(SaeResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("folder", result.folder().toString());
    json.put("features", result.settings().features());
    json.put("explainedVariance", result.fidelity().explainedVariance());
    json.put("activeFeatures", result.fidelity().activeFeatures());
    json.put("deadFeatures", result.fidelity().deadFeatures());
    json.put("named", result.named());
    json.put("worded", result.worded());
    json.put("clarity", result.interpretation().clarity());
    json.put("vectorsPerSecond", result.vectorsPerSecond());
    return Outcome.done(json, text(result));
  }

  private static String text(SaeResult result) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("columns", "how many", "clear", "attributes found", "mean best AUROC"));
    for (Clarity each : result.interpretation().clarity()) {
      rows.add(
          List.of(
              each.what(),
              Integer.toString(each.columns()),
              Integer.toString(each.clearColumns()),
              each.clearAttributes() + " of " + each.attributes(),
              String.format(Locale.ROOT, "%.4f", each.meanBestAuroc())));
    }
    return TextTable.of(rows)
        + String.format(
            Locale.ROOT,
            "%n%s features (%s): %.1f active, %d dead, %s of the variance explained; %d"
                + " named%s.%npages: %s",
            Amounts.count(result.settings().features()),
            result.settings().sparsity().text(),
            result.fidelity().activeFeatures(),
            result.fidelity().deadFeatures(),
            Fidelity.percent(result.fidelity().explainedVariance()),
            result.named(),
            result.worded() > 0 ? ", " + result.worded() + " by words of items' texts" : "",
            result.folder().resolve("index.html"));
  }
}
