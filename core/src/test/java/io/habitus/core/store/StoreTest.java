package io.habitus.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.schema.EventType;
import io.habitus.core.schema.Field;
import io.habitus.core.schema.Schema;
import io.habitus.core.target.LabelList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back, by window, by generation, and not when it is damaged. */
class StoreTest {
  private static final int SHARDS = 3;
  private static final Schema SCHEMA =
      new Schema(
          "shop",
          List.of(
              new EventType("buy", List.of("item", "price")),
              new EventType("look", List.of("text"))),
          List.of(Field.categorical("item"), Field.numeric("price"), Field.text("text")),
          Optional.of("item"),
          List.of(Field.categorical("colour")),
          Optional.empty(),
          Optional.empty(),
          "buy",
          7);

  /** One event as it was written. */
  private record Event(long client, long time, int type, int item, double price, int text) {}

  @TempDir Path temp;

  private Path folder() {
    return temp.resolve("store");
  }

  /** Events of clients 0 … 19 in [from, until), by time. */
  private static List<Event> events(long seed, long from, long until) {
    var random = new SplittableRandom(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      boolean buy = random.nextBoolean();
      events.add(
          new Event(
              random.nextInt(20),
              random.nextLong(from, until),
              buy ? 0 : 1,
              buy ? Codes.FIRST_VALUE + random.nextInt(3) : Codes.NULL,
              buy ? random.nextInt(100) / 4.0 : Double.NaN,
              buy ? Codes.NULL : Codes.FIRST_VALUE + random.nextInt(2)));
    }
    events.sort(Comparator.comparingLong(Event::time).thenComparingInt(Event::type));
    return events;
  }

  private static void write(StoreWriter writer, List<Event> events) {
    long[] clients =
        LongStream.range(0, 20)
            .filter(id -> events.stream().anyMatch(e -> e.client() == id))
            .boxed()
            .sorted(
                Comparator.comparingInt((Long id) -> Shards.of(id, SHARDS))
                    .thenComparing(Comparator.naturalOrder()))
            .mapToLong(Long::longValue)
            .toArray();
    for (long client : clients) {
      writer.events().begin(client);
      for (Event event : events) {
        if (event.client() == client) {
          writer.events().add(event.time(), event.type());
          if (event.type() == 0) {
            writer.events().code(0, event.item());
            writer.events().number(1, event.price());
          } else {
            writer.events().code(2, event.text());
          }
        }
      }
    }
  }

  private void create(List<Event> events) {
    try (StoreWriter writer = StoreWriter.create(folder(), StoreLayout.of(SCHEMA, SHARDS), false)) {
      VocabularyWriter items = writer.fieldVocabulary(0, VocabularyKind.INTEGER);
      for (long item : new long[] {-5, 7, 70}) {
        items.add(item);
      }
      VocabularyWriter texts = writer.fieldVocabulary(2, VocabularyKind.TEXT);
      texts.add("blau");
      texts.add("żółty");
      writer.attributeVocabulary(0, VocabularyKind.TEXT).add("red");
      int red = Codes.FIRST_VALUE;
      writer.catalogueCodes(0, new int[] {0, 1, 2, 3, red, Codes.NULL, Codes.UNKNOWN});
      writer.relevantClients(new long[] {3, 1, 2});
      writer.labels("propensity_sku", LabelList.of(new long[] {7, -5}, new double[0]));
      write(writer, events);
      writer.commit(SourceInfo.inMemory("a test"));
    }
  }

  private void append(List<Event> events) {
    try (StoreWriter writer = StoreWriter.append(folder())) {
      write(writer, events);
      writer.commit(SourceInfo.inMemory("another day"));
    }
  }

  private static List<Event> read(Histories histories) {
    List<Event> events = new ArrayList<>();
    for (int shard = 0; shard < histories.shardCount(); shard++) {
      long last = Long.MIN_VALUE;
      try (Histories.Cursor cursor = histories.open(shard)) {
        while (cursor.next()) {
          EventSequence each = cursor.events();
          assertThat(each.clientId()).isGreaterThan(last);
          assertThat(Shards.of(each.clientId(), SHARDS)).isEqualTo(shard);
          last = each.clientId();
          for (int i = 0; i < each.size(); i++) {
            events.add(
                new Event(
                    last,
                    each.timeMicros(i),
                    each.type(i),
                    each.code(0, i),
                    each.number(1, i),
                    each.code(2, i)));
          }
        }
      }
    }
    return events;
  }

  private static List<Event> ordered(List<Event> events, long from, long until) {
    return events.stream()
        .filter(e -> e.time() >= from && e.time() < until)
        .sorted(
            Comparator.comparingInt((Event e) -> Shards.of(e.client(), SHARDS))
                .thenComparingLong(Event::client)
                .thenComparingLong(Event::time)
                .thenComparingInt(Event::type))
        .toList();
  }

