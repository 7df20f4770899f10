package io.habitus.core.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a generation came from and what was left out on the way.
 *
 * @param description of the source: a folder or a schema file
 * @param hash SHA-256 over names, sizes and checksums of the source's files
 * @param files the source's files
 * @param until exclusive upper bound that was asked for, ISO 8601
 * @param timezone zone in which times without a zone were read
 * @param deduplicate whether equal events were reduced to one
 * @param rowsRead rows of the source's files
 * @param leftOut rows or events that were left out, by reason
 * @param lateTail a thin tail after the log's body, if one was found
 */
public record SourceInfo(
    String description,
    String hash,
    List<String> files,
    Optional<String> until,
    String timezone,
    boolean deduplicate,
    long rowsRead,
    Map<String, Long> leftOut,
    Optional<LateTail> lateTail) {
  public SourceInfo {
    files = List.copyOf(files);
    leftOut = Map.copyOf(leftOut);
  }

  /** A source in memory, for stores that are not ingested from files. */
  public static SourceInfo inMemory(String description) {
    return new SourceInfo(
        description, "", List.of(), Optional.empty(), "UTC", false, 0, Map.of(), Optional.empty());
  }

  SourceInfo withLateTail(Optional<LateTail> tail) {
    return new SourceInfo(
        description, hash, files, until, timezone, deduplicate, rowsRead, leftOut, tail);
  }
}
