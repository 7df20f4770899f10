package io.habitus.ingest.split;

import io.habitus.core.array.LongList;
import io.habitus.core.array.Npy;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.schema.Schema;
import io.habitus.core.target.Task;
import io.habitus.core.target.Tasks;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Clients, labels and popularity of a split: the source's where it has them, else derived. */
final class SplitLists {
  private final SourceFiles source;
  private final Path out;
  private final Database database;
  private final SortedMap<String, Integer> labels = new TreeMap<>();
  private final List<String> derived = new ArrayList<>();
  private long relevantClients;
  private long activeClients;

  SplitLists(SourceFiles source, Path out, Database database) {
    this.source = source;
    this.out = out;
    this.database = database;
  }

  long relevantClients() {
    return relevantClients;
  }

  long activeClients() {
    return activeClients;
  }

  SortedMap<String, Integer> labels() {
    return labels;
  }

  List<String> derived() {
    return derived;
  }

  /** Writes all lists. */
  SplitLists write(long trainRows) {
    long[] relevant = writeRelevant();
    relevantClients = relevant.length;
    activeClients = writeActive(ClientSet.of(relevant)).length;
    writeLabels(Task.CATEGORY, "category", "true", trainRows);
    writeLabels(Task.SKU, "sku", "true", trainRows);
    String isNew =
        ("label NOT IN (SELECT id FROM (SELECT try_cast(sku AS BIGINT) AS id FROM read_parquet(%s))"
                + " WHERE id IS NOT NULL)")
            .formatted(Sql.text(input(Schema.BUY).toString()));
    writeLabels(Task.NEW_SKU, "sku", isNew, trainRows);
    writeLabels(Task.PRICE, "price", "true", trainRows);
    return this;
  }

  private long[] writeRelevant() {
    String name = "input/relevant_clients.npy";
    if (copied(name)) {
      return Npy.read(out.resolve(name)).toLongs();
    }
    List<Path> inputs = source.events().keySet().stream().map(this::input).toList();
    return derive(name, clients(inputs));
  }

  private long[] writeActive(ClientSet relevant) {
    String name = "target/active_clients.npy";
    if (copied(name)) {
      return Npy.read(out.resolve(name)).toLongs();
    }
    long[] buyers = clients(List.of(input(Schema.BUY)));
    return derive(name, Arrays.stream(buyers).filter(relevant::contains).toArray());
  }

  private void writeLabels(String task, String column, String eligible, long trainRows) {
    String name = "target/" + task + ".npy";
    String popularityName = "target/popularity_" + task + ".npy";
    if (source.products().isEmpty() && !column.equals("sku")) {
      Stream.of(name, popularityName).forEach(this::copied);
      return;
    }
    boolean given = copied(name);
    long[] ids = given ? Npy.read(out.resolve(name)).toLongs() : mostBought(column, eligible);
    if (!given) {
      derive(name, ids);
    }
    if (!(given && copied(popularityName))) {
      Npy.write(out.resolve(popularityName), shares(column, ids, trainRows));
      derived.add(popularityName);
    }
    labels.put(task, ids.length);
  }

  private long[] mostBought(String column, String eligible) {
    return counts(column, eligible, Tasks.LABELS).stream()
        .mapToLong(row -> row.number(0))
        .toArray();
  }

  /** Share of the train target's buys that have each label. */
  private double[] shares(String column, long[] ids, long trainRows) {
    Map<Long, Long> buys = new HashMap<>();
    counts(column, "true", Integer.MAX_VALUE)
        .forEach(row -> buys.put(row.number(0), row.number(1)));
    double[] shares = new double[ids.length];
    for (int i = 0; i < ids.length; i++) {
      shares[i] = trainRows == 0 ? 0 : buys.getOrDefault(ids[i], 0L) / (double) trainRows;
    }
    return shares;
  }

  private List<Row> counts(String column, String eligible, int limit) {
    return database.rows(
        Sql.load("split-labels")
            .with("column", column)
            .with("target", Sql.text(out.resolve("target/train_target.parquet").toString()))
            .with("eligible", eligible)
            .with("limit", limit)
            .text());
  }

  private long[] clients(List<Path> files) {
    LongList clients = new LongList();
    String all = // file by file: a type that holds several of theirs could round the ids
        files.stream()
            .map(file ->
                "SELECT client_id::BIGINT AS client_id FROM read_parquet(%s)"
                    .formatted(Sql.text(file.toString())))
            .collect(Collectors.joining("\nUNION ALL\n"));
    database.chunks(
        Sql.load("split-clients").with("files", all).text(),
        chunk -> {
          for (long i = 0; i < chunk.rowCount(); i++) {
            clients.add(chunk.vector(0).getLong(i));
          }
        });
    return clients.toArray();
  }

  private long[] derive(String name, long[] values) {
    Npy.write(out.resolve(name), values);
    derived.add(name);
    return values;
  }

  private Path input(String type) {
    return out.resolve("input").resolve(type + ".parquet");
  }

  /** Copies a list that the source has. */
  private boolean copied(String name) {
    Path file = source.directory().resolve(name);
    if (!Files.exists(file)) {
      return false;
    }
    try {
      Files.copy(file, out.resolve(name));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("copying " + file, e);
    }
  }
}
