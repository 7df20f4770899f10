package io.habitus.ingest.split;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Schema;
import io.habitus.ingest.load.ChallengeFile;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a challenge directory, checked.
 *
 * @param directory the challenge directory
 * @param events event files by type, those that are there
 * @param products the catalogue, if there is one
 * @param lastBuyMicros time of the last buy
 */
record SourceFiles(
    Path directory,
    SortedMap<String, ChallengeFile> events,
    Optional<Catalogue> products,
    long lastBuyMicros) {

  /**
   * The catalogue.
   *
   * @param path its file, to be copied
   * @param file the same, to be read
   */
  record Catalogue(Path path, ChallengeFile file) {}

  /**
   * Finds and checks the files. Ids and times may be whatever ingestion takes.
   *
   * @throws InputException with every problem: a missing column, a row without client or time
   */
  static SourceFiles of(Path directory, Database database) {
    List<Problem> problems = new ArrayList<>();
    SortedMap<String, ChallengeFile> events = new TreeMap<>();
    find(directory)
        .forEach((type, path) -> {
          List<String> ids = type.equals(Schema.BUY) ? List.of("sku") : List.of();
          ChallengeFile file = open(database, path, "split_" + type, problems);
          if (file != null) {
            problems.addAll(file.checkEvents(ids));
            events.put(type, file);
          }
        });
    Optional<Catalogue> products = products(directory, database, problems);
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
    return new SourceFiles(directory, events, products, lastBuy(directory, events, database));
  }

  ChallengeFile buys() {
    return buys(events);
  }

  private static ChallengeFile buys(Map<String, ChallengeFile> events) {
    return Objects.requireNonNull(events.get(Schema.BUY), "there are buys, or problems");
  }

  private static @Nullable ChallengeFile open(
      Database database, Path file, String relation, List<Problem> problems) {
    try {
      return ChallengeFile.open(database, file, relation);
    } catch (InputException e) {
      problems.addAll(e.problems());
      return null;
    }
  }

  private static Map<String, Path> find(Path directory) {
    Map<String, Path> events = new TreeMap<>();
    for (EventType type : Schema.challenge().eventTypes()) {
      Path file = directory.resolve(type.name() + ".parquet");
      if (Files.exists(file)) {
        events.put(type.name(), file);
      }
    }
    if (!events.containsKey(Schema.BUY)) {
      boolean split = Files.exists(directory.resolve("input").resolve(Schema.BUY + ".parquet"));
      throw new InputException(
          Problem.inFile(
              directory.toString(),
              Schema.BUY + ".parquet of an unsplit challenge directory",
              split ? "a directory that is split already" : "no such file",
              ""));
    }
    return events;
  }

  private static Optional<Catalogue> products(
      Path directory, Database database, List<Problem> problems) {
    Path path = directory.resolve("product_properties.parquet");
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    ChallengeFile file = open(database, path, "split_products", problems);
    if (file == null) {
      return Optional.empty();
    }
    problems.addAll(file.checkIds(List.of("sku", "category", "price")));
    return Optional.of(new Catalogue(path, file));
  }

  private static long lastBuy(
      Path directory, Map<String, ChallengeFile> events, Database database) {
    ChallengeFile buys = buys(events);
    Row last = database.row("SELECT max(%s) FROM %s".formatted(buys.micros(), buys.rows()));
    if (last.isNull(0)) {
      String file = directory.resolve(Schema.BUY + ".parquet").toString();
      throw new InputException(
          Problem.inFile(file, "at least one buy", "none", "There is nothing to split."));
    }
    return last.number(0);
  }
}
