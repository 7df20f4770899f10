package io.habitus.ingest.split;

import io.habitus.core.file.WholeFolder;
import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.problem.UsageException;
import io.habitus.core.provenance.Provenance;
import io.habitus.core.run.Progress;
import io.habitus.core.run.RunContext;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import io.habitus.ingest.load.ChallengeFile;
import io.habitus.ingest.sql.DamagedFiles;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Row;
import io.habitus.ingest.sql.Sql;
import io.habitus.ingest.sql.SqlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Splits a challenge directory as the organisers do, into their file layout: {@code input/} with
 * the events before the train start, {@code target/} with the buys of both windows, the label lists
 * and popularity, and the clients. Lists that the source has are copied, others derived.
 */
public final class FileSplit {
  private final SourceFiles source;
  private final Split split;
  private final Path out;
  private final Database database;

  private FileSplit(SourceFiles source, Split split, Path out, Database database) {
    this.source = source;
    this.split = split;
    this.out = out;
    this.database = database;
  }

  /**
   * Splits by the organisers' rule.
   *
   * @param data an unsplit challenge directory
   * @param days length of each target window
   * @param out must not exist yet, or be empty; appears whole
   * @throws io.habitus.core.problem.InputException with every problem of the source's files
   */
  public static SplitReport run(Path data, int days, Path out, RunContext context) {
    try (Database database = Database.open("UTC", context)) {
      SourceFiles source = SourceFiles.of(data, database);
      Split split = Split.organisers(Micros.toInstant(source.lastBuyMicros()), days);
      return write(source, split, out, database);
    } catch (SqlException e) {
      throw explained(e, data, context);
    }
  }

  /** Splits at given cut-offs, such as one of {@code Splits.rolling}. */
  public static SplitReport run(Path data, Split split, Path out, RunContext context) {
    try (Database database = Database.open("UTC", context)) {
      return write(SourceFiles.of(data, database), split, out, database);
    } catch (SqlException e) {
      throw explained(e, data, context);
    }
  }

  /** A failure by its file, where one of them is damaged. */
  private static RuntimeException explained(SqlException failure, Path data, RunContext context) {
    try (Stream<Path> files = Files.list(data)) {
      List<Path> parquet =
          files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
      List<Problem> damaged = DamagedFiles.find(parquet, context);
      return damaged.isEmpty() ? failure : new InputException(damaged);
    } catch (IOException e) {
      failure.addSuppressed(e);
      return failure;
    }
  }

  private static SplitReport write(SourceFiles source, Split split, Path out, Database database) {
    checkFree(out);
    RunContext context = database.context();
    long bytes = bytes(source.directory());
    context.disk().require(out, bytes, context.resources().tempDir(), 0);
    Provenance.Builder provenance =
        Provenance.of("split").split(split).threads(context.resources().threads());
    try (WholeFolder whole = WholeFolder.begin(out)) {
      SplitReport report = new FileSplit(source, split, whole.part(), database).write();
      provenance.finish().writeTo(whole.part());
      whole.commit();
      return report;
    }
  }

  private static void checkFree(Path out) {
    if (Files.isDirectory(out)) {
      try (Stream<Path> entries = Files.list(out)) {
        if (entries.findAny().isEmpty()) {
          return;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("reading " + out, e);
      }
    }
    if (Files.exists(out)) {
      throw new UsageException(out + " exists already; name a new folder for the split");
    }
  }

  private static long bytes(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(FileSplit::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + directory, e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  private SplitReport write() {
    try (Progress.Step step =
        database.context().progress().start("splitting", source.events().size() + 3, "files")) {
      folders();
      SortedMap<String, Long> inputRows = new TreeMap<>();
      for (Map.Entry<String, ChallengeFile> event : source.events().entrySet()) {
        inputRows.put(event.getKey(), writeInput(event.getKey(), event.getValue()));
        step.advance(1);
      }
      long validationStart = Micros.of(split.validationStart());
      SplitReport.Window train =
          writeTarget("train_target", split.cutOffMicros(), validationStart - 1);
      step.advance(1);
      SplitReport.Window validation =
          writeTarget("validation_target", validationStart, Micros.of(split.end()));
      step.advance(1);
      SplitLists lists = new SplitLists(source, out, database).write(train.rows());
      step.advance(1);
      return new SplitReport(
          split,
          inputRows,
          train,
          validation,
          lists.relevantClients(),
          lists.activeClients(),
          lists.labels(),
          lists.derived());
    }
  }

  private void folders() {
    try {
      Files.createDirectories(out.resolve("input"));
      Files.createDirectories(out.resolve("target"));
      if (source.products().isPresent()) {
        Path products = source.products().get().path();
        Files.copy(products, out.resolve(products.getFileName()));
      } else {
        database
            .context()
            .progress()
            .note(
                "no product_properties.parquet: no properties in targets, no category or price"
                    + " labels");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + out, e);
    }
  }

  private long writeInput(String type, ChallengeFile file) {
    Path written = out.resolve("input").resolve(type + ".parquet");
    database.execute(
        Sql.load("split-input")
            .with("rows", file.rows())
            .with("time", file.micros())
            .with("cut_off", split.cutOffMicros())
            .with("out", quoted(written))
            .text());
    return count(written).number(0);
  }

  private SplitReport.Window writeTarget(String name, long from, long until) {
    Path written = out.resolve("target").resolve(name + ".parquet");
    ChallengeFile buys = source.buys();
    String join = source.products().map(products -> join(products.file())).orElse("");
    database.execute(
        Sql.load("split-target")
            .with("properties", join.isEmpty() ? "" : ", products.* EXCLUDE (sku, habitus_sku)")
            .with("buys", buys.rows())
            .with("sku", buys.integer("sku"))
            .with("time", buys.micros())
            .with("join", join)
            .with("from", from)
            .with("until", until)
            .with("out", quoted(written))
            .text());
    Row count = count(written);
    return new SplitReport.Window(count.number(0), count.number(1));
  }

  private static String join(ChallengeFile products) {
    return Sql.load("split-join")
        .with("products", products.rows())
        .with("sku", products.integer("sku"))
        .text();
  }

  private Row count(Path file) {
    return database.row(Sql.load("split-count").with("file", quoted(file)).text());
  }

  private static String quoted(Path file) {
    return Sql.text(file.toString());
  }
}
