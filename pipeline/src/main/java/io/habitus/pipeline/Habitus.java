package io.habitus.pipeline;

import io.habitus.core.file.WholeFolder;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Statistics;
import io.habitus.core.target.Task;
import io.habitus.core.target.TaskSet;
import io.habitus.core.target.Tasks;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.evaluation.ClientNaming;
import io.habitus.evaluation.EvaluationOptions;
import io.habitus.evaluation.EvaluationResult;
import io.habitus.evaluation.Evaluator;
import io.habitus.evaluation.NamedProfiles;
import io.habitus.evaluation.Probe;
import io.habitus.evaluation.interval.BootstrapOptions;
import io.habitus.ingest.profile.ClientNames;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.Renewal;
import io.habitus.models.SavedModel;
import io.habitus.models.autoencoder.FittedGruAutoencoder;
import io.habitus.models.autoencoder.Reconstruction;
import io.habitus.models.embedding.DigestedProfiles;
import io.habitus.pipeline.data.Clients;
import io.habitus.pipeline.data.DataSource;
import io.habitus.pipeline.recipe.EvaluationSection;
import io.habitus.pipeline.report.EvaluationReport;
import io.habitus.pipeline.report.ReportData;
import io.habitus.pipeline.run.Probes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The road from data to scores, as a library: open data, embed its clients, evaluate the profiles.
 * What the commands do, they do through this class. Safe to use from one thread; work within a call
 * uses the context's threads.
 *
 * <p>Works without any flag of the JVM, with the same results; a fast path that is missing is
 * logged once.
 */
public final class Habitus implements AutoCloseable {

  private final DataSource data;
  private final RunContext context;

  private Habitus(DataSource data, RunContext context) {
    this.data = data;
    this.context = context;
  }

  /**
   * Opens a store, or a challenge directory, which is ingested when it is first opened.
   *
   * @throws io.habitus.core.problem.InputException if the path holds neither
   */
  public static Habitus open(Path data, RunContext context) {
    return new Habitus(DataSource.open(data, context), context);
  }

  /** Works on data that is open already, and closes it. */
  public static Habitus of(DataSource data, RunContext context) {
    return new Habitus(data, context);
  }

  /** The data that is open. */
  public DataSource data() {
    return data;
  }

  /** The events; closed with this. */
  public SequenceStore store() {
    return data.store();
  }

  /**
   * The organisers' split for this data.
   *
   * @param days length of a target window; empty for the schema's own, 14 in the challenge
   */
  public Split split(OptionalInt days) {
    return Split.organisers(
        Micros.toInstant(store().lastTargetMicros()), days.orElse(store().schema().targetDays()));
  }

  /** The tasks of a split, with labels as the data gives them, else derived. */
  public TaskSet tasks(Split split) {
    Histories input = store().histories(Long.MIN_VALUE, split.cutOffMicros());
    Histories targets = store().histories(split.cutOffMicros(), Micros.of(split.end()) + 1);
    return Tasks.of(input, targets, split, store().given(), context);
  }

  /**
   * Scores profiles on tasks of a split, with intervals over clients, paired differences and a
   * leaderboard; where the data was generated, also as a share of the latent oracle.
   *
   * @throws io.habitus.core.problem.InputException if profiles have seen events after the cut-off
   */
  public Evaluation evaluate(
      List<Embedding> embeddings, TaskSet tasks, Probe probe, BootstrapOptions bootstrap) {
    return evaluate(embeddings, tasks, probe, bootstrap, ClientNaming.HIDDEN);
  }

  /** The same; the results may name a few clients per task. */
  public Evaluation evaluate(
      List<Embedding> embeddings,
      TaskSet tasks,
      Probe probe,
      BootstrapOptions bootstrap,
      ClientNaming naming) {
    EvaluationOptions options =
        new EvaluationOptions(
            Optional.of(tasks.split()), bootstrap, data.oracleAuroc(tasks.split()), naming);
    return evaluate(embeddings, tasks.tasks(), Optional.of(tasks), probe, options);
  }

  /**
   * Scores profiles on a target of the user's own. Nobody knows what it looks back on, so cut-offs
   * are not checked and the report says so.
   *
   * @param target such as {@code UserTask} makes of a table
   */
  public Evaluation evaluate(
      List<Embedding> embeddings, Task target, Probe probe, BootstrapOptions bootstrap) {
    return evaluate(embeddings, target, probe, bootstrap, ClientNaming.HIDDEN);
  }

