package io.habitus.features.event;

import io.habitus.core.time.Micros;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The 59 columns, written from the published description without regard for speed: every number is
 * counted anew from lists. The fast code is compared with it.
 */
final class ReferenceSequence {
  static final List<String> TYPES =
      List.of("product_buy", "add_to_cart", "remove_from_cart", "page_visit", "search_query");
  private static final List<String> PRODUCT = TYPES.subList(0, 3);
  private static final long MINUTE = 60 * Micros.PER_SECOND;

  /** A session of visits or searches. */
  record Session(RandomLog.Event first, long end, List<RandomLog.Event> near) {}

  /** One unscaled row: 8 columns of the head, then the block. */
  record Row(RandomLog.Event event, double[] values, double weight) {}

  private final RandomLog log;
  private final int weeks;
  private final Function<byte[], Integer> nameCluster;
  private final Function<byte[], Integer> queryCluster;
  private final long end;
  private final Map<Long, List<RandomLog.Event>> byClient = new TreeMap<>();
  private final Map<Long, List<Session>> visits = new TreeMap<>();
  private final Map<Long, List<Session>> searches = new TreeMap<>();
  private final Set<Long> topSkus;
  private final Set<Long> topCategories;

  ReferenceSequence(
      RandomLog log,
      int weeks,
      int top,
      Function<byte[], Integer> nameCluster,
      Function<byte[], Integer> queryCluster) {
    this.log = log;
    this.weeks = weeks;
    this.nameCluster = nameCluster;
    this.queryCluster = queryCluster;
    this.end = log.events().stream().mapToLong(RandomLog.Event::micros).max().orElseThrow();
    for (RandomLog.Event event : log.events()) {
      byClient.computeIfAbsent(event.client(), id -> new ArrayList<>()).add(event);
    }
    byClient.forEach((client, events) -> {
      visits.put(client, sessions(events, "page_visit"));
      searches.put(client, sessions(events, "search_query"));
    });
    topSkus = top(top, RandomLog.Event::value);
    topCategories = top(top, this::category);
  }

  private Set<Long> top(int top, Function<RandomLog.Event, @Nullable Long> of) {
    Map<Long, Long> buys =
        log.events().stream()
            .filter(e -> e.type().equals("product_buy") && of.apply(e) != null)
            .collect(Collectors.groupingBy(of, TreeMap::new, Collectors.counting()));
    return buys.entrySet().stream()
        .sorted(Comparator.comparingLong((Map.Entry<Long, Long> e) -> -e.getValue()))
        .limit(top)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static boolean isProduct(RandomLog.Event event) {
    return PRODUCT.contains(event.type());
  }

  private List<Session> sessions(List<RandomLog.Event> events, String type) {
    List<List<RandomLog.Event>> groups = new ArrayList<>();
    RandomLog.Event last = null;
    for (RandomLog.Event event : events) {
      if (event.type().equals(type)) {
        if (last == null || event.micros() - last.micros() >= 40 * MINUTE) {
          groups.add(new ArrayList<>());
        }
        groups.getLast().add(event);
        last = event;
      }
    }
    List<Session> sessions = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      long start = groups.get(g).getFirst().micros();
      long stop = groups.get(g).getLast().micros();
      long next = g + 1 < groups.size() ? groups.get(g + 1).getFirst().micros() : Long.MAX_VALUE;
      List<RandomLog.Event> near =
          events.stream()
              .filter(ReferenceSequence::isProduct)
              .filter(e -> e.micros() >= start && e.micros() <= stop + 5 * MINUTE)
              .filter(e -> e.micros() < next)
              .toList();
      sessions.add(new Session(groups.get(g).getFirst(), stop, near));
    }
    return sessions;
  }

  private RandomLog.@Nullable Item item(RandomLog.Event event) {
    return log.items().get(event.value());
  }

  private @Nullable Long category(RandomLog.Event event) {
    RandomLog.Item item = isProduct(event) ? item(event) : null;
    return item == null ? null : item.category();
  }

  private @Nullable Integer cluster(RandomLog.Event event) {
    RandomLog.Item item = isProduct(event) ? item(event) : null;
    return item == null || item.name() == null ? null : nameCluster.apply(item.name());
  }

  private @Nullable Integer queryCluster(RandomLog.Event event) {
    return event.query() == null ? null : queryCluster.apply(event.query());
  }

