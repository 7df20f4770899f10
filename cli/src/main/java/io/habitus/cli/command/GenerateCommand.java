package io.habitus.cli.command;

import io.habitus.cli.console.Amounts;
import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.run.RunContext;
import io.habitus.ingest.shop.ShopGenerator;
import io.habitus.ingest.shop.ShopReport;
import io.habitus.ingest.shop.ShopSettings;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "generate",
    description = {
      "Simulates a shop and writes its log as a challenge directory, with the scores of the latent"
          + " oracle (an upper bound for every task) in oracle.json.",
      "The same settings give the same bytes."
    },
    footerHeading = "%nExample:%n",
    footer = "  habitus generate --clients 10000 --days 90 --seed 7 --out shop")
final class GenerateCommand extends Command {
  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Clients that ever join. Default: ${DEFAULT-VALUE}.")
  int clients;

  @Option(
      names = "--days",
      paramLabel = "D",
      defaultValue = "90",
      description = "Length of the log in days. Default: ${DEFAULT-VALUE}.")
  int days;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of every random number. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to appear; an older generated shop there is replaced.")
  Path out;

  @Option(
      names = "--start",
      paramLabel = "DATE",
      description = "First day, such as 2025-01-06 (the default).")
  @Nullable LocalDate start;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Products. Default: one per client, at least 3,000, at most 60,000.")
  @Nullable Integer items;

  @Option(
      names = "--window-days",
      paramLabel = "D",
      description = "Length of a target window: the oracle holds for this split. Default: 14.")
  @Nullable Integer windowDays;

  @Option(
      names = "--oracle-clients",
      paramLabel = "N",
      description = "At most so many clients are scored by the oracle, 0 for none. Default: 50000.")
  @Nullable Integer oracleClients;

  GenerateCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    ShopReport report = ShopGenerator.generate(settings(), out, context);
    StringBuilder text = new StringBuilder();
    text.append(Amounts.count(report.events())).append(" events in ").append(out).append('\n');
    report.oracle().lines().forEach(line -> text.append(line).append('\n'));
    text.append("next: habitus embed --data ").append(out).append(" --model aggregated --out …");
    return Outcome.done(report, text.toString());
  }

  private ShopSettings settings() {
    ShopSettings usual = ShopSettings.of(clients, days, seed);
    return new ShopSettings(
        clients,
        days,
        seed,
        start == null ? usual.start() : start,
        items == null ? usual.items() : items,
        items == null ? usual.categories() : Math.max(1, items / 25),
        usual.newItemShare(),
        windowDays == null ? usual.windowDays() : windowDays,
        oracleClients == null ? usual.oracleClients() : oracleClients);
  }
}
