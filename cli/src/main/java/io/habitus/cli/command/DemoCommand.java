package io.habitus.cli.command;

import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.Demo;
import io.habitus.pipeline.run.RunResult;
import java.nio.file.Path;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "demo",
    description = {
      "The whole road in under three minutes: simulates a small shop, ingests it,"
          + " embeds its clients"
          + " with the baselines and a GRU, scores them on six tasks; recommends items, ranks one"
          + " that nobody has had yet, names a feature of the recommender and turns it up; writes"
          + " one HTML report.",
      "Needs no configuration and no network. Run again, it repeats nothing."
    },
    footerHeading = "%nExample:%n",
    footer = "  habitus demo")
final class DemoCommand extends Command {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "habitus-demo",
      description = "Folder of the results. Default: ${DEFAULT-VALUE}.")
  Path out;

  DemoCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    RunResult result = Demo.run(out, context);
    String next =
        """

        Next:
          open %s
          open %s
          habitus run %s evaluation.probe=predictor output=habitus-demo-full   (minutes)
          habitus ingest --help   (your own log)\
        """
            .formatted(
                result.report().toAbsolutePath(),
                Demo.features(out).toAbsolutePath(),
                out.resolve("recipe.yaml"));
    return Outcome.done(RunOutcome.json(result), RunOutcome.text(result) + "\n" + next);
  }
}
