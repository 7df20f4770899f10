package io.habitus.core.store;

import io.habitus.core.json.Json;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.target.Given;
import io.habitus.core.target.LabelList;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An opened sequence store: memory-mapped, immutable, safe to read from several threads. Whatever
 * it hands out may be used until it is closed.
 */
public final class SequenceStore implements AutoCloseable {
  private final Path folder;
  private final Manifest manifest;
  private final Arena arena;
  private final StoreFiles files;
  private final List<Segment> segments = new ArrayList<>();
  private final List<MappedVocabulary> vocabularies = new ArrayList<>();
  private final MappedCatalogue catalogue;

  private SequenceStore(Path folder, Manifest manifest, Arena arena) {
    this.folder = folder;
    this.manifest = manifest;
    this.arena = arena;
    this.files = new StoreFiles(folder, arena);
    Schema schema = manifest.schema();
    for (Generation generation : manifest.generations()) {
      segments.add(new Segment(generation, schema.fields().size(), files));
    }
    for (int f = 0; f < schema.fields().size(); f++) {
      vocabularies.add(openVocabulary(schema.fields().get(f), StorePaths.fieldKey(f)));
    }
    catalogue = openCatalogue(schema.itemAttributes());
  }

  /**
   * Maps a store; checks versions and sizes, not checksums (see {@link #verify}).
   *
   * @throws InputException if the folder holds no store, one of another version, or a damaged one
   */
  public static SequenceStore open(Path folder) {
    Manifest manifest = readManifest(folder);
    Arena arena = Arena.ofShared();
    try {
      return new SequenceStore(folder, manifest, arena);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Whether a folder holds a store (or something that says it is one). */
  public static boolean isStore(Path folder) {
    return Files.isRegularFile(folder.resolve(StorePaths.MANIFEST));
  }

  private static Manifest readManifest(Path folder) {
    Path file = folder.resolve(StorePaths.MANIFEST);
    Manifest manifest = Json.read(file, Manifest.class);
    if (manifest.formatVersion() != Manifest.VERSION) {
      throw new InputException(
          Problem.inFile(
              file.toString(),
              "store format " + Manifest.VERSION,
              "format " + manifest.formatVersion(),
              "Ingest the log again with this version."));
    }
    return manifest;
  }

  private MappedVocabulary openVocabulary(Field field, String key) {
    VocabularyInfo info =
        manifest
            .vocabularies()
            .getOrDefault(key, new VocabularyInfo(VocabularyKind.INTEGER, field.width(), 0));
    return MappedVocabulary.open(key, info, manifest.generations(), files);
  }

  private MappedCatalogue openCatalogue(List<Field> attributes) {
    MemorySegment[] columns = new MemorySegment[attributes.size()];
    boolean[] numeric = new boolean[attributes.size()];
    List<MappedVocabulary> attributeVocabularies = new ArrayList<>();
    for (int a = 0; a < columns.length; a++) {
      String name = StorePaths.attribute(a);
      columns[a] =
          manifest
              .catalogueGeneration()
              .map(number -> files.map(manifest.generations().get(number), name))
              .orElse(MemorySegment.NULL);
      numeric[a] = attributes.get(a).kind() == FieldKind.NUMERIC;
      attributeVocabularies.add(openVocabulary(attributes.get(a), StorePaths.attributeKey(a)));
    }
    return new MappedCatalogue(columns, numeric, attributeVocabularies);
  }

  public Path folder() {
    return folder;
  }

  public Manifest manifest() {
    return manifest;
  }

  public Schema schema() {
    return manifest.schema();
  }

  public long clientCount() {
    return manifest.statistics().clients();
  }

  public long eventCount() {
    return manifest.statistics().events();
  }

  /** All events. */
  public StoredHistories histories() {
    return histories(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Events with time in [from, until) microseconds. */
  public StoredHistories histories(long fromMicros, long untilMicros) {
    return new StoredHistories(this, segments, fromMicros, untilMicros);
  }

  /** The vocabulary of an event field; of a NUMERIC one it is empty. */
  public Vocabulary vocabulary(int field) {
    return vocabularies.get(field);
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * The numbers that an attribute's buckets were cut from, by item code; empty where the store has
   * no catalogue, or one of an earlier version that did not keep them.
   */
  public Optional<double[]> uncut(int attribute) {
    return manifest
        .catalogueGeneration()
        .flatMap(
            number -> files.find(manifest.generations().get(number), StorePaths.uncut(attribute)))
        .map(SequenceStore::doubles);
  }

  private static double[] doubles(MemorySegment column) {
    double[] values = new double[Math.toIntExact(column.byteSize() / Double.BYTES)];
    MemorySegment.copy(column, ColumnFile.DOUBLE, 0, values, 0, values.length);
    return values;
  }

  /** The first rows of a rule; empty where a generation does not name them. */
  public Optional<FirstRows> firstRows(int rule) {
    List<MemorySegment> keys = new ArrayList<>();
    List<MemorySegment> times = new ArrayList<>();
    for (Generation generation : manifest.generations()) {
      files.find(generation, StorePaths.firstKeys(rule)).ifPresent(keys::add);
      files.find(generation, StorePaths.firstTimes(rule)).ifPresent(times::add);
    }
    return keys.size() < manifest.generations().size()
        ? Optional.empty()
        : Optional.of(new FirstRows(keys, times));
  }

  public ClientIds clientIds() {
    return manifest.stringClients()
        ? ClientIds.strings(manifest.generations(), files)
        : ClientIds.integers(histories());
  }

  /** The clients to embed, where the data names them. */
  public Optional<ClientSet> relevantClients() {
    return givenClients(StorePaths.RELEVANT);
  }

  /** The relevant clients in the order in which the data names them. */
  public Optional<long[]> relevantClientsInOrder() {
    return givenLongs(StorePaths.RELEVANT);
  }

  /** The relevant clients with a purchase, where the data names them. */
  public Optional<ClientSet> activeClients() {
    return givenClients(StorePaths.ACTIVE);
  }

  private Optional<ClientSet> givenClients(String name) {
    return givenLongs(name).map(ClientSet::of);
  }

  private Optional<long[]> givenLongs(String name) {
    return given(name, StorePaths.given(name))
        .map(column -> {
          long[] values = new long[Math.toIntExact(column.byteSize() / 8)];
          MemorySegment.copy(column, ColumnFile.LONG, 0, values, 0, values.length);
          return values;
        });
  }

  private Optional<MemorySegment> given(String name, String file) {
    return Optional.ofNullable(manifest.given().get(name))
        .map(number -> files.map(manifest.generations().get(number), file));
  }

  /** Label lists that came with the data, by task name; empty where none did. */
  public Map<String, LabelList> labelLists() {
    Map<String, LabelList> lists = new TreeMap<>();
    for (String name : manifest.given().keySet()) {
      if (name.startsWith(StorePaths.LABELS)) {
        lists.put(name.substring(StorePaths.LABELS.length()), labelList(name));
      }
    }
    return lists;
  }

  /** All that the data says itself about its tasks. */
  public Given given() {
    return new Given(relevantClients(), activeClients(), labelLists());
  }

  private LabelList labelList(String name) {
    MemorySegment offsets = given(name, StorePaths.vocabularyOffsets(name)).orElseThrow();
    MemorySegment bytes = given(name, StorePaths.vocabularyValues(name)).orElseThrow();
    MemorySegment popularity = given(name, StorePaths.given(name)).orElseThrow();
    StringIds.Part texts = new StringIds.Part(MemorySegment.NULL, offsets, bytes);
    List<String> labels = new ArrayList<>();
    for (long i = 0; i < offsets.byteSize() / 8 - 1; i++) {
      labels.add(texts.text(i));
    }
    return new LabelList(labels, doubles(popularity)); // no shares, or one per label
  }

  /**
   * Time of the last target event.
   *
   * @throws InputException if there is none
   */
  public long lastTargetMicros() {
    String target = schema().targetEvent();
    Statistics.TypeStatistics type = manifest.statistics().type(schema().eventType(target));
    if (type.events() == 0) {
      throw new InputException(
          Problem.inFile(
              folder.toString(),
              "at least one " + target + " event",
              "none",
              "Without target events there is nothing to split by or to predict."));
    }
    return type.lastMicros();
  }

  /**
   * Reads everything once and compares checksums.
   *
   * @throws InputException that names every damaged file
   */
  public void verify() {
    List<Problem> problems = new ArrayList<>();
    for (Generation generation : manifest.generations()) {
      for (StoredFile stored : generation.files()) {
        int found = ColumnFile.checksum(ColumnFile.map(folder, stored, arena));
        if (found != stored.crc32c()) {
          problems.add(
              Problem.inFile(
                  folder.resolve(stored.path()).toString(),
                  "checksum %08x".formatted(stored.crc32c()),
                  "%08x".formatted(found),
                  "The store is damaged: ingest again."));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
