package io.habitus.models.audit;

import io.habitus.core.schema.Schema;
import io.habitus.core.store.ClientIds;
import io.habitus.core.store.Codes;
import io.habitus.core.store.SequenceStore;
import io.habitus.core.store.Shards;
import io.habitus.core.store.SourceInfo;
import io.habitus.core.store.StoreLayout;
import io.habitus.core.store.StoreWriter;
import io.habitus.core.store.VocabularyKind;
import io.habitus.core.store.VocabularyWriter;
import io.habitus.core.target.LabelList;
import io.habitus.core.target.Task;
import io.habitus.core.time.Micros;
import io.habitus.core.time.Split;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A store of a small shop, with events on both sides of the cut-off. */
final class SmallStore {
  static final Split SPLIT =
      new Split(
          Instant.parse("2022-06-01T00:00:00Z"),
          Instant.parse("2022-06-15T00:00:00Z"),
          Instant.parse("2022-06-28T00:00:00Z"));

  private static final int SKUS = 30;
  private static final int SHARDS = 4;

  private SmallStore() {}

  static SequenceStore write(Path folder, boolean stringClients) {
    Schema schema = Schema.challenge();
    StoreLayout layout =
        new StoreLayout(
            schema,
            SHARDS,
            IntStream.range(0, schema.eventTypes().size()).boxed().toList(),
            stringClients);
    try (StoreWriter writer = StoreWriter.create(folder, layout, false)) {
      integers(writer.fieldVocabulary(0, VocabularyKind.INTEGER), SKUS);
      integers(writer.fieldVocabulary(1, VocabularyKind.INTEGER), 50);
      VocabularyWriter queries = writer.fieldVocabulary(2, VocabularyKind.CODES);
      for (int i = 0; i < 10; i++) {
        byte[] codes = new byte[16];
        Arrays.fill(codes, (byte) i);
        queries.add(codes);
      }
      integers(writer.attributeVocabulary(0, VocabularyKind.INTEGER), 5);
      integers(writer.attributeVocabulary(1, VocabularyKind.INTEGER), 3);
      for (int attribute = 0; attribute < 2; attribute++) {
        int values = attribute == 0 ? 5 : 3;
        int[] codes = new int[Codes.FIRST_VALUE + SKUS];
        Arrays.setAll(codes, item -> catalogue(item, values));
        writer.catalogueCodes(attribute, codes);
      }
      int[] unnamed = new int[Codes.FIRST_VALUE + SKUS];
      Arrays.fill(unnamed, Codes.UNKNOWN);
      writer.catalogueCodes(2, unnamed);
      writer.labels(Task.SKU, LabelList.of(new long[] {10, 30}, new double[] {0.5, 0.25}));
      long[] clients = clients(stringClients);
      for (long client : clients) {
        writeClient(writer, client);
      }
      if (stringClients) {
        Arrays.stream(clients).sorted().forEach(code -> writer.clientId(code, id(code)));
      }
      writer.commit(SourceInfo.inMemory("a small shop"));
    }
    return SequenceStore.open(folder);
  }

  /** The last ten items are not in the catalogue. */
  private static int catalogue(int item, int values) {
    return item < Codes.FIRST_VALUE || item >= Codes.FIRST_VALUE + SKUS - 10
        ? Codes.UNKNOWN
        : Codes.FIRST_VALUE + item % values;
  }

  private static void integers(VocabularyWriter writer, int count) {
    LongStream.range(0, count).forEach(value -> writer.add(10 * value));
  }

  private static long[] clients(boolean stringClients) {
    return LongStream.range(0, 60)
        .map(i -> stringClients ? ClientIds.codeOf("client-" + i) : i)
        .boxed()
        .sorted(
            Comparator.comparingInt((Long client) -> Shards.of(client, SHARDS))
                .thenComparing(Comparator.naturalOrder()))
        .mapToLong(Long::longValue)
        .toArray();
  }

  private static String id(long code) {
    return IntStream.range(0, 60)
        .mapToObj(i -> "client-" + i)
        .filter(id -> ClientIds.codeOf(id) == code)
        .findFirst()
        .orElseThrow();
  }

  private static void writeClient(StoreWriter writer, long client) {
    SplittableRandom random = new SplittableRandom(client);
    long cutOff = SPLIT.cutOffMicros();
    List<Long> times =
        random
            .longs(1 + random.nextInt(20), cutOff - 60 * Micros.PER_DAY, Micros.of(SPLIT.end()))
            .boxed()
            .sorted()
            .toList();
    writer.events().begin(client);
    for (long time : times) {
      int type = random.nextInt(5);
      writer.events().add(time, type);
      int field = type < 3 ? 0 : type - 2;
      // The last skus are sold from the cut-off on only.
      int values = field == 2 ? 10 : field == 1 ? 50 : time < cutOff ? SKUS - 5 : SKUS;
      writer.events().code(field, Codes.FIRST_VALUE + random.nextInt(values));
    }
  }
}
