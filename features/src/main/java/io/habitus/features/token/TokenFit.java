package io.habitus.features.token;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.Problem;
import io.habitus.core.run.Parallel;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Counts what occurs in the steps of some clients and keeps the most frequent values. Sums of whole
 * numbers: the same for any number of threads and shards.
 *
 * @param fields names, see {@link TokenFields#of}
 * @param keep values of a field with an open set of values (items, urls) that are kept; where a
 *     field is absent so often that it belongs to them, it takes the place of one
 * @param least how often a value of such a field must occur to be kept
 * @param maxSteps newest steps of a client that are read
 * @param carrying a field: events of types that carry it are steps; empty: all events are
 */
public record TokenFit(
    List<String> fields, int keep, int least, int maxSteps, Optional<String> carrying) {
  /** Days from the first event to the last that {@code day} can count. */
  static final int MOST_DAYS = 36_500;

  public TokenFit {
    fields = List.copyOf(fields);
    if (keep < 1 || keep > TokenVocabulary.MOST_VALUES) {
      throw new IllegalArgumentException(
          "keep: expected 1 … %d, found %d".formatted(TokenVocabulary.MOST_VALUES, keep));
    }
    if (least < 1) {
      throw new IllegalArgumentException("least: expected at least 1, found " + least);
    }
  }

  /** Steps are all events, and values are kept however rare they are. */
  public TokenFit(List<String> fields, int keep, int maxSteps) {
    this(fields, keep, 1, maxSteps, Optional.empty());
  }

  /**
   * Learns the tokens. Days count from the first event of anyone.
   *
   * @param clients whose steps are counted
   * @throws io.habitus.core.problem.UsageException if there is no such field
   */
  public TokenLayout of(Histories histories, LongPredicate clients, RunContext context) {
    long origin = originMicros(histories, context);
    TokenSource source = new TokenSource(histories, origin, MOST_DAYS);
    List<? extends Values> values = source.reader(fields, maxSteps, carrying).values();
    AtomicLongArray[] counts =
        values.stream()
            .map(each -> new AtomicLongArray(each.size()))
            .toArray(AtomicLongArray[]::new);
    var unused =
        Parallel.map(
            "counting tokens",
            "shards",
            histories.shardCount(),
            context,
            shard -> {
              count(
                  source.reader(fields, maxSteps, carrying),
                  histories,
                  shard,
                  clients,
                  counts,
                  context);
              return shard;
            });
    List<TokenVocabulary> vocabularies = new ArrayList<>();
    for (int f = 0; f < counts.length; f++) {
      vocabularies.add(vocabulary(fields.get(f), values.get(f), counts[f]));
    }
    return new TokenLayout(vocabularies, origin, maxSteps, carrying, histories.schema().name());
  }

  private static void count(
      CodeReader reader,
      Histories histories,
      int shard,
      LongPredicate clients,
      AtomicLongArray[] counts,
      RunContext context) {
    try (Histories.Cursor cursor = histories.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("counting tokens");
        if (clients.test(cursor.events().clientId())) {
          count(reader, cursor.events(), counts);
        }
      }
    }
  }

  private static void count(CodeReader reader, EventSequence events, AtomicLongArray[] counts) {
    int steps = reader.read(events);
    for (int f = 0; f < counts.length; f++) {
      for (int step = 0; step < steps; step++) {
        counts[f].incrementAndGet(reader.code(f, step));
      }
    }
  }

  private TokenVocabulary vocabulary(String field, Values values, AtomicLongArray counts) {
    Comparator<Integer> order =
        Comparator.comparingLong((Integer code) -> -counts.get(code))
            .thenComparing(values::compare);
    int most = values.isOpen() ? keep : TokenVocabulary.MOST_VALUES;
    int rarest = values.isOpen() ? least : 1;
    List<Integer> kept =
        IntStream.range(Codes.FIRST_VALUE, counts.length())
            .filter(code -> counts.get(code) >= rarest)
            .boxed()
            .sorted(order)
            .limit(most)
            .toList();
    boolean full = kept.size() == most;
    if (full && counts.get(Codes.NULL) > counts.get(kept.getLast())) {
      kept = kept.subList(0, most - 1);
    }
    return new TokenVocabulary(field, kept.stream().map(values::text).toList());
  }

  /** Midnight before the first event; 0 where there is none. */
  private long originMicros(Histories histories, RunContext context) {
    List<long[]> ranges =
        Parallel.map(
            "finding the first day",
            "shards",
            histories.shardCount(),
            context,
            shard -> range(histories, shard, context));
    long first = ranges.stream().mapToLong(range -> range[0]).min().orElseThrow();
    long last = ranges.stream().mapToLong(range -> range[1]).max().orElseThrow();
    if (first > last) {
      return 0;
    }
    long firstDay = Math.floorDiv(first, Micros.PER_DAY);
    long lastDay = Math.floorDiv(last, Micros.PER_DAY);
    boolean counted = fields.contains(TokenSource.DAY) || fields.contains(TokenSource.WEEK);
    if (counted && lastDay - firstDay >= MOST_DAYS) {
      throw new InputException(
          Problem.inColumn(
              histories.schema().name(),
              "time",
              "events within %d days".formatted(MOST_DAYS),
              "%s to %s".formatted(Micros.toInstant(first), Micros.toInstant(last)),
              "Leave out the events with impossible times, or name other fields than the day."));
    }
    return firstDay * Micros.PER_DAY;
  }

  private static long[] range(Histories histories, int shard, RunContext context) {
    long[] range = {Long.MAX_VALUE, Long.MIN_VALUE};
    try (Histories.Cursor cursor = histories.open(shard)) {
      while (cursor.next()) {
        context.checkStopped("finding the first day");
        EventSequence events = cursor.events();
        range[0] = Math.min(range[0], events.timeMicros(0));
        range[1] = Math.max(range[1], events.timeMicros(events.size() - 1));
      }
    }
    return range;
  }
}
