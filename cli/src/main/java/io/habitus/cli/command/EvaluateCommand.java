package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.TaskSet;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.NamedProfiles;
import io.habitus.evaluation.entry.Entry;
import io.habitus.evaluation.entry.EntryOptions;
import io.habitus.pipeline.Habitus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "evaluate",
    description = {
      "Scores profiles on the six tasks of the challenge: trains a probe per task on the train"
          + " window, scores it on the validation window.",
      "Writes scores.json (profiles, task, score), evaluation.json (all measures, intervals, paired"
          + " differences) and report.html."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus evaluate --data shop --profiles profiles/aggregated --probe linear --out scores",
      "  habitus evaluate --data shop --profiles a=profiles/a --profiles b=profiles/b --out scores"
    })
final class EvaluateCommand extends Command {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "A challenge directory, published or split, or a store.")
  Path data;

  @Option(
      names = "--profiles",
      paramLabel = "[NAME=]DIR",
      required = true,
      converter = ProfilesArgument.Converter.class,
      description = "Folder with client_ids.npy and embeddings.npy. Repeatable.")
  List<ProfilesArgument> profiles = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the results.")
  Path out;

  @Option(
      names = "--days",
      paramLabel = "D",
      description = "Length of a target window. Default: the data's, 14 in the challenge.")
  @Nullable Integer days;

  @Option(
      names = "--any-clients",
      description =
          "Do not require the ids to be exactly the relevant clients, as the challenge" + " does.")
  boolean anyClients;

  @Option(names = "--show-ids", description = "Name client ids in messages.")
  boolean showIds;

  @Mixin ProbeOptions probe = new ProbeOptions();

  EvaluateCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    ProfilesArgument.requireDistinctNames(profiles);
    probe.choose(List.of()); // wrong names before the data is opened, which may take long
    try (Habitus habitus = Habitus.open(data, context)) {
      OptionalInt window = days == null ? OptionalInt.empty() : OptionalInt.of(days);
      TaskSet tasks = habitus.tasks(habitus.split(window));
      EvaluationResult result =
          habitus.evaluate(
              read(tasks.relevant(), context),
              tasks.with(probe.choose(tasks.tasks())),
              probe.toProbe(),
              probe.bootstrap());
      result.writeTo(out);
      return Outcome.done(result.scores(), ScoreTable.of(result) + "\nresults: " + out);
    }
  }

  /** All entries, or the problems of all. */
  private List<NamedProfiles> read(ClientSet relevant, RunContext context) {
    EntryOptions options =
        new EntryOptions(anyClients ? Optional.empty() : Optional.of(relevant), showIds);
    List<Problem> problems = new ArrayList<>();
    for (ProfilesArgument each : profiles) {
      problems.addAll(Entry.problems(each.folder(), options, context));
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    return profiles.stream()
        .map(each -> NamedProfiles.of(each.name(), ProfileFolder.read(each.folder())))
        .toList();
  }
}
