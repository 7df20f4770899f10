package io.habitus.ingest.load;

import io.habitus.core.problem.InputException;
import io.habitus.core.run.Progress;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventColumns;
import io.habitus.core.store.Manifest;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Shards;
import io.habitus.core.store.SourceInfo;
import io.habitus.core.store.StoreLayout;
import io.habitus.core.store.StoreWriter;
import io.habitus.core.store.Vocabulary;
import io.habitus.core.store.VocabularyWriter;
import io.habitus.core.time.Micros;
import io.habitus.ingest.IngestOptions;
import io.habitus.ingest.log.EventTable;
import io.habitus.ingest.log.LogSchema;
import io.habitus.ingest.sort.RowFiles;
import io.habitus.ingest.sort.RowLayout;
import io.habitus.ingest.sort.RowSort;
import io.habitus.ingest.sql.Database;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** One ingestion, step by step: bind, code values, sort, write. */
public final class Ingestion {
  private final Database database;
  private final LogSchema log;
  private final IngestOptions options;
  private final String timezone;
  private final Path store;

  public Ingestion(
      Database database, LogSchema log, IngestOptions options, String timezone, Path store) {
    this.database = database;
    this.log = log;
    this.options = options;
    this.timezone = timezone;
    this.store = store;
  }

  /** Runs it; the store appears, or grows, at the end or not at all. */
  public Manifest run() {
    boolean append = options.mode() == IngestOptions.Mode.APPEND;
    Optional<Manifest> before = append ? Optional.of(manifestOf(store)) : Optional.empty();
    before.ifPresent(manifest -> SchemaMatch.check(log, manifest));
    before.ifPresent(this::noteOtherReading);
    BoundLog bound = Binder.bind(database, log, before, timezone.equals("UTC"));
    List<Long> rows = bound.tables().stream().map(table -> table.rowCount(database)).toList();
    long events = mostEvents(rows);
    DiskNeed.of(bound, events).check(database.context().disk(), store, database.folder());
    try (StoreWriter writer = writer(bound, events)) {
      EventQuery query = new EventQuery(bound, until(), new FirstOf(database, writer));
      return checked(bound, query, writer, rows);
    }
  }

  private Manifest checked(BoundLog bound, EventQuery query, StoreWriter writer, List<Long> rows) {
    try {
      return write(bound, query, writer, rows);
    } catch (EventScatter.BadRowException
        | CatalogueLoader.BadItemException
        | VocabularyLoader.BadCodesException bad) {
      throw new InputException(new RowChecks(database, bound, query).check());
    }
  }

  /** Equal to ingesting all at once is what is read alike; who reads otherwise should know. */
  private void noteOtherReading(Manifest manifest) {
    SourceInfo last = manifest.generations().getLast().source();
    if (!last.timezone().equals(timezone)) {
      database
          .context()
          .progress()
          .note(
              "times without a zone are read in %s; those in the store were read in %s"
                  .formatted(timezone, last.timezone()));
    }
    if (last.deduplicate() != options.deduplicate()) {
      database
          .context()
          .progress()
          .note(
              last.deduplicate()
                  ? "duplicates are kept; the store was ingested without (--deduplicate)"
                  : "duplicates are left out; the store was ingested with them");
    }
  }

  private static Manifest manifestOf(Path store) {
    try (SequenceStore opened = SequenceStore.open(store)) {
      return opened.manifest();
    }
  }

  private long mostEvents(List<Long> rows) {
    long events = 0;
    for (int t = 0; t < rows.size(); t++) {
      events += rows.get(t) * log.tables().get(t).rules().size();
    }
    return events;
  }

  private StoreWriter writer(BoundLog bound, long events) {
    if (options.mode() == IngestOptions.Mode.APPEND) {
      return StoreWriter.append(store);
    }
    StoreLayout layout =
        new StoreLayout(
            log.schema(), Shards.forEvents(events), bound.streams(), bound.stringClients());
    return StoreWriter.create(store, layout, options.mode() == IngestOptions.Mode.REPLACE);
  }

  private Manifest write(BoundLog bound, EventQuery query, StoreWriter writer, List<Long> rows) {
    writeGiven(writer);
    writeClientIds(bound, query, writer);
    writer.events().deduplicate(options.deduplicate());
    long all = rows.stream().mapToLong(Long::longValue).sum();
    try (Arena arena = Arena.ofShared()) {
      writeEvents(bound, query, writer, all, writeVocabularies(bound, query, writer, arena));
    }
    writer.events().end();
    Map<String, Long> leftOut =
        LeftOut.all(database, bound, query, bound(), writer.events().dropped());
    return writer.commit(source(all, leftOut));
  }

