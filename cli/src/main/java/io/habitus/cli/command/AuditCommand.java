package io.habitus.cli.command;

import io.habitus.cli.session.ExitCode;
import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.run.RunContext;
import io.habitus.core.target.TaskSet;
import io.habitus.evaluation.audit.ColumnAudit;
import io.habitus.evaluation.audit.SuspiciousColumn;
import io.habitus.models.audit.AuditResult;
import io.habitus.models.audit.LeakAudit;
import io.habitus.pipeline.Habitus;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "audit",
    description = {
      "Did the profiles see the future? Fits and embeds again on logs whose events"
          + " after the cut-off"
          + " were removed or replaced, and requires identical bits. Profiles of other programs are"
          + " unverified, never passed.",
      "Also flags every single column that predicts a target with an AUROC of .99 on at least 30"
          + " positives. Exit code 1 if there is a leak or such a column."
    },
    footerHeading = "%nExample:%n",
    footer = "  habitus audit --data shop --profiles profiles/aggregated")
final class AuditCommand extends Command {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data that the profiles were made of.")
  Path data;

  @Option(
      names = "--profiles",
      paramLabel = "DIR",
      required = true,
      description = "Folder with client_ids.npy, embeddings.npy, provenance.json.")
  Path profiles;

  @Option(
      names = "--days",
      paramLabel = "D",
      description = "Length of a target window. Default: the data's, 14 in the challenge.")
  @Nullable Integer days;

  AuditCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    try (Habitus habitus = Habitus.open(data, context)) {
      AuditResult leak = LeakAudit.ofProfiles(profiles, habitus.store(), context);
      OptionalInt window = days == null ? OptionalInt.empty() : OptionalInt.of(days);
      TaskSet tasks = habitus.tasks(habitus.split(window));
      List<SuspiciousColumn> columns =
          ColumnAudit.find(ProfileFolder.read(profiles).profiles(), tasks.tasks(), context);
      return outcome(leak, columns);
    }
  }

  private static Outcome outcome(AuditResult leak, List<SuspiciousColumn> columns) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("verdict", leak.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    json.put("sentence", leak.sentence());
    json.put("suspiciousColumns", columns);
    StringBuilder text = new StringBuilder(leak.sentence());
    columns.forEach(column -> text.append('\n').append(line(column)));
    if (columns.isEmpty()) {
      text.append("\nno single column predicts a target");
    }
    boolean fails = isFailure(leak) || !columns.isEmpty();
    return new Outcome(json, text.toString(), fails ? ExitCode.INPUT : ExitCode.DONE);
  }

  private static boolean isFailure(AuditResult leak) {
    return switch (leak) {
      case AuditResult.Passed _, AuditResult.Unverified _ -> false;
      case AuditResult.Leaking _, AuditResult.NotReproduced _ -> true;
    };
  }

  private static String line(SuspiciousColumn column) {
    return String.format(
        Locale.ROOT,
        "column %d predicts %s of %s with AUROC %.4f on %,d positives: is it the answer itself?",
        column.column(),
        column.label(),
        column.task(),
        column.auroc(),
        column.positives());
  }
}
