package io.habitus.models.mtl;

import static org.assertj.core.api.Assertions.assertThat;

import io.habitus.core.profile.ClientSet;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.target.LabelList;
import io.habitus.core.target.Labels;
import io.habitus.core.target.Task;
import io.habitus.core.time.Micros;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.models.sequence.FitWindow;
import io.habitus.models.sequence.FittedSequenceModel;
import io.habitus.testkit.memory.MemoryLog;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The label lists that came with the data, as published, in place of the month's most frequent. */
class GivenLabelsTest {
  private static final long END = 1_650_000_000_000_000L;
  private static final ClientSet CLIENTS = ClientSet.of(LongStream.range(0, 40).toArray());

  /** Skus 2 and 7 are among the data's; 999 is a label that no event has. */
  private static final Map<String, LabelList> LISTS =
      Map.of(
          Task.SKU, LabelList.of(new long[] {7, 999, 2}, new double[0]),
          Task.CATEGORY, LabelList.of(new long[] {2, 0}, new double[] {0.5, 0.25}));

  @TempDir Path dir;

  private static Histories log() {
    MemoryLog log = MemoryLog.challenge();
    Random random = new Random(3);
    for (int i = 0; i < 900; i++) {
      long time = END - 1 - random.nextInt(60 * 86_400) * Micros.PER_SECOND;
      String type = List.of("product_buy", "add_to_cart", "page_visit").get(random.nextInt(3));
      log.event(random.nextInt(40), time, type, random.nextInt(9));
    }
    for (int sku = 0; sku < 9; sku++) {
      log.item(sku, sku % 3, sku % 4, null);
    }
    return log.histories(Long.MIN_VALUE, END);
  }

  private static FittedSequenceModel fit(Histories input, String labels) {
    Map<String, String> parameters =
        new HashMap<>(Map.of("hidden", "8", "latent", "4", "batch", "8", "epochs", "2"));
    parameters.put("labels", labels);
    return (FittedSequenceModel)
        ProfileModels.named("mtl", parameters).fit(input, CLIENTS, 1, RunContext.silent());
  }

  private static byte[] vectors(FittedProfileModel fitted, Histories input) {
    return fitted
        .embed(input, CLIENTS, RunContext.silent())
        .halves()
        .toArray(ValueLayout.JAVA_BYTE);
  }

  /** The oracle: who bought what in the month, read from the log by hand. */
  @Test
  void labelsAreTheListsInTheirOrder() {
    Histories input = new WithLabelLists(log(), LISTS);
    FitWindow.Month month = FitWindow.of(input, 0, RunContext.silent()).month(14);
    SequencedMap<String, Labels> labels = MonthTasks.of(month, CLIENTS, true, RunContext.silent());
    Labels sku = labels.get("sku");
    Labels category = labels.get("category");
    assertThat(sku.width()).isEqualTo(3);
    assertThat(category.width()).isEqualTo(2);
    boolean[][] bought = bought(input, month.startMicros());
    int positives = 0;
    for (int client = 0; client < 40; client++) {
      float[] found = new float[5];
      sku.fill(client, found, 0);
      category.fill(client, found, 3);
      boolean[] did = bought[client];
      assertThat(found)
          .containsExactly(
              number(did[7]),
              0,
              number(did[2]),
              number(did[2] || did[5] || did[8]),
              number(did[0] || did[3] || did[6]));
      positives += did[7] ? 1 : 0;
    }
    assertThat(positives).isBetween(1, 39);
  }

  private static float number(boolean truth) {
    return truth ? 1 : 0;
  }

  /** (clients)(skus) */
  private static boolean[][] bought(Histories input, long from) {
    boolean[][] bought = new boolean[40][9];
    int type = input.schema().eventType("product_buy");
    int item = input.schema().field("sku");
    for (int shard = 0; shard < input.shardCount(); shard++) {
      try (Histories.Cursor cursor = input.open(shard)) {
        while (cursor.next()) {
          var events = cursor.events();
          for (int i = 0; i < events.size(); i++) {
            if (events.timeMicros(i) >= from && events.type(i) == type) {
              String sku = input.vocabulary(item).text(events.code(item, i));
              bought[(int) events.clientId()][Integer.parseInt(sku)] = true;
            }
          }
        }
      }
    }
    return bought;
  }

  @Test
  void theModelHasAHeadForEachGivenLabelAndIsReadBack() {
    Histories input = new WithLabelLists(log(), LISTS);
    try (FittedSequenceModel given = fit(input, "given");
        FittedSequenceModel derived = fit(input, "derived")) {
      assertThat(given.state().heads()).isEqualTo(Map.of("category", 2, "churn", 1, "sku", 3));
      assertThat(derived.state().heads()).isEqualTo(Map.of("category", 3, "churn", 1, "sku", 9));
      byte[] vectors = vectors(given, input);
      assertThat(vectors).isNotEqualTo(vectors(derived, input));
      given.save(dir.resolve("model"));
      try (FittedProfileModel loaded = ProfileModels.load(dir.resolve("model"))) {
        assertThat(vectors(loaded, input)).isEqualTo(vectors);
      }
    }
  }

  @Test
  void withoutListsGivenIsDerived() {
    try (FittedSequenceModel given = fit(log(), "given");
        FittedSequenceModel derived = fit(log(), "derived")) {
      assertThat(given.state().heads()).isEqualTo(derived.state().heads());
      assertThat(vectors(given, log())).isEqualTo(vectors(derived, log()));
    }
  }
}
