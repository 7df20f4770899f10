package io.habitus.models.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InputException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.EventSequence;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.models.FittedProfileModel;
import io.habitus.models.ProfileModels;
import io.habitus.testkit.memory.MemoryLog;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle of what is incremental: embedding anew. */
class LiveProfilesTest {
  private static final long END = 1_650_000_000_000_000L;
  private static final ClientSet CLIENTS = ClientSet.of(LongStream.range(0, 30).toArray());
  private static final String CAUSAL = " layout=causal scalers=fitted tables=fitted";
  private static final String GRU = "gru-ae embedding=8 hidden=16 epochs=1";

  private final RunContext context = RunContext.silent().withThreads(1);

  private static Histories log() {
    MemoryLog log = MemoryLog.challenge();
    Random random = new Random(5);
    List<String> types = List.of("product_buy", "add_to_cart", "page_visit", "page_visit");
    for (int i = 0; i < 900; i++) {
      long time = END - 1 - random.nextInt(60 * 86_400) * Micros.PER_SECOND;
      String type = types.get(random.nextInt(4));
      long client = random.nextInt(30);
      log.event(client, time, type, random.nextInt(12));
      if (random.nextInt(3) == 0) { // a session that goes on
        log.event(client, Math.min(END - 1, time + 60 * Micros.PER_SECOND), "page_visit", 7);
      }
    }
    for (int sku = 0; sku < 12; sku++) {
      log.item(sku, sku % 3, sku % 4, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7});
    }
    return log.histories(Long.MIN_VALUE, END);
  }

  private FittedProfileModel fit(String model) {
    String[] words = model.split(" ");
    Map<String, String> parameters = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      String[] pair = words[i].split("=");
      parameters.put(pair[0], pair[1]);
    }
    return ProfileModels.named(words[0], parameters).fit(log(), CLIENTS, 1, context);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GRU,
        GRU + " fields=week,event_type,sku,category combine=sum embedding=16",
        "sra hidden=12 latent=6" + CAUSAL,
        "fip hidden=12 latent=6" + CAUSAL,
        GRU + " precision=bf16",
        "sra hidden=12 latent=6 precision=bf16" + CAUSAL,
      })
  void advancingEventByEventIsEmbeddingAnew(String model) {
    Histories input = log();
    long middle = END - 25 * Micros.PER_DAY;
    try (FittedProfileModel fitted = fit(model);
        LiveProfiles live = fitted.live(input, context)) {
      Profiles early = fitted.embed(input.between(Long.MIN_VALUE, middle), CLIENTS, context);
      Profiles late = fitted.embed(input, CLIENTS, context);
      for (int shard = 0; shard < input.shardCount(); shard++) {
        try (Histories.Cursor cursor = input.open(shard)) {
          while (cursor.next()) {
            EventSequence events = cursor.events();
            LiveState state = live.begin();
            int i = advance(live, state, events, 0, middle);
            expectSame(live.vector(state), early, events.clientId());
            byte[] kept = state.toBytes();
            LiveState again = live.read(kept);
            assertThat(again.toBytes()).isEqualTo(kept);
            advance(live, state, events, i, END);
            advance(live, again, events, i, END);
            expectSame(live.vector(state), late, events.clientId());
            assertThat(live.vector(again)).isEqualTo(live.vector(state));
            assertThat(again.toBytes()).isEqualTo(state.toBytes());
          }
        }
      }
    }
  }

  private static int advance(
      LiveProfiles live, LiveState state, EventSequence events, int from, long until) {
    int i = from;
    while (i < events.size() && events.timeMicros(i) < until) {
      live.advance(state, events, i++);
    }
    return i;
  }

  /** Equal as float16, which is how profiles are kept. */
  private static void expectSame(float[] live, Profiles profiles, long client) {
    int row = CLIENTS.rank(client);
    for (int column = 0; column < live.length; column++) {
      float rounded = Float.float16ToFloat(Float.floatToFloat16(live[column]));
      assertThat(rounded).isEqualTo(profiles.get(row, column));
    }
  }

  @Test
  void longerHistoriesThanTheModelReadsAreRememberedByTheStateAlone() {
    Histories input = log();
    try (FittedProfileModel fitted = fit(GRU + " max-events=4");
        LiveProfiles live = fitted.live(input, context);
        Histories.Cursor cursor = input.open(0)) {
      assertThat(cursor.next()).isTrue();
      EventSequence events = cursor.events();
      LiveState whole = live.begin();
      advance(live, whole, events, 0, END);
      LiveState newest = live.begin();
      advance(live, newest, events, events.size() - 4, END);
      assertThat(whole.steps()).isEqualTo(events.size());
      expectSame(live.vector(newest), fitted.embed(input, CLIENTS, context), events.clientId());
      assertThat(live.vector(whole)).isNotEqualTo(live.vector(newest));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sra hidden=12 latent=6; layout=causal",
        "mtl-churn hidden=12 latent=6; attends to all events",
        GRU + " variant=sku_text embedding=16; reads each item once",
        "rfm; do not follow from a running state"
      })
  void otherModelsSayWhyNot(String modelAndReason) {
    String[] parts = modelAndReason.split("; ");
    try (FittedProfileModel fitted = fit(parts[0])) {
      assertThatThrownBy(() -> fitted.live(log(), context))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining(parts[1]);
    }
  }

  @Test
  void statesAreRefusedWhereTheyAreDamagedOrOfAnotherModel() {
    try (FittedProfileModel fitted = fit(GRU);
        FittedProfileModel other = fit(GRU + " learning-rate=0.01");
        LiveProfiles live = fitted.live(log(), context);
        LiveProfiles stranger = other.live(log(), context)) {
      byte[] bytes = live.begin().toBytes();
      assertThat(live.vector(live.read(bytes))).containsOnly(0f);
      assertThatThrownBy(() -> stranger.read(bytes))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("belongs to the model that made it");
      byte[] flipped = bytes.clone();
      flipped[20] ^= 1;
      assertThatThrownBy(() -> live.read(flipped))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("checksum");
      byte[] cut = Arrays.copyOf(bytes, 11);
      assertThatThrownBy(() -> live.read(cut)).isInstanceOf(InputException.class);
      byte[] tiny = Arrays.copyOf(bytes, 2);
      assertThatThrownBy(() -> live.read(tiny)).isInstanceOf(InputException.class);
    }
  }

  @Test
  void anEventThatIsEarlierThanTheLastIsRefused() {
    Histories input = log();
    try (FittedProfileModel fitted = fit(GRU);
        LiveProfiles live = fitted.live(input, context);
        Histories.Cursor cursor = input.open(0)) {
      assertThat(cursor.next()).isTrue();
      LiveState state = live.begin();
      live.advance(state, cursor.events(), 5);
      assertThatThrownBy(() -> live.advance(state, cursor.events(), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected time order");
    }
  }
}
