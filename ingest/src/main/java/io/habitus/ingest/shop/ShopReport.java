package io.habitus.ingest.shop;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was generated.
 *
 * @param folder the challenge directory
 * @param settings of the shop
 * @param rows file name without suffix → rows, the catalogue included
 * @param oracle also in {@code oracle.json}
 */
public record ShopReport(
    Path folder, ShopSettings settings, SortedMap<String, Long> rows, ShopOracle oracle) {

  public ShopReport {
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }

  /** Events of all types. */
  public long events() {
    return rows.values().stream().mapToLong(Long::longValue).sum() - settings.items();
  }
}