  @Test
  void everyWindowHoldsTheEventsThatWereWritten() {
    List<Event> events = events(1, -1_000_000, 1_000_000);
    create(events);
    try (SequenceStore store = SequenceStore.open(folder())) {
      store.verify();
      assertThat(store.eventCount()).isEqualTo(200);
      assertThat(read(store.histories()))
          .isEqualTo(ordered(events, Long.MIN_VALUE, Long.MAX_VALUE));
      long middle = events.get(100).time();
      assertThat(read(store.histories(Long.MIN_VALUE, middle)))
          .isEqualTo(ordered(events, Long.MIN_VALUE, middle));
      assertThat(read(store.histories(middle, middle + 1))).hasSize(1);
      assertThat(read(store.histories(0, 0))).isEmpty();
    }
  }

  @Test
  void vocabulariesCatalogueAndListsAreReadBack() {
    create(events(1, 0, 1000));
    try (SequenceStore store = SequenceStore.open(folder())) {
      Vocabulary items = store.vocabulary(0);
      assertThat(items.size()).isEqualTo(Codes.FIRST_VALUE + 3);
      assertThat(items.longValue(Codes.FIRST_VALUE)).isEqualTo(-5);
      assertThat(items.codeOf(70)).isEqualTo(Codes.FIRST_VALUE + 2);
      assertThat(items.codeOf(71)).isEqualTo(Codes.UNKNOWN);
      assertThat(items.codeOfText("7")).isEqualTo(Codes.FIRST_VALUE + 1);
      assertThat(items.compare(Codes.FIRST_VALUE, Codes.FIRST_VALUE + 1)).isNegative();
      Vocabulary texts = store.vocabulary(2);
      assertThat(texts.text(texts.codeOf("żółty"))).isEqualTo("żółty");
      assertThat(texts.codeOf("rot")).isEqualTo(Codes.UNKNOWN);
      assertThat(store.catalogue().code(0, Codes.FIRST_VALUE)).isEqualTo(Codes.FIRST_VALUE);
      assertThat(store.catalogue().code(0, Codes.FIRST_VALUE + 1)).isEqualTo(Codes.NULL);
      assertThat(store.relevantClientsInOrder().orElseThrow()).containsExactly(3, 1, 2);
      assertThat(store.activeClients()).isEmpty();
      LabelList labels = store.labelLists().get("propensity_sku");
      assertThat(labels.labels()).containsExactly("7", "-5");
      assertThat(labels.hasPopularity()).isFalse();
    }
  }

  @Test
  void anAppendedGenerationReadsAsIfItHadBeenThereFromTheBeginning() {
    List<Event> first = events(1, 0, 1000);
    List<Event> second = events(2, 1000, 2000);
    create(first);
    append(second);
    List<Event> all = new ArrayList<>(first);
    all.addAll(second);
    try (SequenceStore store = SequenceStore.open(folder())) {
      store.verify();
      assertThat(store.manifest().generations()).hasSize(2);
      assertThat(read(store.histories())).isEqualTo(ordered(all, 0, 2000));
      assertThat(store.relevantClients()).isPresent();
    }
  }

  @Test
  void whatIsNotCommittedLeavesEverythingAsItWas() {
    List<Event> events = events(1, 0, 1000);
    try (StoreWriter writer = StoreWriter.create(folder(), StoreLayout.of(SCHEMA, SHARDS), false)) {
      write(writer, events);
    }
    assertThat(folder()).doesNotExist();
    create(events);
    try (StoreWriter writer = StoreWriter.append(folder())) {
      write(writer, events(2, 1000, 2000));
    }
    try (SequenceStore store = SequenceStore.open(folder())) {
      store.verify();
      assertThat(store.eventCount()).isEqualTo(200);
    }
    assertThatThrownBy(
            () -> StoreWriter.create(folder(), StoreLayout.of(SCHEMA, SHARDS), false).close())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("holds a store already");
  }

  @Test
  void oneAlteredByteOfAnyFileIsFound() throws IOException {
    create(events(1, 0, 1000));
    List<StoredFile> files;
    try (SequenceStore store = SequenceStore.open(folder())) {
      files = store.manifest().generations().getFirst().files();
    }
    assertThat(files).hasSizeGreaterThan(8);
    for (StoredFile each : files) {
      Path file = folder().resolve(each.path());
      byte[] right = Files.readAllBytes(file);
      byte[] wrong = right.clone();
      wrong[each.count() == 0 ? 0 : wrong.length - 1] ^= 1; // of an empty column the header's
      Files.write(file, wrong);
      assertThatThrownBy(this::openAndVerify)
          .isInstanceOf(InputException.class)
          .hasMessageContaining(file.getFileName().toString())
          .hasMessageContaining("The store is damaged");
      Files.write(file, Arrays.copyOf(right, right.length - 1));
      assertThatThrownBy(this::openAndVerify)
          .as("%s cut short", each.path())
          .isInstanceOf(InputException.class);
      Files.write(file, right);
    }
  }

  private void openAndVerify() {
    try (SequenceStore store = SequenceStore.open(folder())) {
      store.verify();
    }
  }

  @Test
  void clientsOutOfOrderAreRefused() {
    try (StoreWriter writer = StoreWriter.create(folder(), StoreLayout.of(SCHEMA, 1), false)) {
      writer.events().begin(5);
      writer.events().add(1, 1);
      assertThatThrownBy(() -> writer.events().begin(4)).hasMessageContaining("ascending");
    }
  }
}
