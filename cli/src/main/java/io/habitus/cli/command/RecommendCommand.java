package io.habitus.cli.command;

import io.habitus.cli.console.Amounts;
import io.habitus.cli.session.Outcome;
import io.habitus.cli.session.Session;
import io.habitus.core.file.WholeFolder;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import io.habitus.core.run.RunContext;
import io.habitus.pipeline.recommend.ContentSource;
import io.habitus.pipeline.recommend.RecommendData;
import io.habitus.pipeline.recommend.RecommendRequest;
import io.habitus.recommend.ItemAudience;
import io.habitus.recommend.Recommending;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.sequential.FittedSequential;
import io.habitus.recommend.sequential.ItemVectors;
import io.habitus.recommend.sequential.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
    name = "recommend",
    description = {
      "Fits a transformer that predicts each client's next item, or takes a saved one, and writes"
          + " the best items of each client as Parquet: client_id, client (where ids are text),"
          + " rank, item, score.",
      "The data is a store, a challenge directory, or a text file with a line for each user: the"
          + " user's id, then item ids, oldest first. With --new-item it says where one item ranks,"
          + " and for whom."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  habitus recommend --data shop --save-model models/next --clients all --out next.parquet",
      "  habitus recommend --data shop --model models/next --clients vip.txt --k 20 --out vip.parquet",
      "  habitus recommend --data news --model models/news --content arrays:ids.npy,vectors.npy"
          + " --new-item 4711"
    })