  private static @Nullable Object query(RandomLog.Event event) {
    return event.query() == null ? null : Arrays.toString(event.query());
  }

  private static long count(Collection<RandomLog.Event> events, Predicate<RandomLog.Event> which) {
    return events.stream().filter(which).count();
  }

  /**
   * Entropy in bits of a distribution over what {@code of} says; events without it are left out.
   */
  static double entropy(
      Collection<RandomLog.Event> events,
      Function<RandomLog.Event, ? extends @Nullable Object> of) {
    Map<Object, Long> counts = new LinkedHashMap<>();
    events.stream()
        .map(of)
        .filter(Objects::nonNull)
        .forEach(key -> counts.merge(key, 1L, Long::sum));
    double total = counts.values().stream().mapToLong(Long::longValue).sum();
    return -counts.values().stream()
        .mapToDouble(n -> n / total * Math.log(n / total) / Math.log(2))
        .sum();
  }

  private static double rate(long buys, long adds) {
    return adds > 0 ? (double) buys / adds : buys > 0 ? 1 : 0;
  }

  /** Rows of all clients, in the order of client and time. */
  Map<Long, List<Row>> rows() {
    Map<Long, List<Row>> rows = new TreeMap<>();
    byClient.forEach((client, events) -> rows.put(client, rows(client, events)));
    return rows;
  }

  private List<Row> rows(long client, List<RandomLog.Event> events) {
    List<Row> rows = new ArrayList<>();
    Set<RandomLog.Event> firsts = Collections.newSetFromMap(new IdentityHashMap<>());
    visits.get(client).forEach(session -> firsts.add(session.first()));
    searches.get(client).forEach(session -> firsts.add(session.first()));
    List<RandomLog.Event> kept =
        events.stream().filter(e -> isProduct(e) || firsts.contains(e)).toList();
    for (RandomLog.Event event : kept) {
      List<Double> row = new ArrayList<>();
      head(event, row);
      if (isProduct(event)) {
        product(event, events, row);
      } else if (event.type().equals("page_visit")) {
        visit(event, events, kept, row);
      } else {
        search(event, events, row);
      }
      double w = Math.floor((end - event.micros()) / (24 * 60.0 * MINUTE)) / 7;
      rows.add(
          new Row(
              event, row.stream().mapToDouble(Double::doubleValue).toArray(), Math.exp(-0.06 * w)));
    }
    return rows;
  }

  private void head(RandomLog.Event event, List<Double> row) {
    TYPES.forEach(type -> row.add(type.equals(event.type()) ? 1.0 : 0));
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(event.micros() / Micros.PER_SECOND, 0, ZoneOffset.UTC);
    row.add((double) time.getHour());
    row.add((double) (time.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue()));
    row.add((double) time.getDayOfMonth());
  }

  private void counts(
      Collection<RandomLog.Event> events, Predicate<RandomLog.Event> which, List<Double> row) {
    for (String type : PRODUCT) {
      row.add((double) count(events, e -> e.type().equals(type) && which.test(e)));
    }
  }

  private static double rate(Collection<RandomLog.Event> events, Predicate<RandomLog.Event> which) {
    return rate(
        count(events, e -> e.type().equals("product_buy") && which.test(e)),
        count(events, e -> e.type().equals("add_to_cart") && which.test(e)));
  }

  private static double flag(boolean value) {
    return value ? 1 : 0;
  }

  private void product(RandomLog.Event event, List<RandomLog.Event> mine, List<Double> row) {
    List<RandomLog.Event> products = mine.stream().filter(ReferenceSequence::isProduct).toList();
    List<RandomLog.Event> all = log.events().stream().filter(ReferenceSequence::isProduct).toList();
    Predicate<RandomLog.Event> sameSku = e -> Objects.equals(e.value(), event.value());
    Integer cluster = cluster(event);
    Predicate<RandomLog.Event> sameCluster =
        e -> cluster != null && Objects.equals(cluster(e), cluster);
    Long category = category(event);
    Predicate<RandomLog.Event> sameCategory =
        e -> category != null && Objects.equals(category(e), category);
    counts(products, sameSku, row);
    row.add(entropy(products, RandomLog.Event::value));
    row.add(entropy(products, this::cluster));
    row.add(entropy(products, this::category));
    row.add(rate(products, sameSku));
    row.add(rate(products, e -> true));
    row.add(rate(all, sameSku));
    counts(products, e -> true, row);
    row.add(flag(topSkus.contains(event.value())));
    counts(products, sameCluster, row);
    counts(all, sameCluster, row);
    row.add(entropy(all.stream().filter(sameCluster).toList(), RandomLog.Event::client));
    row.add(entropy(all.stream().filter(sameSku).toList(), RandomLog.Event::client));
    counts(all, sameSku, row);
    row.add(flag(category != null && topCategories.contains(category)));
    counts(products, sameCategory, row);
    row.add(rate(all, sameCategory));
    row.add(rate(products, sameCategory));
    counts(all, sameCategory, row);
    row.add(entropy(all.stream().filter(sameCategory).toList(), RandomLog.Event::client));
    RandomLog.Item item = item(event);
    row.add(item == null || item.price() == null ? 0 : (item.price() + 1) / 100.0);
    codes(item == null ? null : item.name(), row);
  }

