package io.habitus.pipeline.run;

import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.target.Given;
import io.habitus.core.time.Split;
import io.habitus.ingest.Ingest;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.LogSource;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.ItemTable;
import io.habitus.ingest.log.LogSchema;
import io.habitus.ingest.log.SchemaFile;
import io.habitus.ingest.shop.ShopGenerator;
import io.habitus.ingest.shop.ShopOracle;
import io.habitus.ingest.shop.TaskOracle;
import io.habitus.pipeline.recipe.StoreSection;
import io.habitus.pipeline.step.Code;
import io.habitus.pipeline.step.Fingerprint;
import io.habitus.pipeline.step.StepCache;
import io.habitus.pipeline.step.StepKey;
import io.habitus.pipeline.step.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A recipe's data, as a store.
 *
 * @param store open
 * @param fingerprint for the steps that read it
 * @param source in words
 * @param oracle of a generated shop
 * @param lists where label lists come from
 */
record RunData(
    SequenceStore store,
    String fingerprint,
    String source,
    Optional<ShopOracle> oracle,
    Lists lists)
    implements AutoCloseable {

  /** Where label lists and active clients come from. */
  enum Lists {
    /** From the data, where it has them. */
    GIVEN,
    /** From the events before each window's end, always. */
    DERIVED
  }

  RunData(SequenceStore store, String fingerprint, String source, Optional<ShopOracle> oracle) {
    this(store, fingerprint, source, oracle, Lists.GIVEN);
  }

  private static final int GENERATE_VERSION = 1;
  private static final int INGEST_VERSION = 1;
  private static final String SHOP = "shop";
  private static final String STORE = "store";

  /** Events with time in [from, until) microseconds: what models and tasks are given. */
  Histories histories(long from, long until) {
    Histories all = store.histories(from, until);
    return lists == Lists.GIVEN ? all : new UnlabelledHistories(all);
  }

  /** What the data says itself about its tasks, as far as it is about this cut-off. */
  Given given() {
    Given given = store.given();
    return lists == Lists.GIVEN ? given : new Given(given.relevant(), Optional.empty(), Map.of());
  }

  /**
   * The same data about an earlier cut-off: label lists and active clients that came with it say
   * what was bought later, so they are derived instead. Closed with this.
   */
  RunData deriving() {
    return new RunData(
        store, fingerprint + " lists derived", source, Optional.empty(), Lists.DERIVED);
  }

  /** Generates or ingests what is not there yet, and opens it. */
  static RunData open(StoreSection data, StepCache cache, RunContext context) {
    if (data.path().isEmpty()) {
      StepResult shop = generate(data, cache, context);
      Path folder = shop.folder().resolve(SHOP);
      LogSource source = LogSource.challenge(folder);
      return ingested(
          data, source, shop.fingerprint(), "a generated shop", oracle(folder), cache, context);
    }
    Path path = Path.of(data.path().get());
    if (data.schema().isPresent()) {
      return described(data, path, cache, context);
    }
    if (SequenceStore.isStore(path)) {
      String fingerprint = Fingerprint.of(path.resolve("manifest.json"));
      return new RunData(
          SequenceStore.open(path), fingerprint, "the store " + path, Optional.empty());
    }
    requireFolder(path);
    String fingerprint = Fingerprint.of(path, RunData::isChallengeFile);
    return ingested(
        data,
        LogSource.challenge(path),
        fingerprint,
        "the challenge directory " + path,
        oracle(path),
        cache,
        context);
  }

  private static StepResult generate(StoreSection data, StepCache cache, RunContext context) {
    StepKey key = StepKey.of("generate", GENERATE_VERSION, Code.with(data.generate()), Map.of());
    return cache.run(
        key,
        context,
        folder ->
            ShopGenerator.generate(Shops.settings(data.generate()), folder.resolve(SHOP), context));
  }

  private static RunData described(
      StoreSection data, Path path, StepCache cache, RunContext context) {
    requireFolder(path);
    Map<String, String> variables = new TreeMap<>(data.variables());
    variables.putIfAbsent("data", path.toString());
    String schema = data.schema().orElseThrow();
    LogSource source = LogSource.schema(schema, variables);
    return ingested(
        data,
        source,
        fingerprint(schema, source.read()),
        path + " through the schema " + schema,
        Optional.empty(),
        cache,
        context);
  }

  /** Of the schema and of the files that it names, not of what else is in their folder. */
  private static String fingerprint(String schema, LogSchema log) {
    Path file = Path.of(schema);
    StringBuilder all =
        new StringBuilder(
            Files.isRegularFile(file) ? Fingerprint.of(file) : SchemaFile.shipped(schema));
    Stream.concat(
            log.tables().stream().map(EventTable::table),
            log.catalogue().stream().map(ItemTable::table))
        .flatMap(table -> table.files().stream())
        .distinct()
        .forEach(each -> all.append('\n').append(each.getFileName()).append(Fingerprint.of(each)));
    return Fingerprint.ofText(all.toString());
  }

  private static RunData ingested(
      StoreSection data,
      LogSource source,
      String sourceFingerprint,
      String words,
      Optional<ShopOracle> oracle,
      StepCache cache,
      RunContext context) {
    StepKey key =
        StepKey.of(
            "ingest",
            INGEST_VERSION,
            Code.with(
                Map.of(
                    "until", data.until().orElse(""),
                    "timezone", data.timezone().orElse(""),
                    "deduplicate", Boolean.toString(data.deduplicate()))),
            Map.of("source", sourceFingerprint));
    StepResult step =
        cache.run(
            key,
            context,
            folder -> Ingest.run(source, folder.resolve(STORE), options(data), context));
    return new RunData(
        SequenceStore.open(step.folder().resolve(STORE)), step.fingerprint(), words, oracle);
  }

  private static IngestOptions options(StoreSection data) {
    IngestOptions options = IngestOptions.defaults().withDeduplicate(data.deduplicate());
    options = data.timezone().map(ZoneId::of).map(options::withTimezone).orElse(options);
    return data.untilInstant().map(options::withUntil).orElse(options);
  }

  private static void requireFolder(Path path) {
    if (!Files.isDirectory(path)) {
      String found = Files.exists(path) ? "a file" : "no such folder";
      throw new InputException(
          Problem.inColumn(path.toString(), "data.path", "a folder", found, ""));
    }
  }

  private static boolean isChallengeFile(Path file) {
    return file.toString().endsWith(".parquet") || file.toString().endsWith(".npy");
  }

  private static Optional<ShopOracle> oracle(Path folder) {
    Path file = folder.resolve(ShopOracle.FILE);
    return Files.exists(file) ? Optional.of(Json.read(file, ShopOracle.class)) : Optional.empty();
  }

  /** Task → AUROC of the latent oracle, where there is one and it is about this split. */
  Map<String, Double> oracleAuroc(Split split) {
    return oracle
        .filter(known -> split.equals(known.split()))
        .map(known ->
            known.tasks().stream().collect(Collectors.toMap(TaskOracle::task, TaskOracle::auroc)))
        .orElse(Map.of());
  }

  /** The source's hash, as provenance names it. */
  String hash() {
    return store.manifest().generations().getLast().source().hash();
  }

  @Override
  public void close() {
    store.close();
  }
}