final class RecommendCommand extends Command {
  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "Whose histories are read.")
  Path data;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "What --save-model wrote. Without it a model is fitted to the data.")
  @Nullable Path model;

  @Option(
      names = "--save-model",
      paramLabel = "MODEL",
      description = "A folder for the fitted model, which must not exist yet.")
  @Nullable Path saveModel;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "A parameter of the fit: network (sasrec, gpt2), width, layers, heads, max-items, dropout,"
              + " negatives (0: softmax over all items), epochs, patience, batch, shards,"
              + " learning-rate, context (what is read beside items, such as"
              + " event-type,hour,weekday,category). Repeatable.")
  Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--content",
      paramLabel = "SOURCE",
      description =
          "What items are: arrays:IDS.npy,VECTORS.npy; attributes:NAME,… or texts:NAME,… of the"
              + " catalogue; codes:NAME, code vectors of it; attributes-file:FILE.json; texts-file:FILE.tsv,COLUMN. Fitted with it,"
              + " a model knows items that nobody took.")
  @Nullable String content;

  @Option(
      names = "--max-delta-norm",
      paramLabel = "R",
      defaultValue = "0.5",
      description =
          "With --content: how far an item's vector may be learned away from its content, whose"
              + " length is 1. Default: ${DEFAULT-VALUE}.")
  double maxDeltaNorm;

  @Option(
      names = "--item-field",
      paramLabel = "FIELD",
      description = "Event field that holds items. Default: the data's.")
  @Nullable String itemField;

  @Option(
      names = "--events",
      paramLabel = "TYPE",
      split = ",",
      description =
          "Event types that count as taking an item. Default: the data's target event, if it has"
              + " items.")
  List<String> events = new ArrayList<>();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = When.class,
      description = "Read no event at or after it. Default: all.")
  @Nullable Instant until;

  @Option(
      names = "--clients",
      paramLabel = "FILE|all",
      defaultValue = "all",
      description = "A text file with an id per line, or all. Default: ${DEFAULT-VALUE}.")
  String clients;

  @Option(
      names = "--k",
      paramLabel = "K",
      defaultValue = "10",
      description = "Items of a list. Default: ${DEFAULT-VALUE}.")
  int k;

  @Option(names = "--allow-seen", description = "Lists may have items that the client had before.")
  boolean allowSeen;

  @Option(
      names = "--allow",
      paramLabel = "FILE",
      description = "Recommend only these items: an id per line.")
  @Nullable Path allow;

  @Option(
      names = "--deny",
      paramLabel = "FILE",
      description = "Recommend none of these items: an id per line.")
  @Nullable Path deny;

  @Option(
      names = "--new-item",
      paramLabel = "ID",
      description =
          "Instead of lists: where this item ranks, and for whom. If the model does not have it, it"
              + " enters by its --content, and nothing is trained.")
  @Nullable String newItem;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description =
          "With --new-item, for a model that was fitted with texts: the item's text, instead of"
              + " --content.")
  @Nullable String newText;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of the fit. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The Parquet file to appear; one that is there already is replaced.")
  @Nullable Path out;

  RecommendCommand(Session session) {
    super(session);
  }

  @Override
  Outcome run(RunContext context) throws IOException {
    check();
    List<String> wanted = wanted();
    ItemChoice choice = new ItemChoice(Optional.ofNullable(itemField), events);
    try (RecommendData read =
            RecommendData.open(data, choice, Optional.ofNullable(until), fields(), context);
        FittedSequential fitted = fitted(read, wanted, context)) {
      if (newItem != null) {
        return audience(newItem, read, fitted, context);
      }
      if (out == null) {
        return Outcome.done(fitted.card(), "fitted " + fitted.name());
      }
      return lists(read, fitted, wanted, out, context);
    }
  }

  private void check() {
    if (out == null && newItem == null && saveModel == null) {
      throw new UsageException("expected --out, --new-item or --save-model, found none");
    }
    if (model != null && (saveModel != null || !parameters.isEmpty())) {
      throw new UsageException("a fitted model takes neither --set nor --save-model");
    }
    if (saveModel != null && Files.exists(saveModel)) {
      throw new UsageException(saveModel + " exists already; name a new folder for the model");
    }
    if (out != null) {
      OutputPlace.requireFile(out);
    }
    if (newText != null && (newItem == null || newText.isBlank())) {
      throw new UsageException("--text is the text of a --new-item");
    }
    if (k < 1) {
      throw new UsageException("--k: expected at least 1, found " + k);
    }
  }

  private List<String> fields() {
    return model == null ? Settings.of(parameters).context() : FittedSequential.contextOf(model);
  }

  /** Ids of the clients that are asked for; none for all. */
  private List<String> wanted() throws IOException {
    List<String> wanted = clients.equals("all") ? List.of() : lines(Path.of(clients));
    if (!clients.equals("all") && wanted.isEmpty()) {
      throw new UsageException(clients + " names no client");
    }
    return wanted;
  }

  private FittedSequential fitted(RecommendData read, List<String> wanted, RunContext context)
      throws IOException {
    if (out != null && newItem == null) { // better known before an hour of fitting than after it
      int lists = wanted.isEmpty() ? read.interactions().size() : wanted.size();
      RecommendRequest.requireRoom(read, lists, k, out, context);
    }
    if (model != null) {
      return FittedSequential.load(model);
    }
    ItemVectors vectors =
        content == null
            ? new ItemVectors.Random()
            : new ItemVectors.ContentPlusDelta(
                ContentSource.parse(content).read(read, context), maxDeltaNorm);
    Path place = saveModel == null ? Objects.requireNonNullElse(out, data) : saveModel;
    Path work = place.resolveSibling(place.getFileName() + ".work");
    FittedSequential fitted =
        RecommendRequest.fit(read, parameters, vectors, seed, context.withWorkFolder(work));
    if (saveModel != null) {
      context.disk().require(saveModel, fitted.savedBytes());
      fitted.save(saveModel);
    }
    WholeFolder.delete(work);
    return fitted;
  }

  private Outcome lists(
      RecommendData read,
      FittedSequential fitted,
      List<String> wanted,
      Path file,
      RunContext context)
      throws IOException {
    Recommending.Rules rules =
        new Recommending.Rules(
            k,
            allowSeen,
            allow == null ? Optional.empty() : Optional.of(lines(allow)),
            deny == null ? List.of() : lines(deny));
    RecommendRequest.Written written =
        RecommendRequest.write(read, new Recommending(fitted, rules), wanted, file, 3, context);
    String text =
        "%s clients, %s of them with a list, %s rows: %s"
            .formatted(
                Amounts.count(written.clients()),
                Amounts.count(written.lists()),
                Amounts.count(written.rows()),
                file);
    return Outcome.done(written, text + unknown(written.unknown()));
  }

  private static String unknown(List<String> unknown) {
    return unknown.isEmpty()
        ? ""
        : "\n%d clients are not in the data, such as %s"
            .formatted(unknown.size(), unknown.getFirst());
  }

  private static List<String> lines(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          Problem.inFile(file.toString(), "a text file with an id per line", "no such file", ""));
    }
    return Files.readAllLines(file).stream().map(String::strip).filter(l -> !l.isEmpty()).toList();
  }

  private Outcome audience(
      String id, RecommendData read, FittedSequential fitted, RunContext context) {
    if (fitted.items().find(id) >= 0) {
      return audience(id, fitted, read, context);
    }
    float[] vector = vector(id, read, context);
    try (FittedSequential grown = fitted.withItems(Map.of(id, vector))) {
      return audience(id, grown, read, context);
    }
  }

  private float[] vector(String id, RecommendData read, RunContext context) {
    if (newText != null) {
      return Objects.requireNonNull(ContentSource.encoded(Map.of(id, newText), context).find(id));
    }
    if (content == null) {
      throw new UsageException(
          "item " + id + " is not in the model; give its --text, or the --content it is in");
    }
    float[] vector = ContentSource.parse(content).read(read, context).find(id);
    if (vector == null) {
      throw new UsageException("item " + id + " has no vector in " + content);
    }
    return vector;
  }

  private Outcome audience(
      String id, FittedSequential fitted, RecommendData read, RunContext context) {
    int item = fitted.items().find(id);
    ItemAudience found = ItemAudience.of(fitted, item, read.interactions(), k, context);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "item %s, %s in training: median rank %,d of %,d over %,d clients; among the first ten"
                + " of %,d (%.2f %%). It ranks highest for%n",
            id,
            fitted.trainingCount(item) == 0 ? "never" : fitted.trainingCount(item) + " times",
            found.medianRank(),
            found.candidates(),
            found.users(),
            found.users10(),
            100 * found.inTop()));
    List<List<String>> rows = new ArrayList<>();
    for (ItemAudience.Member each : found.audience()) {
      rows.add(List.of("  " + read.clientName(each.client()), "rank " + each.rank()));
    }
    return Outcome.done(found, text.append(TextTable.of(rows)).toString().stripTrailing());
  }
}