  private static void codes(byte @Nullable [] codes, List<Double> row) {
    for (int i = 0; i < 16; i++) {
      row.add(codes == null ? 0.0 : codes[i] & 0xff);
    }
  }

  private static List<RandomLog.Event> firsts(Map<Long, List<Session>> sessions) {
    return sessions.values().stream().flatMap(List::stream).map(Session::first).toList();
  }

  private void visit(
      RandomLog.Event event,
      List<RandomLog.Event> mine,
      List<RandomLog.Event> kept,
      List<Double> row) {
    Predicate<RandomLog.Event> visit = e -> e.type().equals("page_visit");
    Predicate<RandomLog.Event> sameUrl =
        e -> visit.test(e) && e.value() != null && e.value().equals(event.value());
    row.add((double) count(mine, sameUrl));
    row.add((double) count(mine, visit));
    row.add(entropy(firsts(visits).stream().filter(sameUrl).toList(), RandomLog.Event::client));
    row.add((double) count(log.events(), sameUrl));
    nearby(session(visits, event), row);
    for (int week = 0; week < weeks; week++) {
      long newest = end - week * 7L * 24 * 60 * MINUTE;
      long oldest = end - (week + 1) * 7L * 24 * 60 * MINUTE;
      row.add((double) count(kept, e -> e.micros() <= newest && e.micros() > oldest));
    }
  }

  private void search(RandomLog.Event event, List<RandomLog.Event> mine, List<Double> row) {
    Predicate<RandomLog.Event> sameQuery = e -> Objects.equals(query(e), query(event));
    Predicate<RandomLog.Event> sameCluster =
        e -> Objects.equals(queryCluster(e), queryCluster(event));
    List<RandomLog.Event> myFirsts =
        searches.get(event.client()).stream().map(Session::first).toList();
    row.add((double) count(mine, sameQuery));
    row.add((double) count(mine, e -> e.query() != null));
    row.add(entropy(myFirsts, ReferenceSequence::query));
    row.add(entropy(myFirsts, this::queryCluster));
    row.add((double) count(log.events(), sameQuery));
    row.add((double) count(log.events(), sameCluster));
    row.add((double) count(mine, sameCluster));
    List<RandomLog.Event> all = firsts(searches);
    row.add(entropy(all.stream().filter(sameQuery).toList(), RandomLog.Event::client));
    row.add(entropy(all.stream().filter(sameCluster).toList(), RandomLog.Event::client));
    nearby(session(searches, event), row);
    codes(event.query(), row);
  }

  private static Session session(Map<Long, List<Session>> sessions, RandomLog.Event first) {
    return sessions.get(first.client()).stream()
        .filter(session -> session.first() == first)
        .findFirst()
        .orElseThrow();
  }

  private void nearby(Session session, List<Double> row) {
    row.add(flag(session.near().stream().anyMatch(e -> topSkus.contains(e.value()))));
    row.add(
        flag(
            session.near().stream()
                .anyMatch(e -> category(e) != null && topCategories.contains(category(e)))));
    row.add((double) session.near().size());
    row.add((session.end() - session.first().micros()) / (double) Micros.PER_SECOND);
  }

  /** Distinct keys, for the tests' own sanity. */
  static Set<Integer> widths(Collection<List<Row>> rows) {
    Set<Integer> widths = new HashSet<>();
    rows.forEach(each -> each.forEach(row -> widths.add(row.values().length)));
    return widths;
  }
}
