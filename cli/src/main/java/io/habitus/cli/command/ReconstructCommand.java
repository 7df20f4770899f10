package io.habitus.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.habitus.cli.console.Amounts;
import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.json.Json;
import io.habitus.core.run.RunContext;
import io.habitus.models.autoencoder.Reconstruction;
import io.habitus.models.autoencoder.Reconstruction.Example;
import io.habitus.models.autoencoder.Reconstruction.FieldAccuracy;
import io.habitus.models.autoencoder.Reconstruction.PositionAccuracy;
import io.habitus.pipeline.Habitus;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "reconstruct",
    description = {
      "How much of a history is in its vector? A saved gru-ae model writes the histories of clients"
          + " that it was not fitted on down again, from their vectors alone, and says which share"
          + " of the tokens is right: by field, by position, and beside what the most frequent"
          + " token would reach."
    },
    footerHeading = "%nExample:%n",
    footer = "  habitus reconstruct --data shop --model models/gru --examples 2")
final class ReconstructCommand extends Command {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data whose histories are written down.")
  Path data;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      required = true,
      description = "What embed --save-model wrote.")
  Path model;

  @Option(
      names = "--days",
      paramLabel = "D",
      description = "Length of a target window, as for embed. Default: the data's.")
  @Nullable Integer days;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "0",
      description = "Show N histories beside what was read back. Default: ${DEFAULT-VALUE}.")
  int examples;

  @Option(names = "--show-ids", description = "Name the clients of the examples.")
  boolean showIds;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Also write everything as JSON into this file.")
  @Nullable Path out;

  ReconstructCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    OptionalInt window = days == null ? OptionalInt.empty() : OptionalInt.of(days);
    try (Habitus habitus = Habitus.open(data, context)) {
      Reconstruction found = habitus.reconstruct(model, window, Math.max(0, examples));
      ObjectNode json = json(found);
      if (out != null) {
        Json.write(out, json);
      }
      return Outcome.done(json, text(found));
    }
  }

  private ObjectNode json(Reconstruction found) {
    ObjectNode json = Json.mapper().valueToTree(found);
    if (!showIds) {
      ArrayNode shown = (ArrayNode) json.get("examples");
      shown.forEach(example -> ((ObjectNode) example).remove("clientId"));
    }
    return json;
  }

  private String text(Reconstruction found) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s clients (%s of them not fitted on), %s steps; right as a whole: %s, in length: %s\n"
            .formatted(
                Amounts.count(found.clients()),
                Amounts.count(found.unseen()),
                Amounts.count(found.steps()),
                percent(found.whole()),
                percent(found.length())));
    found.fields().forEach(field -> text.append(line(field)));
    List<Example> shown = found.examples();
    for (int i = 0; i < shown.size(); i++) {
      String name = showIds ? "client " + shown.get(i).clientId() : "example " + (i + 1);
      text.append("\n").append(name).append('\n');
      shown
          .get(i)
          .steps()
          .forEach(step ->
              text.append("  ")
                  .append(String.join(" ", step.real()))
                  .append("  →  ")
                  .append(String.join(" ", step.readBack()))
                  .append('\n'));
    }
    return text.toString().stripTrailing();
  }

  private static String line(FieldAccuracy field) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%-16s %s right (the most frequent: %s); by step:",
            field.name(),
            percent(field.accuracy()),
            percent(field.mostFrequent())));
    for (PositionAccuracy each : field.positions()) {
      String steps =
          each.until() - each.from() == 1
              ? Integer.toString(each.from() + 1)
              : (each.from() + 1) + "–" + each.until();
      line.append(" %s: %s".formatted(steps, percent(each.accuracy())));
    }
    return line.append('\n').toString();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
