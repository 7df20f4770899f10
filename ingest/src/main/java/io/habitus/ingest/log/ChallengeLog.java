package io.habitus.ingest.log;

import io.habitus.core.array.ElementType;
import io.habitus.core.array.Npy;
import io.habitus.core.array.NpyArray;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Schema;
import io.habitus.core.target.LabelList;
import io.habitus.core.target.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A RecSys Challenge 2025 directory: as published, with one Parquet file for each event type, or
 * split, with {@code input/<type>.parquet} and the buys of the two target windows in {@code
 * target/}. Of the event types only the buys must be there.
 */
public final class ChallengeLog {
  private static final ValueColumn CLIENT = ValueColumn.integer("client_id");
  private static final TimeColumn TIME = TimeColumn.of("timestamp");

  private ChallengeLog() {}

  /**
   * Describes a directory.
   *
   * @throws InputException if it holds no {@code product_buy.parquet}, or a list that is damaged
   */
  public static LogSchema of(Path directory) {
    boolean split = !Files.exists(directory.resolve(Schema.BUY + ".parquet")) && isSplit(directory);
    Path events = split ? directory.resolve("input") : directory;
    require(directory, events.resolve(Schema.BUY + ".parquet"));
    Schema schema = Schema.challenge();
    List<EventTable> tables = new ArrayList<>();
    for (EventType type : schema.eventTypes()) {
      List<Path> files = new ArrayList<>(existing(events.resolve(type.name() + ".parquet")));
      if (split && type.name().equals(Schema.BUY)) {
        files.addAll(existing(directory.resolve("target/train_target.parquet")));
        files.addAll(existing(directory.resolve("target/validation_target.parquet")));
      }
      if (!files.isEmpty()) {
        tables.add(table(type, files));
      }
    }
    return new LogSchema(
        directory.toString(),
        schema,
        Optional.empty(),
        Optional.empty(),
        tables,
        catalogue(directory),
        given(directory));
  }

  /** Whether this is a split directory. */
  public static boolean isSplit(Path directory) {
    return Files.exists(directory.resolve("input").resolve(Schema.BUY + ".parquet"));
  }

  private static void require(Path directory, Path buys) {
    if (!Files.isDirectory(directory)) {
      throw new InputException(
          Problem.inFile(directory.toString(), "a challenge directory", "no such folder", ""));
    }
    if (!Files.exists(buys)) {
      throw new InputException(
          Problem.inFile(
              directory.toString(),
              "product_buy.parquet or input/product_buy.parquet",
              "neither",
              "Any other log needs a schema: --schema FILE."));
    }
  }

  private static List<Path> existing(Path file) {
    return Stream.of(file).filter(Files::exists).toList();
  }

  private static EventTable table(EventType type, List<Path> files) {
    Map<String, ValueColumn> fields = new HashMap<>();
    for (String field : type.fields()) {
      fields.put(field, field.equals("query") ? ValueColumn.of(field) : ValueColumn.integer(field));
    }
    EventRule rule =
        new EventRule(type.name(), List.of(), Optional.empty(), Optional.empty(), fields);
    return new EventTable(
        new TableFiles(files, new TableFormat.Parquet()), CLIENT, false, TIME, List.of(rule));
  }

  private static Optional<ItemTable> catalogue(Path directory) {
    Path file = directory.resolve("product_properties.parquet");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(
        new ItemTable(
            new TableFiles(List.of(file), new TableFormat.Parquet()),
            ValueColumn.integer("sku"),
            List.of(),
            Map.of(
                "category", ValueColumn.integer("category"),
                "price", ValueColumn.integer("price"),
                "name", ValueColumn.of("name")),
            false));
  }

  private static GivenLists given(Path directory) {
    Map<String, LabelList> labels = new HashMap<>();
    for (String task : Task.CHALLENGE) {
      Path ids = directory.resolve("target/" + task + ".npy");
      Path popularity = directory.resolve("target/popularity_" + task + ".npy");
      if (Files.exists(ids)) {
        labels.put(task, labels(ids, popularity));
      } else if (Files.exists(popularity)) {
        throw new InputException(
            Problem.inFile(
                popularity.toString(),
                "the labels that it belongs to, in " + ids.getFileName(),
                "no such file",
                "Without both, labels and popularity are derived."));
      }
    }
    return new GivenLists(
        clients(directory.resolve("input/relevant_clients.npy")),
        clients(directory.resolve("target/active_clients.npy")),
        labels);
  }

  private static Optional<long[]> clients(Path file) {
    return Files.exists(file) ? Optional.of(integers(file)) : Optional.empty();
  }

  private static long[] integers(Path file) {
    NpyArray array = Npy.read(file);
    boolean integers =
        switch (array.type()) {
          case INT8, UINT8, INT32, INT64 -> true;
          case BOOL, FLOAT16, FLOAT32, FLOAT64 -> false;
        };
    if (array.rank() != 1 || !integers) {
      throw new InputException(
          Problem.inFile(
              file.toString(),
              "a 1-D array of " + ElementType.INT64,
              array.rank() + "-D " + array.type(),
              ""));
    }
    return array.toLongs();
  }

  /** A list without its popularity gets it derived, from the split that it is used for. */
  private static LabelList labels(Path ids, Path popularity) {
    long[] labels = integers(ids);
    if (!Files.exists(popularity)) {
      return LabelList.of(labels, new double[0]);
    }
    double[] shares = Npy.read(popularity).toDoubles();
    if (labels.length != shares.length) {
      throw new InputException(
          Problem.inFile(
              popularity.toString(),
              labels.length + " values, as in " + ids.getFileName(),
              shares.length + " values",
              ""));
    }
    return LabelList.of(labels, shares);
  }
}