  private void writeEvents(
      BoundLog bound,
      EventQuery query,
      StoreWriter writer,
      long rows,
      List<Optional<Coding>> codings) {
    Slots slots = Slots.of(bound, codings);
    Progress progress = database.context().progress();
    RowLayout layout = new RowLayout(slots.types());
    try (RowFiles scattered = new RowFiles(database.folder(), layout, writer.layout().shards())) {
      try (Progress.Step step = progress.start("reading events", rows, "events")) {
        database.unorderedChunks(
            query.events(codings, slots), new EventScatter(slots.types(), scattered, step));
      }
      scattered.finish();
      EventCoder coder = new EventCoder(bound, codings, slots);
      try (Progress.Step step = progress.start("sorting and writing events", rows, "events")) {
        RowSort.forEach(
            scattered,
            EventColumns.bytes(log.schema()),
            database.context(),
            coder::code,
            events -> {
              events.writeTo(writer.events());
              step.advance(events.events().times().length);
            });
      }
    }
  }

  private OptionalLong until() {
    return bound().map(Micros::of).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private Optional<Instant> bound() {
    return options.until().or(log::until);
  }

  private void writeGiven(StoreWriter writer) {
    log.given().relevantClients().ifPresent(writer::relevantClients);
    log.given().activeClients().ifPresent(writer::activeClients);
    new TreeMap<>(log.given().labels()).forEach(writer::labels);
  }

  private void writeClientIds(BoundLog bound, EventQuery query, StoreWriter writer) {
    if (bound.stringClients()) {
      database.chunks(
          query.clients(),
          chunk -> {
            for (long i = 0; i < chunk.rowCount(); i++) {
              writer.clientId(chunk.vector(0).getLong(i), chunk.vector(1).getString(i));
            }
          });
    }
  }

  /** How each field's values get their codes; empty where a field has no values here. */
  private List<Optional<Coding>> writeVocabularies(
      BoundLog bound, EventQuery query, StoreWriter writer, Arena arena) {
    VocabularyLoader loader = new VocabularyLoader(database, arena);
    Optional<CatalogueLoader> catalogue =
        bound.catalogue().map(table -> new CatalogueLoader(database, bound, table));
    catalogue.ifPresent(items -> {
      items.checkRows();
      items.stage();
    });
    List<Optional<Coding>> codings = new ArrayList<>();
    Progress progress = database.context().progress();
    try (Progress.Step step = progress.start("coding values", bound.fields().size(), "fields")) {
      for (BoundField field : bound.fields()) {
        boolean isItem = bound.item().equals(Optional.of(field));
        codings.add(code(field, query, isItem ? catalogue : Optional.empty(), loader, writer));
        step.advance(1);
      }
    }
    catalogue.ifPresent(items -> {
      Coding coding = codings.get(bound.item().orElseThrow().index()).orElseThrow();
      String relation = coding.relation().orElseThrow();
      int itemCodes = itemCodes(relation, writer, bound);
      new CatalogueCoder(database, bound, writer, relation, itemCodes).write(loader);
    });
    return codings;
  }

  /**
   * Codes one field.
   *
   * @param catalogue whose items count too, if this is the item field
   */
  private static Optional<Coding> code(
      BoundField field,
      EventQuery query,
      Optional<CatalogueLoader> catalogue,
      VocabularyLoader loader,
      StoreWriter writer) {
    List<String> more = catalogue.map(CatalogueLoader::itemValues).stream().toList();
    String values = field.isCoded() ? query.values(field, more) : "";
    if (values.isEmpty()) {
      return Optional.empty();
    }
    Optional<Vocabulary> known = writer.before().map(old -> old.vocabulary(field.index()));
    VocabularyWriter vocabulary = writer.fieldVocabulary(field.index(), field.kind());
    String relation = "vocabulary_" + field.index();
    return Optional.of(
        loader.load(field, values, relation, catalogue.isPresent(), known, vocabulary));
  }

  private int itemCodes(String items, StoreWriter writer, BoundLog bound) {
    int known =
        writer
            .before()
            .map(old -> old.vocabulary(bound.item().orElseThrow().index()).size())
            .orElse(Codes.FIRST_VALUE);
    long highest = database.row("SELECT coalesce(max(code), 3) FROM " + items).number(0);
    return Math.max(known, (int) highest + 1);
  }

  private SourceInfo source(long rows, Map<String, Long> leftOut) {
    List<Path> files = new ArrayList<>();
    log.tables().stream().map(EventTable::table).forEach(table -> files.addAll(table.files()));
    log.catalogue().ifPresent(items -> files.addAll(items.table().files()));
    List<Path> distinct = files.stream().distinct().toList();
    return new SourceInfo(
        log.origin(),
        SourceHash.of(distinct, database.context()),
        distinct.stream().map(Path::toString).toList(),
        bound().map(Instant::toString),
        timezone,
        options.deduplicate(),
        rows,
        leftOut,
        Optional.empty());
  }
}
