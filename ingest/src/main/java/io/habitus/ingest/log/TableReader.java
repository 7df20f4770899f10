package io.habitus.ingest.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads which files a table consists of and how they are written. */
final class TableReader {
  private final Path base;

  /**
   * A reader.
   *
   * @param base folder that relative paths start from
   */
  TableReader(Path base) {
    this.base = base;
  }

  TableFiles read(Section section) {
    List<Path> files = new ArrayList<>();
    for (String each : section.texts("files")) {
      List<Path> found = expand(each);
      if (found.isEmpty()) {
        section.problem("files", "files that match " + each, "none", "");
      }
      files.addAll(found);
    }
    if (!section.has("files")) {
      section.problem("files", "a file, or a list of files", "nothing", "");
    }
    if (files.isEmpty()) {
      files.add(base);
    }
    return new TableFiles(files, format(section, files.getFirst()));
  }

  /** A path, or all files of a folder that match a pattern in its last part, sorted by name. */
  private List<Path> expand(String path) {
    Path file = base.resolve(path);
    String name = String.valueOf(file.getFileName());
    Path folder = file.getParent();
    if (!name.contains("*") && !name.contains("?")) {
      return List.of(file);
    }
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> matcher.matches(entry.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + folder, e);
    }
  }

  private static TableFormat format(Section section, Path first) {
    Optional<TableFormat> guessed = TableFormat.ofName(String.valueOf(first.getFileName()));
    if (!section.has("format")) {
      return guessed.orElseGet(() -> {
        section.problem(
            "format", "parquet, csv or json-lines", "nothing, for " + first.getFileName(), "");
        return new TableFormat.Parquet();
      });
    }
    if (!section.isSection("format")) {
      return simple(section.word("format", Kind.class, Kind.CSV));
    }
    return detailed(
        section
            .section("format")
            .only("type", "delimiter", "header", "columns", "encoding", "quote"));
  }

  private enum Kind {
    PARQUET,
    CSV,
    JSON_LINES
  }

  private enum Encoding {
    UTF_8,
    LATIN_1
  }

  private static TableFormat simple(Kind kind) {
    return switch (kind) {
      case PARQUET -> new TableFormat.Parquet();
      case CSV -> TableFormat.Csv.separatedBy(",");
      case JSON_LINES -> new TableFormat.JsonLines();
    };
  }

  private static TableFormat detailed(Section section) {
    Kind kind = section.word("type", Kind.class, Kind.CSV);
    if (kind != Kind.CSV) {
      return simple(kind);
    }
    List<String> columns = section.texts("columns");
    boolean header = section.flag("header", columns.isEmpty());
    if (header == !columns.isEmpty()) {
      section.problem(
          "columns", "a header, or names of the columns", header ? "both" : "neither", "");
      return TableFormat.Csv.separatedBy(",");
    }
    Encoding encoding = section.word("encoding", Encoding.class, Encoding.UTF_8);
    return new TableFormat.Csv(
        section.find("delimiter").orElse(","),
        header,
        columns,
        encoding == Encoding.UTF_8 ? "utf-8" : "latin-1",
        section.find("quote").orElse("\""));
  }
}
