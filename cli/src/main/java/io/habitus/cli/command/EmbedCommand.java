package io.habitus.cli.command;

import io.habitus.cli.console.Amounts;
import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.file.WholeFolder;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ProfileFolder;
import io.habitus.core.run.RunContext;
import io.habitus.models.ProfileModels;
import io.habitus.pipeline.EmbedRequest;
import io.habitus.pipeline.Embedding;
import io.habitus.pipeline.Habitus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "embed",
    description = {
      "Fits a profile model and writes one vector per client: client_ids.npy (int64),"
          + " embeddings.npy (float16), provenance.json.",
      "The model sees only events before the train start of the split, so that the profiles can be"
          + " evaluated."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus embed --data shop --model aggregated --out profiles/aggregated",
      "  habitus embed --data shop --model random --set width=64 --seed 7 --out profiles/random",
      "  habitus embed --data shop --model sra --save-model models/sra --out profiles/sra",
      "  habitus embed --data next --fitted models/sra --out profiles/sra-first-phase",
      "  habitus embed --data today --fitted models/gru --since profiles/old --out profiles/new"
    })
final class EmbedCommand extends Command {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "A challenge directory, published or split, or a store.")
  Path data;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      completionCandidates = ModelNames.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  @Nullable String model;

  @Option(
      names = "--fitted",
      paramLabel = "MODEL",
      description =
          "Instead of --model: a model that --save-model wrote, of this data or of other data. It"
              + " is not fitted again.")
  @Nullable Path fitted;

  @Option(
      names = "--since",
      paramLabel = "PROFILES",
      description =
          "With --fitted: profiles that the same model made before. Only clients of whom the model"
              + " now reads something else are embedded again; the result is that of embedding"
              + " all. Refused for models whose vectors change without new events.")
  @Nullable Path since;

  @Option(
      names = "--save-model",
      paramLabel = "MODEL",
      description = "A folder for the fitted model, which must not exist yet.")
  @Nullable Path saveModel;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the model. Repeatable.")
  Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--fields",
      paramLabel = "NAMES",
      description =
          "What a step of gru-ae, next-product or next-url is made of, separated by commas: as"
              + " --set fields=NAMES.")
  @Nullable String fields;

  @Option(
      names = "--out",
      paramLabel = "PROFILES",
      required = true,
      description = "The folder to appear; profiles that are there already are replaced.")
  Path out;

  @Option(
      names = "--days",
      paramLabel = "D",
      description =
          "Length of a target window: events from the split's train start on are not seen."
              + " Default: the data's, 14 in the challenge.")
  @Nullable Integer days;

  @Option(
      names = "--all-events",
      description =
          "See all events, for submissions; such profiles cannot be evaluated on this data.")
  boolean allEvents;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of everything random. Default: ${DEFAULT-VALUE}.")
  long seed;

  EmbedCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) {
    if (fields != null && parameters.put("fields", fields) != null) {
      throw new UsageException("expected --fields or --set fields, found both");
    }
    if (allEvents && days != null) {
      throw new UsageException("expected --days or --all-events, found both");
    }
    if ((model == null) == (fitted == null)) {
      throw new UsageException(
          "expected --model or --fitted, found " + (model == null ? "neither" : "both"));
    }
    if (since != null && fitted == null) {
      throw new UsageException(
          "--since needs --fitted: a model that is fitted again makes other vectors of everyone");
    }
    if (fitted != null && (saveModel != null || !parameters.isEmpty())) {
      throw new UsageException("a fitted model takes neither --set nor --fields nor --save-model");
    }
    ProfileFolder.KIND.require(out);
    Path work = out.resolveSibling(out.getFileName() + ".work");
    if (saveModel != null && Files.exists(saveModel) && Files.notExists(work)) {
      throw new UsageException(saveModel + " exists already; name a new folder for the model");
    }
    if (model != null) {
      ProfileModels.named(model, parameters); // before the data is opened, which may take long
    }
    try (Habitus habitus = Habitus.open(data, context.withWorkFolder(work))) {
      Embedding embedding = embedding(habitus).writeTo(out);
      WholeFolder.delete(work);
      return outcome(embedding);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + work, e);
    }
  }

  private Embedding embedding(Habitus habitus) {
    OptionalInt window = days == null ? OptionalInt.empty() : OptionalInt.of(days);
    if (model != null) {
      return habitus.embed(
          new EmbedRequest(
              model, parameters, seed, window, allEvents, Optional.ofNullable(saveModel)));
    }
    Path saved = Objects.requireNonNull(fitted);
    return since == null
        ? habitus.embedFitted(saved, window, allEvents)
        : habitus.embedSince(saved, since, window, allEvents);
  }

  private Outcome outcome(Embedding embedding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("profiles", out.toString());
    json.put("model", embedding.name());
    json.put("clients", embedding.profiles().size());
    json.put("width", embedding.profiles().width());
    Instant cutOff = embedding.provenance().orElseThrow().cutOff();
    json.put("cutOff", cutOff);
    if (saveModel != null) {
      json.put("fitted", saveModel.toString());
    }
    if (since != null) {
      embedding.digests().ifPresent(made -> json.put("embedded", made.computed()));
    }
    return Outcome.done(
        json,
        "%s clients%s, %d columns, from %s: %s"
            .formatted(
                Amounts.count(embedding.profiles().size()),
                embedding
                    .digests()
                    .filter(made -> since != null)
                    .map(made -> " (" + Amounts.count(made.computed()) + " embedded again)")
                    .orElse(""),
                embedding.profiles().width(),
                cutOff == null
                    ? "a model that does not say until when it learned"
                    : "events before " + cutOff,
                out));
  }

  /** Names of the models, for the help text. */
  static final class ModelNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ProfileModels.names().iterator();
    }
  }
}
