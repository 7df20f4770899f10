package io.habitus.ingest;

import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.Histories;
import io.habitus.core.store.LateTail;
import io.habitus.core.store.Manifest;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Statistics;
import io.habitus.ingest.Inspection.Finding;
import io.habitus.ingest.Inspection.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks at a store: counts, time span, lengths, and what is suspicious. */
public final class Inspect {
  /**
   * A client with more events than this many times the mean is busy: a bot, or a shared account.
   */
  private static final long BUSY_FACTOR = 100;

  /** A client with fewer events is never busy. */
  private static final long BUSY_AT_LEAST = 1_000;

  private final SequenceStore store;
  private final Schema schema;
  private final Statistics statistics;

  private Inspect(SequenceStore store) {
    this.store = store;
    this.schema = store.schema();
    this.statistics = store.manifest().statistics();
  }

  /** Inspects an open store; reads only statistics, and clients if the longest is suspicious. */
  public static Inspection of(SequenceStore store, RunContext context) {
    return new Inspect(store).inspect(context);
  }

  private Inspection inspect(RunContext context) {
    Manifest manifest = store.manifest();
    Map<String, Long> leftOut = new TreeMap<>();
    manifest
        .generations()
        .forEach(
            each -> each.source().leftOut().forEach((why, n) -> leftOut.merge(why, n, Long::sum)));
    List<Finding> findings = new ArrayList<>();
    lateTail().ifPresent(findings::add);
    duplicates().ifPresent(findings::add);
    busyClients(context).ifPresent(findings::add);
    findings.addAll(nulls());
    midnights().ifPresent(findings::add);
    unknownItems().ifPresent(findings::add);
    findings.addAll(emptyTypes());
    return new Inspection(
        schema.name(),
        statistics,
        manifest.generations().size(),
        values(),
        store.relevantClients().map(clients -> clients.size()),
        leftOut,
        findings);
  }

  private Map<String, Integer> values() {
    Map<String, Integer> values = new TreeMap<>();
    for (int f = 0; f < schema.fields().size(); f++) {
      Field field = schema.fields().get(f);
      if (field.kind() != FieldKind.NUMERIC) {
        values.put(field.name(), store.vocabulary(f).size() - Codes.FIRST_VALUE);
      }
    }
    for (int a = 0; a < schema.itemAttributes().size(); a++) {
      Field field = schema.itemAttributes().get(a);
      if (field.kind() != FieldKind.NUMERIC) {
        values.put(
            "item " + field.name(), store.catalogue().vocabulary(a).size() - Codes.FIRST_VALUE);
      }
    }
    return values;
  }

  private Optional<Finding> lateTail() {
    return LateTail.find(statistics.eventsByDay())
        .map(tail -> new Finding(Kind.LATE_TAIL, tail.events(), tail.sentence()));
  }

  private Optional<Finding> duplicates() {
    long count = statistics.duplicates();
    return count == 0
        ? Optional.empty()
        : finding(
            Kind.DUPLICATES,
            count,
            "%,d events (%s) equal an earlier one of the same client in everything; they are kept,"
                + " --deduplicate leaves them out",
            count,
            share(count));
  }

  private Optional<Finding> busyClients(RunContext context) {
    long clients = statistics.clients();
    if (clients < 2) {
      return Optional.empty();
    }
    long limit = Math.max(BUSY_AT_LEAST, BUSY_FACTOR * statistics.events() / clients);
    if (statistics.longest() <= limit) {
      return Optional.empty();
    }
    long busy = 0;
    long events = 0;
    Histories all = store.histories();
    for (int shard = 0; shard < all.shardCount(); shard++) {
      context.checkStopped("inspecting");
      try (Histories.Cursor cursor = all.open(shard)) {
        while (cursor.next()) {
          int length = cursor.events().size();
          busy += length > limit ? 1 : 0;
          events += length > limit ? length : 0;
        }
      }
    }
    return finding(
        Kind.BUSY_CLIENTS,
        busy,
        "%,d clients have more than %,d events each, %s of all together, the busiest %,d:"
            + " bots or shared accounts?",
        busy,
        limit,
        share(events),
        statistics.longest());
  }

  private List<Finding> nulls() {
    List<Finding> findings = new ArrayList<>();
    for (int f = 0; f < schema.fields().size(); f++) {
      long count = statistics.nulls().get(f);
      if (count > 0) {
        finding(
                Kind.NULLS,
                count,
                "%,d events have no %s though their type carries it",
                count,
                schema.fields().get(f).name())
            .ifPresent(findings::add);
      }
    }
    return findings;
  }

  /** One event in 86,400 is at midnight by chance. */
  private Optional<Finding> midnights() {
    long count = statistics.midnights();
    return count * 100 < statistics.events() || count < 10
        ? Optional.empty()
        : finding(
            Kind.MIDNIGHTS,
            count,
            "%,d events (%s) are at exactly 00:00:00 UTC: dates without a time of day?",
            count,
            share(count));
  }

  private Optional<Finding> unknownItems() {
    if (schema.itemField().isEmpty() || schema.itemAttributes().isEmpty()) {
      return Optional.empty();
    }
    int items = store.vocabulary(schema.field(schema.itemField().get())).size();
    long unknown = 0;
    for (int item = Codes.FIRST_VALUE; item < items; item++) {
      unknown += isUnknown(item) ? 1 : 0;
    }
    return unknown == 0
        ? Optional.empty()
        : finding(
            Kind.UNKNOWN_ITEMS,
            unknown,
            "%,d of %,d items are not in the catalogue; their attributes are unknown",
            unknown,
            items - Codes.FIRST_VALUE);
  }

  /** Whether the catalogue lacks an item; where all attributes are numeric this cannot be told. */
  private boolean isUnknown(int item) {
    for (int a = 0; a < schema.itemAttributes().size(); a++) {
      if (schema.itemAttributes().get(a).kind() != FieldKind.NUMERIC) {
        return store.catalogue().code(a, item) == Codes.UNKNOWN;
      }
    }
    return false;
  }

  private List<Finding> emptyTypes() {
    List<Finding> findings = new ArrayList<>();
    for (Statistics.TypeStatistics type : statistics.types()) {
      if (type.events() == 0) {
        findings.add(new Finding(Kind.EMPTY_TYPE, 0, "there are no " + type.type() + " events"));
      }
    }
    return findings;
  }

  private String share(long count) {
    return String.format(Locale.ROOT, "%.2f %%", 100.0 * count / Math.max(1, statistics.events()));
  }

  private static Optional<Finding> finding(Kind kind, long count, String text, Object... values) {
    return Optional.of(new Finding(kind, count, String.format(Locale.ROOT, text, values)));
  }
}
