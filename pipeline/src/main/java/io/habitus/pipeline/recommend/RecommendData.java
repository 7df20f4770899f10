package io.habitus.pipeline.recommend;

import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.time.Micros;
import io.habitus.pipeline.data.DataSource;
import io.habitus.pipeline.step.Fingerprint;
import io.habitus.recommend.data.InteractionReader;
import io.habitus.recommend.data.Interactions;
import io.habitus.recommend.data.ItemChoice;
import io.habitus.recommend.data.SequenceFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Interactions with what they were read from: a store, a challenge directory, or a text file of
 * sequences.
 */
public final class RecommendData implements AutoCloseable {
  private final String name;
  private final String hash;
  private final Interactions interactions;
  private final Optional<SequenceStore> store;
  private final Optional<DataSource> source;

  private RecommendData(
      String name,
      String hash,
      Interactions interactions,
      Optional<SequenceStore> store,
      Optional<DataSource> source) {
    this.name = name;
    this.hash = hash;
    this.interactions = interactions;
    this.store = store;
    this.source = source;
  }

  /** Of an open store, which stays the caller's. */
  public static RecommendData of(SequenceStore store, Interactions interactions) {
    return new RecommendData(
        store.schema().name(),
        store.manifest().generations().getLast().source().hash(),
        interactions,
        Optional.of(store),
        Optional.empty());
  }

  /**
   * Reads data.
   *
   * @param until events at or after it are not read; empty for all
   */
  public static RecommendData open(
      Path path, ItemChoice choice, Optional<Instant> until, RunContext context) {
    return open(path, choice, until, List.of(), context);
  }

  /**
   * Reads data with what is known beside the items; a text file of sequences has nothing.
   *
   * @param until events at or after it are not read; empty for all
   * @param fields as for {@link InteractionReader#read}
   */
  public static RecommendData open(
      Path path,
      ItemChoice choice,
      Optional<Instant> until,
      List<String> fields,
      RunContext context) {
    return SequenceFile.isOne(path)
        ? ofSequences(path)
        : of(DataSource.open(path, context), choice, until, fields, context);
  }

  /** Reads a text file with a line of items for each user. */
  public static RecommendData ofSequences(Path file) {
    return new RecommendData(
        file.getFileName().toString(),
        Fingerprint.of(file),
        SequenceFile.read(file),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Reads a store.
   *
   * @param source closed with this, and where reading fails
   * @param until events at or after it are not read; empty for all
   * @param fields beside the items, as for {@link InteractionReader#read}
   */
  public static RecommendData of(
      DataSource source,
      ItemChoice choice,
      Optional<Instant> until,
      List<String> fields,
      RunContext context) {
    try {
      Histories histories =
          until.isEmpty()
              ? source.store().histories()
              : source.store().histories(Long.MIN_VALUE, Micros.of(until.get()));
      Interactions read = InteractionReader.read(histories, choice, fields, context);
      return new RecommendData(
          source.store().schema().name(),
          source.hash(),
          read,
          Optional.of(source.store()),
          Optional.of(source));
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  /**
   * Some users and the items that they took, as {@link Interactions#sample} draws them; what is
   * known of items stays. Open as long as this is.
   */
  public RecommendData drawn(int users, long seed) {
    return new RecommendData(
        "%s (%,d users drawn by seed %d)".formatted(name, users, seed),
        hash,
        interactions.sample(users, seed),
        store,
        Optional.empty());
  }

  /** Of the data set. */
  public String name() {
    return name;
  }

  /** Of the source's files, for provenance. */
  public String hash() {
    return hash;
  }

  public Interactions interactions() {
    return interactions;
  }

  /** The store, where there is one. */
  public Optional<SequenceStore> store() {
    return store;
  }

  /** Whether the log's client ids are strings. */
  public boolean hasClientNames() {
    return store.map(opened -> opened.clientIds().isString()).orElse(false);
  }

  /** The log's own id of a client. */
  public String clientName(long client) {
    return hasClientNames() ? store.orElseThrow().clientIds().id(client) : Long.toString(client);
  }

  /** Code of a client's own id, or empty where there is none. */
  public OptionalLong client(String id) {
    if (store.isPresent()) {
      return store.get().clientIds().code(id);
    }
    try {
      long code = Long.parseLong(id);
      return interactions.find(code) >= 0 ? OptionalLong.of(code) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    source.ifPresent(DataSource::close);
  }
}
