package io.habitus.ingest.shop;

import io.habitus.core.problem.UsageException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What shop to simulate.
 *
 * @param clients clients that ever join, at least 1
 * @param days length of the log in days, 1 to 3650
 * @param seed of every random number; the same settings give the same bytes
 * @param start first day; midnight UTC begins it
 * @param items products in the catalogue, those launched later included
 * @param categories product categories, at most {@code items}
 * @param newItemShare share of the items that are launched during the log, in [0, 0.9]
 * @param windowDays length of a target window in days: the oracle holds for this split only
 * @param oracleClients at most so many relevant clients are scored by the oracle; 0 for none
 */
public record ShopSettings(
    int clients,
    int days,
    long seed,
    LocalDate start,
    int items,
    int categories,
    double newItemShare,
    int windowDays,
    int oracleClients) {
  /** A Monday, so that week boundaries are easy to see. */
  public static final LocalDate DEFAULT_START = LocalDate.of(2025, 1, 6);

  public static final int DEFAULT_WINDOW_DAYS = 14;
  public static final int DEFAULT_ORACLE_CLIENTS = 50_000;

  private static final int MOST_CATEGORIES = Character.MAX_VALUE;
  private static final int MOST_ITEMS = 1_000_000;

  public ShopSettings {
    List<String> wrong = new ArrayList<>();
    check(clients >= 1, "clients: expected at least 1, found " + clients, wrong);
    check(days >= 1 && days <= 3650, "days: expected 1 to 3650, found " + days, wrong);
    check(
        items >= 1 && items <= MOST_ITEMS,
        "items: expected 1 to " + MOST_ITEMS + ", found " + items,
        wrong);
    check(
        categories >= 1 && categories <= Math.min(items, MOST_CATEGORIES),
        "categories: expected 1 to the number of items (at most 65535), found " + categories,
        wrong);
    check(
        newItemShare >= 0 && newItemShare <= 0.9,
        "new item share: expected 0 to 0.9, found " + newItemShare,
        wrong);
    check(windowDays >= 1, "window days: expected at least 1, found " + windowDays, wrong);
    check(oracleClients >= 0, "oracle clients: expected at least 0, found " + oracleClients, wrong);
    if (!wrong.isEmpty()) {
      throw new UsageException(String.join("\n", wrong));
    }
  }

  /**
   * Defaults for a size: an item for four clients, between 800 and 60,000; categories of about 25
   * items, in small shops smaller ones, so that there are a hundred of them.
   */
  public static ShopSettings of(int clients, int days, long seed) {
    int items = Math.clamp(clients / 4, 800, 60_000);
    return new ShopSettings(
        clients,
        days,
        seed,
        DEFAULT_START,
        items,
        Math.max(items / 25, Math.min(items / 6, 120)),
        0.3,
        DEFAULT_WINDOW_DAYS,
        DEFAULT_ORACLE_CLIENTS);
  }

  /** A shop that takes seconds and whose six tasks all have both classes in both windows. */
  public static ShopSettings demo() {
    return of(3_000, 77, 42);
  }

  public ShopSettings withSeed(long newSeed) {
    return new ShopSettings(
        clients, days, newSeed, start, items, categories, newItemShare, windowDays, oracleClients);
  }

  private static void check(boolean holds, String sentence, List<String> wrong) {
    if (!holds) {
      wrong.add(sentence);
    }
  }
}
