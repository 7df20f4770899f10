package io.habitus.models.audit;

import io.habitus.core.array.LongList;
import io.habitus.core.run.RunContext;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.FieldKind;
import io.habitus.core.schema.Schema;
import io.habitus.core.store.ClientIds;
import io.habitus.core.store.Codes;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.store.Manifest;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Shards;
import io.habitus.core.store.SourceInfo;
import io.habitus.core.store.StoreLayout;
import io.habitus.core.store.StoreWriter;
import io.habitus.core.store.VocabularyInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A copy of a store that is the same before the cut-off and another from there on: events, values,
 * codes, clients, statistics. The catalogue and the given clients are left alone; label lists are
 * left out, because they say what is bought after the cut-off.
 */
final class AlteredStore {
  private static final int FRESH_VALUES = 5;
  private static final int FRESH_CLIENTS = 20;

  private final SequenceStore store;
  private final Manifest manifest;
  private final Schema schema;
  private final long cutOff;
  private final Alteration alteration;
  private final RunContext context;
  private final StoreWriter writer;
  private final List<Optional<AlteredVocabulary>> vocabularies = new ArrayList<>();
  private final LongList clients = new LongList();

  private AlteredStore(
      SequenceStore store,
      long cutOff,
      Alteration alteration,
      StoreWriter writer,
      RunContext context) {
    this.store = store;
    this.manifest = store.manifest();
    this.schema = store.schema();
    this.cutOff = cutOff;
    this.alteration = alteration;
    this.writer = writer;
    this.context = context;
  }

  /**
   * Writes the copy.
   *
   * @param folder where the altered store is to appear
   */
  static void write(
      SequenceStore store,
      long cutOffMicros,
      Alteration alteration,
      Path folder,
      RunContext context) {
    Manifest manifest = store.manifest();
    StoreLayout layout =
        new StoreLayout(
            store.schema(), manifest.shards(), manifest.streams(), manifest.stringClients());
    try (StoreWriter writer = StoreWriter.create(folder, layout, true)) {
      new AlteredStore(store, cutOffMicros, alteration, writer, context).write();
    }
  }

  private void write() {
    BitSet[] known = knownValues();
    for (int f = 0; f < schema.fields().size(); f++) {
      vocabularies.add(writeVocabulary(f, known[f]));
    }
    for (int a = 0; a < schema.itemAttributes().size(); a++) {
      writeAttribute(a);
    }
    store.relevantClientsInOrder().ifPresent(writer::relevantClients);
    store.activeClients().ifPresent(active -> writer.activeClients(active.toArray()));
    for (int shard = 0; shard < manifest.shards(); shard++) {
      writeShard(shard);
    }
    writer.events().end();
    writeClientIds();
    writer.commit(SourceInfo.inMemory("audit"));
  }

  private boolean isCoded(int field) {
    return schema.fields().get(field).kind() != FieldKind.NUMERIC;
  }

  /** (fields) codes that occur before the cut-off or in the catalogue. */
  private BitSet[] knownValues() {
    BitSet[] known = new BitSet[schema.fields().size()];
    Arrays.setAll(known, f -> new BitSet());
    Histories input = store.histories(Long.MIN_VALUE, cutOff);
    for (int shard = 0; shard < input.shardCount(); shard++) {
      try (Histories.Cursor cursor = input.open(shard)) {
        while (cursor.next()) {
          context.checkStopped("altering the log");
          addKnown(cursor.events(), known);
        }
      }
    }
    schema.itemField().ifPresent(item -> addCatalogue(schema.field(item), known));
    return known;
  }

  private void addKnown(EventSequence events, BitSet[] known) {
    for (int f = 0; f < known.length; f++) {
      for (int i = 0; isCoded(f) && i < events.size(); i++) {
        known[f].set(events.code(f, i));
      }
    }
  }

  private void addCatalogue(int itemField, BitSet[] known) {
    for (int item = Codes.FIRST_VALUE; item < store.vocabulary(itemField).size(); item++) {
      for (int a = 0; a < schema.itemAttributes().size(); a++) {
        boolean numeric = schema.itemAttributes().get(a).kind() == FieldKind.NUMERIC;
        boolean described =
            numeric
                ? !Double.isNaN(store.catalogue().number(a, item))
                : store.catalogue().code(a, item) != Codes.UNKNOWN;
        if (described) {
          known[itemField].set(item);
        }
      }
    }
  }