  /** The same; the results may name a few clients. */
  public Evaluation evaluate(
      List<Embedding> embeddings,
      Task target,
      Probe probe,
      BootstrapOptions bootstrap,
      ClientNaming naming) {
    EvaluationOptions options =
        new EvaluationOptions(Optional.empty(), bootstrap, Map.of(), naming);
    return evaluate(embeddings, List.of(target), Optional.empty(), probe, options);
  }

  private Evaluation evaluate(
      List<Embedding> embeddings,
      List<Task> tasks,
      Optional<TaskSet> set,
      Probe probe,
      EvaluationOptions options) {
    Provenance.Builder provenance =
        Provenance.of("evaluate")
            .dataHash(data.hash())
            .parameter("probe", probe.name())
            .threads(context.resources().threads());
    options.split().ifPresent(provenance::split);
    List<NamedProfiles> named = embeddings.stream().map(Embedding::toEvaluate).toList();
    EvaluationResult result = Evaluator.evaluate(named, tasks, probe, options, context);
    return new Evaluation(result, report(embeddings, set, result, provenance.finish()));
  }

  /** Scores embeddings on all tasks of the data's own split. */
  public Evaluation evaluate(List<Embedding> embeddings, Probe probe) {
    TaskSet tasks = tasks(split(OptionalInt.empty()));
    return evaluate(embeddings, tasks, probe, BootstrapOptions.defaults());
  }

  private EvaluationReport report(
      List<Embedding> embeddings,
      Optional<TaskSet> tasks,
      EvaluationResult result,
      Provenance provenance) {
    Map<String, EvaluationReport.Origin> origins = new LinkedHashMap<>();
    embeddings.forEach(each ->
        origins.put(each.name(), new EvaluationReport.Origin(each.origin(), each.provenance())));
    boolean seeded = Probes.isRandom(result.probe());
    return new EvaluationReport(
        "Profiles on " + data.path().toAbsolutePath().normalize().getFileName(),
        Optional.of(store()),
        data.path().toString(),
        tasks,
        origins,
        List.of(result),
        Probes.describe(result.probe()),
        seeded ? List.of(EvaluationSection.ORGANISERS_SEED) : List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(new ReportData.StepTime("evaluate", result.seconds(), false)),
        Optional.empty(),
        new ReportData.Repeat(List.of(), "", provenance));
  }

  /** Fits a model with its defaults on the events before the cut-off and embeds the clients. */
  public Embedding embed(String model) {
    return embed(EmbedRequest.of(model));
  }

  /**
   * Fits a model on the events before the cut-off and embeds the relevant clients, or all with an
   * event where the data names none.
   *
   * @throws io.habitus.core.problem.UsageException if there is no such model or parameter
   */
  public Embedding embed(EmbedRequest request) {
    int days = request.days().orElse(store().schema().targetDays());
    ProfileModel model =
        ProfileModels.named(
            request.model(),
            ProfileModels.withTargetDays(request.model(), request.parameters(), days));
    Window window = window(request.days(), request.allEvents());
    Provenance.Builder provenance =
        provenance(window).model(model.name(), model.parameters()).seed(request.seed());
    ClientSet clients = Clients.relevant(store(), window.input(), context);
    try (FittedProfileModel fitted = model.fit(window.input(), clients, request.seed(), context)) {
      if (request.saveModel().isPresent()) {
        Path folder = request.saveModel().get();
        save(fitted, folder);
        provenance.input(Earlier.MODEL, Earlier.fingerprint(folder));
      }
      provenance.cutOff(Micros.toInstant(window.until()));
      return embed(model.name(), fitted, Optional.empty(), window.input(), clients, provenance);
    }
  }

