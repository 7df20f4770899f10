package io.habitus.ingest.load;

import io.habitus.core.problem.Problem;
import io.habitus.core.store.VocabularyKind;
import io.habitus.ingest.log.TableFiles;
import io.habitus.ingest.log.TableFormat;
import io.habitus.ingest.log.TimeColumn;
import io.habitus.ingest.log.ValueColumn;
import io.habitus.ingest.sql.Database;
import io.habitus.ingest.sql.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One Parquet file of a challenge directory, for those who want its rows rather than its events:
 * ids and times are read, and refused, as ingestion does.
 */
public final class ChallengeFile {
  private static final ValueColumn CLIENT = ValueColumn.integer("client_id");
  private static final TimeColumn TIME = TimeColumn.of("timestamp");

  private final Database database;
  private final LogTable table;
  private final Path file;

  private ChallengeFile(Database database, LogTable table, Path file) {
    this.database = database;
    this.table = table;
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @param database whose times without a zone are UTC
   * @param relation name of a view to make
   * @throws io.habitus.core.problem.InputException if it is no whole Parquet file
   */
  public static ChallengeFile open(Database database, Path file, String relation) {
    TableFiles files = new TableFiles(List.of(file), new TableFormat.Parquet());
    return new ChallengeFile(database, LogTable.open(database, files, relation), file);
  }

  /**
   * Its rows, as a relation with the file's columns and {@code file_row_number} (from 0). Not the
   * view: DuckDB 2.0 fails on a sorted copy of one whose numbers of files nobody asks for.
   */
  public String rows() {
    return "read_parquet(" + Sql.text(file.toString()) + ", file_row_number = true)";
  }

  /**
   * Everything wrong with an event file's clients, times and ids.
   *
   * @param ids columns of integers, which may be empty
   */
  public List<Problem> checkEvents(List<String> ids) {
    List<String> integers = new ArrayList<>(ids);
    integers.addFirst(CLIENT.column());
    List<Problem> columns = ColumnChecks.of(table).check(integers, Optional.of(TIME));
    if (!columns.isEmpty()) {
      return columns;
    }
    BadRows rows = BadRows.of(database, table);
    List<Problem> problems = new ArrayList<>(rows.clientless(CLIENT.column()));
    problems.addAll(rows.clients(CLIENT, VocabularyKind.INTEGER));
    problems.addAll(rows.times(TIME, true));
    problems.addAll(integers(rows, ids));
    return problems;
  }

  /**
   * Everything wrong with the ids of a file that holds no events.
   *
   * @param ids columns of integers, which may be empty
   */
  public List<Problem> checkIds(List<String> ids) {
    List<Problem> columns = ColumnChecks.of(table).check(ids, Optional.empty());
    return columns.isEmpty() ? integers(BadRows.of(database, table), ids) : columns;
  }

  private List<Problem> integers(BadRows rows, List<String> ids) {
    List<Problem> problems = new ArrayList<>();
    for (String id : ids) {
      String unreadable = rows.expressions().unreadable(id, integer(id));
      problems.addAll(rows.find(id, unreadable, "an integer", ""));
    }
    return problems;
  }

  /** A column of ids as BIGINT, NULL where there is none. */
  public String integer(String column) {
    return new Expressions(table).value(ValueColumn.integer(column), VocabularyKind.INTEGER);
  }

  /** Microseconds since the epoch. */
  public String micros() {
    return new Expressions(table).micros(TIME, true);
  }
}