  private Optional<AlteredVocabulary> writeVocabulary(int field, BitSet known) {
    VocabularyInfo info = manifest.vocabularies().get("field-" + field);
    if (!isCoded(field) || info == null) {
      return Optional.empty();
    }
    int fresh = alteration == Alteration.REPLACED ? FRESH_VALUES : 0;
    return Optional.of(
        AlteredVocabulary.write(
            store.vocabulary(field),
            info,
            known,
            fresh,
            writer.fieldVocabulary(field, info.kind())));
  }

  /** The catalogue is left alone, under the items' new codes. */
  private void writeAttribute(int attribute) {
    Field field = schema.itemAttributes().get(attribute);
    int itemField = schema.field(schema.itemField().orElseThrow());
    Optional<AlteredVocabulary> items = vocabularies.get(itemField);
    if (items.isEmpty() || manifest.catalogueGeneration().isEmpty()) {
      return;
    }
    int[] newItem = items.get().newCode();
    if (field.kind() == FieldKind.NUMERIC) {
      double[] numbers = new double[items.get().size()];
      Arrays.fill(numbers, Double.NaN);
      for (int item = Codes.FIRST_VALUE; item < newItem.length; item++) {
        if (newItem[item] >= Codes.FIRST_VALUE) {
          numbers[newItem[item]] = store.catalogue().number(attribute, item);
        }
      }
      writer.catalogueNumbers(attribute, numbers);
      return;
    }
    VocabularyInfo info = manifest.vocabularies().get("attribute-" + attribute);
    int[] codes = new int[items.get().size()];
    Arrays.fill(codes, Codes.UNKNOWN);
    if (info != null) {
      BitSet all = new BitSet();
      all.set(0, store.catalogue().vocabulary(attribute).size());
      AlteredVocabulary values =
          AlteredVocabulary.write(
              store.catalogue().vocabulary(attribute),
              info,
              all,
              0,
              writer.attributeVocabulary(attribute, info.kind()));
      for (int item = Codes.FIRST_VALUE; item < newItem.length; item++) {
        if (newItem[item] >= Codes.FIRST_VALUE) {
          codes[newItem[item]] = values.newCode()[store.catalogue().code(attribute, item)];
        }
      }
    }
    writer.catalogueCodes(attribute, codes);
  }

  private void writeShard(int shard) {
    AlteredEvents events =
        new AlteredEvents(schema, manifest, cutOff, alteration, vocabularies, writer.events());
    long[] fresh = freshClients(shard);
    int next = 0;
    try (Histories.Cursor cursor = store.histories().open(shard)) {
      while (cursor.next()) {
        context.checkStopped("altering the log");
        long client = cursor.events().clientId();
        while (next < fresh.length && fresh[next] < client) {
          writeFresh(fresh[next++], events);
        }
        if (events.client(cursor.events())) {
          clients.add(client);
        }
        if (next < fresh.length && fresh[next] == client) {
          next++; // it is no new client after all
        }
      }
    }
    while (next < fresh.length) {
      writeFresh(fresh[next++], events);
    }
  }

  private void writeFresh(long client, AlteredEvents events) {
    events.newClient(client);
    clients.add(client);
  }

  private static String freshId(int number) {
    return "audit-client-" + number;
  }

  private long[] freshClients(int shard) {
    if (alteration == Alteration.REMOVED) {
      return new long[0];
    }
    long[] ids = new long[FRESH_CLIENTS];
    Arrays.setAll(ids, i -> ClientIds.codeOf(freshId(i)));
    return Arrays.stream(ids)
        .filter(id -> Shards.of(id, manifest.shards()) == shard)
        .sorted()
        .distinct()
        .toArray();
  }

  private void writeClientIds() {
    if (!manifest.stringClients()) {
      return;
    }
    ClientIds ids = store.clientIds();
    for (long client : Arrays.stream(clients.toArray()).sorted().toArray()) {
      writer.clientId(client, ids.find(client).orElseGet(() -> freshIdOf(client)));
    }
  }

  private static String freshIdOf(long client) {
    for (int i = 0; i < FRESH_CLIENTS; i++) {
      if (ClientIds.codeOf(freshId(i)) == client) {
        return freshId(i);
      }
    }
    throw new IllegalStateException("client " + client + " is neither old nor new");
  }
}