  /** A run that was killed while it embedded has saved its model already. */
  private void save(FittedProfileModel fitted, Path folder) {
    if (Files.notExists(folder) || context.workFolder().isEmpty()) {
      fitted.save(folder);
      return;
    }
    Path again = context.workFolder().get().resolve("model");
    try {
      WholeFolder.delete(again);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + again, e);
    }
    fitted.save(again);
    if (!Earlier.fingerprint(again).equals(Earlier.fingerprint(folder))) {
      throw new UsageException(
          folder + " exists already and is another model; name a new folder for this one");
    }
  }

  private Embedding embed(
      String name,
      FittedProfileModel fitted,
      Optional<Earlier> earlier,
      Histories input,
      ClientSet clients,
      Provenance.Builder provenance) {
    Optional<ClientNames> names = ClientNames.of(store(), context);
    return switch (fitted.renewal()) {
      case Renewal.Whole(String because) -> {
        if (earlier.isPresent()) {
          throw new UsageException(
              "profiles of %s cannot be renewed client by client: %s".formatted(name, because));
        }
        Profiles profiles = fitted.embed(input, clients, context);
        yield new Embedding(name, profiles, Optional.of(provenance.finish()), names);
      }
      case Renewal.ByClient(Renewal.Embedder embedder) -> {
        Optional<DigestedProfiles> before =
            earlier.map(each -> each.read(fitted.width(), context.progress()));
        DigestedProfiles made = embedder.embed(before, input, clients, context);
        yield new Embedding(
            name, made.profiles(), Optional.of(provenance.finish()), names, Optional.of(made));
      }
    };
  }

  /**
   * How much of clients' histories can be read back from their vectors alone, by a saved model that
   * can do so. Of the relevant clients those that the fit set aside, or all of them where it set
   * none aside.
   *
   * @param model folder of a saved {@code gru-ae}
   * @param days length of a target window, as for {@link #embed}
   * @param examples how many histories are shown
   * @throws UsageException if the model makes vectors only
   */
  public Reconstruction reconstruct(Path model, OptionalInt days, int examples) {
    Histories input = store().histories(Long.MIN_VALUE, split(days).cutOffMicros());
    ClientSet relevant = Clients.relevant(store(), input, context);
    try (FittedProfileModel fitted = ProfileModels.load(model)) {
      if (!(fitted instanceof FittedGruAutoencoder autoencoder)) {
        throw new UsageException(model + ": only gru-ae models can write histories down again");
      }
      return autoencoder.reconstruct(input, autoencoder.toReadBack(relevant), examples, context);
    }
  }

  /**
   * Embeds the relevant clients with a model that was fitted and saved before, here or on another
   * data set: nothing is learned now. What the profiles have seen ends where the window does or
   * where the model's learning did, whichever is later; evaluation goes by that.
   *
   * @param folder of the saved model
   * @param days length of a target window, as in {@link EmbedRequest}
   * @param allEvents whether all events are seen, as in {@link EmbedRequest}
   * @throws io.habitus.core.problem.InputException if there is no model, or the data has another
   *     layout than the model's
   */
  public Embedding embedFitted(Path folder, OptionalInt days, boolean allEvents) {
    return embedFitted(folder, Optional.empty(), days, allEvents);
  }

  /**
   * The same, bit by bit, where profiles of the same fitted model exist that were made when the
   * data had fewer events: clients of whom the model would read the same are not embedded again.
   *
   * @param since folder of the earlier profiles
   * @throws UsageException if vectors of this model change without a new event of the client
   * @throws io.habitus.core.problem.InputException if another model made the earlier profiles
   */
  public Embedding embedSince(Path folder, Path since, OptionalInt days, boolean allEvents) {
    return embedFitted(folder, Optional.of(since), days, allEvents);
  }

  private Embedding embedFitted(
      Path folder, Optional<Path> since, OptionalInt days, boolean allEvents) {
    SavedModel saved = SavedModel.read(folder);
    Window window = window(days, allEvents);
    Instant until = Micros.toInstant(window.until());
    Provenance.Builder provenance =
        provenance(window).model(saved.model(), saved.parameters()).seed(saved.seed());
    String model = Earlier.fingerprint(folder);
    provenance.input(Earlier.MODEL, model);
    Optional<Earlier> earlier = since.map(each -> Earlier.of(each, folder, model));
    earlier.ifPresent(each -> provenance.input("since", each.fingerprint()));
    ClientSet clients = Clients.relevant(store(), window.input(), context);
    try (FittedProfileModel fitted = ProfileModels.load(folder)) {
      // Without a word from the model, nobody knows what the profiles have seen.
      fitted
          .learnedUntil()
          .ifPresent(learned -> provenance.cutOff(learned.isAfter(until) ? learned : until));
      return embed(saved.model(), fitted, earlier, window.input(), clients, provenance);
    }
  }

  /** What a model gets to see. */
  private record Window(Optional<Split> split, Histories input, long until) {}

  private Window window(OptionalInt days, boolean allEvents) {
    Optional<Split> split = allEvents ? Optional.empty() : Optional.of(split(days));
    long until = split.map(Split::cutOffMicros).orElseGet(this::afterLastEvent);
    return new Window(split, store().histories(Long.MIN_VALUE, until), until);
  }

  private Provenance.Builder provenance(Window window) {
    Provenance.Builder provenance =
        Provenance.of("embed").dataHash(data.hash()).threads(context.resources().threads());
    window.split().ifPresent(provenance::split);
    return provenance;
  }

  private long afterLastEvent() {
    return 1
        + store().manifest().statistics().types().stream()
            .mapToLong(Statistics.TypeStatistics::lastMicros)
            .max()
            .orElse(Long.MAX_VALUE - 1);
  }

  @Override
  public void close() {
    data.close();
  }
}
