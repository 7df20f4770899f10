package io.habitus.cli.command;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskSet;
import io.habitus.evaluation.ClientNaming;
import io.habitus.evaluation.entry.Entry;
import io.habitus.evaluation.entry.EntryOptions;
import io.habitus.pipeline.Embedding;
import io.habitus.pipeline.Evaluation;
import io.habitus.pipeline.Habitus;
import io.habitus.pipeline.data.OwnTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code evaluate} and {@code compare} share: data, split, probe, checks of the entries. */
final class ScoringOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "A challenge directory, published or split, or a store.")
  Path data;

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
          "Do not require the ids to be exactly the relevant clients, as the challenge does.")
  boolean anyClients;

  @Option(
      names = "--show-ids",
      description =
          "Name client ids: in messages, and in the report a few clients per task about whom the"
              + " probe was most right and most wrong.")
  boolean showIds;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Score your own target instead: CSV or Parquet with a row per client. One column of zeros"
              + " and ones is binary, of numbers numeric, several columns are labels. Columns"
              + " train… and validation… are two windows; else clients are divided.")
  @Nullable Path labels;

  @Option(
      names = "--id-column",
      paramLabel = "NAME",
      defaultValue = "client_id",
      description = "Column of --labels that holds the client. Default: ${DEFAULT-VALUE}.")
  String idColumn = "client_id";

  @Mixin ProbeOptions probe = new ProbeOptions();

  /** Scores folders of profiles and writes the results. */
  Evaluation run(List<ProfilesArgument> profiles, RunContext context) {
    ProfilesArgument.requireDistinctNames(profiles);
    ProfilesArgument.requireFolders(profiles);
    probe.choose(List.of()); // wrong names before the data is opened, which may take long
    try (Habitus habitus = Habitus.open(data, context)) {
      Evaluation evaluation =
          labels == null
              ? onTasks(habitus, profiles, context)
              : onOwnTarget(habitus, labels, profiles, context);
      return evaluation.repeatedBy(List.of(command(profiles))).writeTo(out);
    }
  }

  private Evaluation onTasks(Habitus habitus, List<ProfilesArgument> profiles, RunContext context) {
    OptionalInt window = days == null ? OptionalInt.empty() : OptionalInt.of(days);
    TaskSet tasks = habitus.tasks(habitus.split(window));
    List<Embedding> read =
        read(profiles, anyClients ? Optional.empty() : Optional.of(tasks.relevant()), context);
    TaskSet chosen = tasks.with(probe.choose(tasks.tasks()));
    return habitus.evaluate(read, chosen, probe.toProbe(), probe.bootstrap(), naming());
  }

  private Evaluation onOwnTarget(
      Habitus habitus, Path file, List<ProfilesArgument> profiles, RunContext context) {
    List<Embedding> read = read(profiles, Optional.empty(), context);
    Task target = OwnTarget.read(file, OwnTarget.nameOf(file), idColumn, habitus.store(), context);
    return habitus.evaluate(read, target, probe.toProbe(), probe.bootstrap(), naming());
  }

  private ClientNaming naming() {
    return showIds ? ClientNaming.SHOWN : ClientNaming.HIDDEN;
  }

  /** All entries, or the problems of all at once. */
  private List<Embedding> read(
      List<ProfilesArgument> profiles, Optional<ClientSet> relevant, RunContext context) {
    EntryOptions options = new EntryOptions(relevant, showIds);
    List<Problem> problems = new ArrayList<>();
    for (ProfilesArgument each : profiles) {
      problems.addAll(Entry.problems(each.folder(), options, context));
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    return profiles.stream().map(each -> Embedding.read(each.name(), each.folder())).toList();
  }

  private String command(List<ProfilesArgument> profiles) {
    StringBuilder command = new StringBuilder("habitus evaluate --data ").append(data);
    profiles.forEach(each ->
        command.append(" --profiles ").append(each.name()).append('=').append(each.folder()));
    if (!probe.tasks.isEmpty()) {
      command.append(" --tasks ").append(String.join(",", probe.tasks));
    }
    if (days != null) {
      command.append(" --days ").append(days);
    }
    if (labels != null) {
      command.append(" --labels ").append(labels).append(" --id-column ").append(idColumn);
    }
    if (anyClients) {
      command.append(" --any-clients");
    }
    if (showIds) {
      command.append(" --show-ids");
    }
    command.append(" --probe ").append(probe.probe).append(" --resamples ").append(probe.resamples);
    return command.append(" --out ").append(out).toString();
  }
}
