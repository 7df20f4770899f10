package io.habitus.models.audit;

import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.EventWriter;
import io.habitus.core.store.Manifest;
import io.habitus.core.time.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Writes clients' events: as they are before the cut-off, invented from there on. */
final class AlteredEvents {
  private static final int MOST_ADDED = 4;

  private record When(long micros, int type) {}

  private final Schema schema;
  private final Manifest manifest;
  private final long cutOff;
  private final Alteration alteration;
  private final List<Optional<AlteredVocabulary>> vocabularies;
  private final EventWriter writer;

  AlteredEvents(
      Schema schema,
      Manifest manifest,
      long cutOff,
      Alteration alteration,
      List<Optional<AlteredVocabulary>> vocabularies,
      EventWriter writer) {
    this.schema = schema;
    this.manifest = manifest;
    this.cutOff = cutOff;
    this.alteration = alteration;
    this.vocabularies = vocabularies;
    this.writer = writer;
  }

  /** Writes a client of the store; false if it has no event left. */
  boolean client(EventSequence events) {
    int before = 0;
    while (before < events.size() && events.timeMicros(before) < cutOff) {
      before++;
    }
    SplittableRandom random = new SplittableRandom(events.clientId());
    int after = events.size() - before;
    int invented =
        switch (alteration) {
          case REMOVED -> 0;
          case REPLACED -> random.nextInt(after + MOST_ADDED + 1);
        };
    if (before + invented == 0) {
      return false;
    }
    writer.begin(events.clientId());
    for (int i = 0; i < before; i++) {
      copy(events, i);
    }
    invent(invented, random);
    return true;
  }

  /** Writes a client that there was not. */
  void newClient(long id) {
    writer.begin(id);
    invent(1 + MOST_ADDED, new SplittableRandom(id));
  }

  private void copy(EventSequence events, int i) {
    writer.add(events.timeMicros(i), events.type(i));
    for (int f = 0; f < vocabularies.size(); f++) {
      if (schema.fields().get(f).kind() == FieldKind.NUMERIC) {
        writer.number(f, events.number(f, i));
      } else if (vocabularies.get(f).isPresent()) {
        writer.code(f, vocabularies.get(f).get().newCode()[events.code(f, i)]);
      }
    }
  }

  private void invent(int count, SplittableRandom random) {
    long span = Math.max(Micros.PER_DAY, manifest.statistics().lastMicros() - cutOff);
    List<When> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long time = i == 0 ? cutOff : cutOff + random.nextLong(span);
      events.add(new When(time, random.nextInt(schema.eventTypes().size())));
    }
    events.sort(
        Comparator.comparingLong(When::micros)
            .thenComparing(event -> manifest.streams().get(event.type())));
    for (When event : events) {
      writer.add(event.micros, event.type);
      for (String field : schema.eventTypes().get(event.type).fields()) {
        inventValue(schema.field(field), random);
      }
    }
  }

  private void inventValue(int field, SplittableRandom random) {
    if (schema.fields().get(field).kind() == FieldKind.NUMERIC) {
      writer.number(field, 1_000 * random.nextDouble());
    } else {
      int size = vocabularies.get(field).map(AlteredVocabulary::size).orElse(0);
      if (size > Codes.FIRST_VALUE) {
        writer.code(field, random.nextInt(Codes.FIRST_VALUE, size));
      }
    }
  }
}
