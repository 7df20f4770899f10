package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.pipeline.recommend.ContentSource;
import io.habitus.pipeline.recommend.ExperimentOutput;
import io.habitus.pipeline.recommend.ExperimentRequest;
import io.habitus.pipeline.recommend.RecommendData;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.data.Split;
import io.habitus.recommend.experiment.ExperimentReport;
import io.habitus.recommend.metrics.RankingOptions;
import io.habitus.recommend.sequential.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@picocli.CommandLine.Command(
    name = "experiment",
    description = {
      "Compares recommenders by full ranking, with intervals over users, for all, warm and cold"
          + " items apart, and writes report.html, report.md and report.json. Run again, it repeats no"
          + " finished fit; a run that was killed goes on where it stopped.",
      "sequential: SASRec and a GPT-2 beside popularity, item-kNN, ALS and BPR. cold-start: one"
          + " network whose items are learned from nothing, are their content, begin at it, or stay"
          + " within a bound of it (arXiv 2507.19473)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus experiment sequential --data Beauty.txt --set dropout=0.5 --out beauty",
      "  habitus experiment cold-start --data movies --split time --content attributes:genres"
          + " --seeds 1,2,3,4,5 --out cold"
    })
final class ExperimentCommand extends Command {
  @Parameters(index = "0", paramLabel = "KIND", description = "sequential or cold-start.")
  String kind;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "A store, a challenge directory, or a text file of users and their items.")
  Path data;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      defaultValue = "leave-one-out",
      description =
          "leave-one-out: each user's last item is the test; time: what comes after one moment is."
              + " Default: ${DEFAULT-VALUE}.")
  String split;

  @Option(
      names = "--test-share",
      paramLabel = "S",
      defaultValue = "0.1",
      description = "With --split time: of all interactions. Default: ${DEFAULT-VALUE}.")
  double testShare;

  @Option(
      names = "--validation-share",
      paramLabel = "S",
      defaultValue = "0.1",
      description = "With --split time: of all interactions. Default: ${DEFAULT-VALUE}.")
  double validationShare;

  @Option(
      names = "--targets",
      paramLabel = "WHICH",
      defaultValue = "all",
      description =
          "With --split time: ask for all later items of a user, or for the first. Default:"
              + " ${DEFAULT-VALUE}.")
  String targets;

  @Option(
      names = "--content",
      paramLabel = "SOURCE",
      description =
          "What items are: arrays:IDS.npy,VECTORS.npy; attributes:NAME,… or texts:NAME,… of the"
              + " catalogue; attributes-file:FILE.json; texts-file:FILE.tsv,COLUMN.")
  @Nullable String content;

  @Option(
      names = "--hold-out",
      paramLabel = "S",
      defaultValue = "0",
      description =
          "Share of items that are held out of training by the first seed, for data without times."
              + " Default: ${DEFAULT-VALUE}.")
  double holdOut;

  @Option(
      names = "--max-delta-norm",
      paramLabel = "R",
      split = ",",
      defaultValue = "0.5",
      description = "Bounds to try in cold-start; the first is compared with the other models.")
  List<Double> maxDeltaNorms;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the networks, as for recommend. Repeatable.")
  Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--seeds",
      paramLabel = "S",
      split = ",",
      defaultValue = "1",
      description = "Of fits. Default: ${DEFAULT-VALUE}.")
  List<Long> seeds;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "0",
      description = "Draw so many users by the first seed; 0 for all. Default: ${DEFAULT-VALUE}.")
  int users;

  @Option(names = "--no-baselines", description = "Leave models without a network out.")
  boolean noBaselines;

  @Option(names = "--allow-seen", description = "Rank items that the user had before too.")
  boolean allowSeen;

  @Option(names = "--warm-only", description = "Rank only items that occur in training.")
  boolean warmOnly;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "500",
      description = "Draws of users for intervals; 0 for none. Default: ${DEFAULT-VALUE}.")
  int resamples;

  @Option(
      names = "--item-field",
      paramLabel = "FIELD",
      description = "Event field that holds items. Default: the data's.")
  @Nullable String itemField;

  @Option(
      names = "--events",
      paramLabel = "TYPE",
      split = ",",
      description = "Event types that count as taking an item. Default: the data's target event.")
  List<String> events = new ArrayList<>();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = When.class,
      description = "Read no event at or after it. Default: all.")
  @Nullable Instant until;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for report.html, report.md, report.json and finished fits.")
  Path out;

  @Spec CommandSpec spec;

  ExperimentCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    ExperimentRequest request = request();
    ItemChoice choice = new ItemChoice(Optional.ofNullable(itemField), events);
    List<String> fields = Settings.of(parameters).context();
    try (RecommendData read =
        RecommendData.open(data, choice, Optional.ofNullable(until), fields, context)) {
      ExperimentReport report =
          ExperimentOutput.run(request, read, out, List.of(command()), context);
      return Outcome.done(
          report, report.markdown() + "\nreport: " + out.resolve(ExperimentOutput.PAGE));
    }
  }

  /** As it was typed, with words that a shell would take apart in quotation marks. */
  private String command() {
    return spec.commandLine().getParseResult().originalArgs().stream()
        .map(word -> word.matches("[\\w./:,=+%-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "habitus ", ""));
  }

  private ExperimentRequest request() {
    RankingOptions options =
        RankingOptions.defaults()
            .with(allowSeen ? RankingOptions.Seen.RANKED : RankingOptions.Seen.LEFT_OUT)
            .with(warmOnly ? RankingOptions.Candidates.WARM : RankingOptions.Candidates.ALL)
            .with(new BootstrapOptions(resamples, 0.95, seeds.getFirst()));
    return new ExperimentRequest(
        switch (kind) {
          case "sequential" -> ExperimentRequest.Kind.SEQUENTIAL;
          case "cold-start" -> ExperimentRequest.Kind.COLD_START;
          default -> throw oneOf("KIND", "sequential or cold-start", kind);
        },
        new ExperimentRequest.SplitChoice(isByTime(), validationShare, testShare, targets()),
        Optional.ofNullable(content).map(ContentSource::parse),
        holdOut,
        maxDeltaNorms,
        !noBaselines,
        parameters,
        seeds,
        users,
        options);
  }

  private boolean isByTime() {
    return switch (split) {
      case "time" -> true;
      case "leave-one-out" -> false;
      default -> throw oneOf("--split", "leave-one-out or time", split);
    };
  }

  private Split.Targets targets() {
    return switch (targets) {
      case "all" -> Split.Targets.ALL;
      case "first" -> Split.Targets.FIRST;
      default -> throw oneOf("--targets", "all or first", targets);
    };
  }

  private static UsageException oneOf(String option, String expected, String found) {
    return new UsageException("%s: expected %s, found %s".formatted(option, expected, found));
  }
}
