package io.habitus.core.store;

import io.habitus.core.file.WholeFolder;
import io.habitus.core.json.Json;
import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.Schema;
import io.habitus.core.target.LabelList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one generation: a new store, or more events for one that exists. Vocabularies, catalogue
 * and lists in any order; clients in ascending order of (shard, id); then {@link #commit}. Closing
 * without a commit leaves nothing, and an existing store as it was.
 */
public final class StoreWriter implements AutoCloseable {
  private final Path store;
  private final StoreLock lock;
  private final WholeFolder whole;
  private final Path part; // where this generation's files are written
  private final StoreLayout layout;
  private final Optional<SequenceStore> before;
  private final int number;
  private final Map<String, VocabularyWriter> vocabularies = new HashMap<>();
  private final List<ColumnWriter> columns = new ArrayList<>();
  private final List<StoredFile> finished = new ArrayList<>();
  private final Map<String, Integer> given = new HashMap<>();
  private final EventWriter events;
  private boolean hasCatalogue;
  private Optional<ClientIdWriter> clientIds = Optional.empty();

  private StoreWriter(
      Path store, StoreLock lock, StoreLayout layout, Optional<SequenceStore> before) {
    this.store = store;
    this.lock = lock;
    this.layout = layout;
    this.before = before;
    this.number = before.map(old -> old.manifest().generations().size()).orElse(0);
    String name = StorePaths.generation(number);
    this.whole = WholeFolder.begin(before.isPresent() ? store.resolve(name) : store);
    this.part = before.isPresent() ? whole.part() : whole.part().resolve(name);
    try {
      Files.createDirectories(part);
    } catch (IOException e) {
      throw new UncheckedIOException("creating " + part, e);
    }
    this.events = new EventWriter(layout, before, this::column);
    if (layout.stringClients()) {
      clientIds =
          Optional.of(new ClientIdWriter(before.map(SequenceStore::clientIds), this::column));
    }
  }

  /**
   * Begins a new store.
   *
   * @param replace whether a store that is there already is replaced
   * @throws UsageException if something else, or a store that may not be replaced, is there
   */
  public static StoreWriter create(Path store, StoreLayout layout, boolean replace) {
    StoreLock lock = StoreLock.take(store);
    try {
      checkFree(store, replace);
      return new StoreWriter(store, lock, layout, Optional.empty());
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Fails where {@link #create} would, before any work is done. */
  public static void checkFree(Path store, boolean replace) {
    if (SequenceStore.isStore(store)) {
      if (!replace) {
        throw new UsageException(
            store + " holds a store already; append to it, replace it, or name another folder");
      }
    } else if (Files.exists(store) && !isEmptyFolder(store)) {
      throw new UsageException(store + " exists and is no store; name another folder");
    }
  }

  private static boolean isEmptyFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + folder, e);
    }
  }

  /** Begins another generation of an existing store. */
  public static StoreWriter append(Path store) {
    StoreLock lock = StoreLock.take(store);
    try {
      SequenceStore before = SequenceStore.open(store);
      Manifest manifest = before.manifest();
      StoreLayout layout =
          new StoreLayout(
              manifest.schema(), manifest.shards(), manifest.streams(), manifest.stringClients());
      return new StoreWriter(store, lock, layout, Optional.of(before));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  public StoreLayout layout() {
    return layout;
  }

  /** The store as it was, when appending. */
  public Optional<SequenceStore> before() {
    return before;
  }

  private ColumnWriter column(String name, int elementBytes) {
    ColumnWriter column =
        new ColumnWriter(
            part.resolve(name), StorePaths.generation(number) + "/" + name, elementBytes);
    columns.add(column);
    return column;
  }

  /** New values of an event field's vocabulary; when appending, only those not known yet. */
  public VocabularyWriter fieldVocabulary(int field, VocabularyKind kind) {
    return vocabulary(StorePaths.fieldKey(field), layout.schema().fields().get(field), kind);
  }

  /** New values of an item attribute's vocabulary; when appending, only those not known yet. */
  public VocabularyWriter attributeVocabulary(int attribute, VocabularyKind kind) {
    Field field = layout.schema().itemAttributes().get(attribute);
    return vocabulary(StorePaths.attributeKey(attribute), field, kind);
  }

  private VocabularyWriter vocabulary(String key, Field field, VocabularyKind kind) {
    Optional<VocabularyInfo> old = before.map(store -> store.manifest().vocabularies().get(key));
    int values = old.map(VocabularyInfo::values).orElse(0);
    if (values > 0 && old.orElseThrow().kind() != kind) {
      throw new IllegalArgumentException(
          field.name() + ": expected " + old.orElseThrow().kind() + " values, found " + kind);
    }
    VocabularyWriter writer =
        new VocabularyWriter(
            part,
            StorePaths.generation(number),
            key,
            kind,
            field.width(),
            Codes.FIRST_VALUE + values);
    vocabularies.put(key, writer);
    return writer;
  }

  /**
   * Codes of a CATEGORICAL, CODES or TEXT attribute.
   *
   * @param codesByItem (items, the reserved codes included)
   */
  public void catalogueCodes(int attribute, int[] codesByItem) {
    ColumnWriter column = column(StorePaths.attribute(attribute), Integer.BYTES);
    column.putInts(codesByItem, 0, codesByItem.length);
    hasCatalogue = true;
  }

  /**
   * Values of a NUMERIC attribute.
   *
   * @param valuesByItem (items, the reserved codes included)
   */
  public void catalogueNumbers(int attribute, double[] valuesByItem) {
    ColumnWriter column = column(StorePaths.attribute(attribute), Double.BYTES);
    column.putDoubles(valuesByItem, 0, valuesByItem.length);
    hasCatalogue = true;
  }

  /**
   * The numbers that an attribute's buckets were cut from, so that an appended catalogue can be cut
   * together with what is there.
   *
   * @param numbersByItem (items, the reserved codes included), NaN where there is none
   */
  public void catalogueUncut(int attribute, double[] numbersByItem) {
    column(StorePaths.uncut(attribute), Double.BYTES)
        .putDoubles(numbersByItem, 0, numbersByItem.length);
  }

  /**
   * The first rows of a rule that takes only the first of each value.
   *
   * @param rule number of the rule in the log
   */
  public FirstRowWriter firstRows(int rule) {
    return new FirstRowWriter(
        column(StorePaths.firstKeys(rule), Long.BYTES),
        column(StorePaths.firstTimes(rule), Long.BYTES));
  }

  /** The clients to embed, in the order in which the data names them. */
  public void relevantClients(long[] ids) {
    givenLongs(StorePaths.RELEVANT, ids);
  }

  /** The relevant clients with a purchase. */
  public void activeClients(long[] ids) {
    givenLongs(StorePaths.ACTIVE, ids);
  }

  private void givenLongs(String name, long[] values) {
    column(StorePaths.given(name), Long.BYTES).putLongs(values, 0, values.length);
    given.put(name, number);
  }

  /** The labels of a propensity task that came with the data. */
  public void labels(String task, LabelList list) {
    String name = StorePaths.LABELS + task;
    ColumnWriter offsets = column(StorePaths.vocabularyOffsets(name), Long.BYTES);
    ColumnWriter bytes = column(StorePaths.vocabularyValues(name), 1);
    offsets.putLong(0);
    for (String label : list.labels()) {
      byte[] utf8 = label.getBytes(StandardCharsets.UTF_8);
      bytes.putBytes(utf8, 0, utf8.length);
      offsets.putLong(bytes.count());
    }
    column(StorePaths.given(name), Double.BYTES)
        .putDoubles(list.popularity(), 0, list.popularity().length);
    given.put(name, number);
  }

  /**
   * The log's own id of a client, where ids are strings; in ascending order of code.
   *
   * @throws io.habitus.core.problem.InputException if two ids share a code
   */
  public void clientId(long code, String id) {
    clientIds
        .orElseThrow(() -> new IllegalStateException("this store's client ids are integers"))
        .add(code, id);
  }

  /** Where events go. */
  public EventWriter events() {
    return events;
  }

  /**
   * Makes the generation part of the store.
   *
   * @return the new manifest
   */
  public Manifest commit(SourceInfo source) {
    List<Long> shardClients = events.finish();
    Map<String, Integer> newValues = new HashMap<>();
    Map<String, VocabularyInfo> infos =
        new HashMap<>(before.map(old -> old.manifest().vocabularies()).orElse(Map.of()));
    vocabularies.forEach((key, writer) -> {
      newValues.put(key, writer.count());
      int old = Optional.ofNullable(infos.get(key)).map(VocabularyInfo::values).orElse(0);
      infos.put(key, new VocabularyInfo(writer.kind(), writer.width(), old + writer.count()));
      finished.addAll(writer.finish());
    });
    columns.forEach(column -> finished.add(column.finish()));
    Statistics statistics = events.statistics();
    SourceInfo reported = source.withLateTail(LateTail.find(statistics.eventsByDay()));
    Generation generation =
        new Generation(
            number,
            events.written(),
            events.firstMicros(),
            events.lastMicros(),
            shardClients,
            newValues,
            finished,
            reported);
    Manifest manifest = manifest(infos, statistics, generation);
    publish(manifest);
    return manifest;
  }

  private Manifest manifest(
      Map<String, VocabularyInfo> infos, Statistics statistics, Generation generation) {
    Optional<Manifest> old = before.map(SequenceStore::manifest);
    List<Generation> generations =
        new ArrayList<>(old.map(Manifest::generations).orElse(List.of()));
    generations.add(generation);
    Map<String, Integer> lists = new HashMap<>(old.map(Manifest::given).orElse(Map.of()));
    lists.putAll(given);
    Optional<Integer> catalogue =
        hasCatalogue ? Optional.of(number) : old.flatMap(Manifest::catalogueGeneration);
    return new Manifest(
        Manifest.VERSION,
        layout.schema(),
        layout.shards(),
        layout.streams(),
        layout.stringClients(),
        infos,
        catalogue,
        lists,
        statistics,
        generations);
  }

  /** The manifest is what makes a generation count, so it comes last. */
  private void publish(Manifest manifest) {
    if (before.isPresent()) {
      whole.commit();
      Json.write(store.resolve(StorePaths.MANIFEST), manifest);
    } else {
      Json.write(whole.part().resolve(StorePaths.MANIFEST), manifest);
      whole.commit();
    }
  }

  /** The schema that is written to. */
  public Schema schema() {
    return layout.schema();
  }

  @Override
  public void close() {
    try {
      columns.forEach(ColumnWriter::close);
      vocabularies.values().forEach(VocabularyWriter::close);
      before.ifPresent(SequenceStore::close);
      whole.close();
    } finally {
      lock.close();
    }
  }
}
