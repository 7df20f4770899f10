package io.habitus.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.habitus.core.problem.InterruptedRunException;
import io.habitus.core.problem.UsageException;
import io.habitus.core.profile.ClientSet;
import io.habitus.core.profile.Profiles;
import io.habitus.core.run.Progress;
import io.habitus.core.run.Resources;
import io.habitus.core.run.RunContext;
import io.habitus.core.store.Histories;
import io.habitus.core.time.Micros;
import io.habitus.models.embedding.DigestedProfiles;
import io.habitus.models.embedding.EmbeddingPass;
import io.habitus.testkit.memory.MemoryLog;
import io.habitus.testkit.run.HeardProgress;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every profile model must do. Extend it, name the model, and all of this is tested. */
public abstract class ProfileModelContract {
  protected static final long CUT_OFF = Micros.of(Instant.parse("2022-06-01T00:00:00Z"));
  private static final long SEED = 42;

  @TempDir protected Path dir;

  /** The model under test, with parameters that make it quick. */
  protected abstract ProfileModel model();

  /** Number of clients with events in the test's log. */
  protected int clients() {
    return 60;
  }

  /** A shop's log; {@code future} decides what happens from the cut-off on, and comes first. */
  protected MemoryLog log(long future) {
    MemoryLog log = MemoryLog.challenge();
    Random later = new Random(future);
    for (int i = 0; i < (future == 0 ? 0 : 300); i++) {
      long time = CUT_OFF + (i == 0 ? 0 : later.nextLong(30 * Micros.PER_DAY));
      event(log, later.nextInt(clients() + 20), time, later, 1_000);
    }
    Random random = new Random(1);
    for (int sku = 0; sku < 80; sku++) {
      log.item(sku, sku % 9, sku % 5, codes(random));
    }
    for (int i = 0; i < 40 * clients(); i++) {
      double age = Math.min(random.nextDouble() * 120, random.nextDouble() * 120);
      long time = CUT_OFF - 1 - (long) (age * Micros.PER_DAY);
      event(log, random.nextInt(clients()), time, random, 0);
    }
    return log;
  }

  private static void event(MemoryLog log, long client, long time, Random random, int shift) {
    int thing = shift + (int) Math.abs(random.nextGaussian() * 25);
    switch (random.nextInt(8)) {
      case 0 -> log.event(client, time, "product_buy", thing);
      case 1 -> log.event(client, time, "add_to_cart", thing);
      case 2 -> log.event(client, time, "remove_from_cart", thing);
      case 3 -> log.event(client, time, "search_query", new Object[] {codes(random)});
      default -> log.event(client, time, "page_visit", thing);
    }
  }

  private static byte[] codes(Random random) {
    byte[] codes = new byte[16];
    random.nextBytes(codes);
    return codes;
  }

  private static RunContext threads(int count) {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    return new RunContext(new Resources(count, 1L << 30, temp), Progress.SILENT);
  }

  private static Histories before(MemoryLog log) {
    return log.histories(Long.MIN_VALUE, CUT_OFF);
  }

  /** Everyone with events, some with none, one of them with a huge id. */
  protected ClientSet everyone() {
    long[] ids = new long[clients() + 5];
    Arrays.setAll(ids, i -> i);
    ids[ids.length - 1] = Long.MAX_VALUE - 3;
    return ClientSet.of(ids);
  }

  /** Ids and bits, so that NaN and order count. */
  private static List<Object> bits(Profiles profiles) {
    return List.of(
        Arrays.stream(profiles.clientIds()).boxed().toList(),
        profiles.width(),
        Arrays.hashCode(profiles.halves().toArray(ValueLayout.JAVA_BYTE)),
        profiles.halves().byteSize());
  }

  private Profiles fitAndEmbed(MemoryLog log, long seed, int threads) {
    try (FittedProfileModel fitted = model().fit(before(log), everyone(), seed, threads(threads))) {
      return fitted.embed(before(log), everyone(), threads(threads));
    }
  }

  @Test
  void everyClientHasAVectorOfFiniteNumbers() {
    Profiles profiles = fitAndEmbed(log(0), SEED, 2);
    assertThat(profiles.clientIds()).containsExactlyInAnyOrder(everyone().toArray());
    for (int row = 0; row < profiles.size(); row++) {
      for (int column = 0; column < profiles.width(); column++) {
        assertThat(Float.isFinite(profiles.get(row, column))).isTrue();
      }
    }
  }

  @Test
  void columnsAreNamedOnceEach() {
    try (FittedProfileModel fitted = model().fit(before(log(0)), everyone(), SEED, threads(1))) {
      assertThat(fitted.columns()).hasSize(fitted.width()).doesNotHaveDuplicates();
      assertThat(fitted.embed(before(log(0)), everyone(), threads(1)).width())
          .isEqualTo(fitted.width());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void threadsDoNotMatter(int threads) {
    assertThat(bits(fitAndEmbed(log(0), SEED, threads)))
        .isEqualTo(bits(fitAndEmbed(log(0), SEED, 1)));
  }

  @Test
  void shardsDoNotMatter() {
    assertThat(bits(fitAndEmbed(log(0).shards(7), SEED, 2)))
        .isEqualTo(bits(fitAndEmbed(log(0).shards(1), SEED, 2)));
  }

  @Test
  void sameSeedSameBits() {
    assertThat(bits(fitAndEmbed(log(0), SEED, 2))).isEqualTo(bits(fitAndEmbed(log(0), SEED, 2)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingFromTheCutOffOnMatters(long future) {
    assertThat(bits(fitAndEmbed(log(future), SEED, 2)))
        .isEqualTo(bits(fitAndEmbed(log(0), SEED, 2)));
  }

  @Test
  void loadedModelsGiveTheSameBits() {
    Histories input = before(log(0));
    Path folder = dir.resolve("model");
    try (FittedProfileModel fitted = model().fit(input, everyone(), SEED, threads(2))) {
      fitted.save(folder);
      try (FittedProfileModel loaded = ProfileModels.load(folder)) {
        assertThat(loaded.columns()).isEqualTo(fitted.columns());
        assertThat(bits(loaded.embed(input, everyone(), threads(2))))
            .isEqualTo(bits(fitted.embed(input, everyone(), threads(2))));
      }
      assertThatThrownBy(() -> fitted.save(folder))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("exists already");
    }
    assertThat(Files.exists(dir.resolve("model.part"))).isFalse();
  }

  @Test
  protected void anotherStoreWithOtherCodesGivesTheSameVectors() {
    try (FittedProfileModel fitted = model().fit(before(log(0)), everyone(), SEED, threads(2))) {
      assertThat(bits(fitted.embed(before(log(5)), everyone(), threads(2))))
          .isEqualTo(bits(fitted.embed(before(log(0)), everyone(), threads(2))));
    }
  }

  @Test
  void unseenClientsAreTreatedAsTheModelSays() {
    Histories input = before(log(0));
    ClientSet seen = ClientSet.of(Arrays.copyOf(everyone().toArray(), clients() / 2));
    try (FittedProfileModel fitted = model().fit(input, seen, SEED, threads(2))) {
      Profiles alone = fitted.embed(input, seen, threads(2));
      Profiles all = fitted.embed(input, everyone(), threads(2));
      assertThat(all.clientIds()).containsExactlyInAnyOrder(everyone().toArray());
      Map<Long, List<Float>> vectors = vectors(all);
      vectors(alone).forEach((id, vector) -> assertThat(vectors.get(id)).isEqualTo(vector));
    }
  }

  private static Map<Long, List<Float>> vectors(Profiles profiles) {
    Map<Long, List<Float>> vectors = new HashMap<>();
    for (int row = 0; row < profiles.size(); row++) {
      List<Float> vector = new ArrayList<>();
      for (int column = 0; column < profiles.width(); column++) {
        vector.add(profiles.get(row, column));
      }
      vectors.put(profiles.clientIds()[row], vector);
    }
    return new TreeMap<>(vectors);
  }

  @Test
  void oneClientWithOneEvent() {
    MemoryLog log = MemoryLog.challenge().event(7, CUT_OFF - 1, "product_buy", 1);
    ClientSet one = ClientSet.of(7);
    try (FittedProfileModel fitted = model().fit(before(log), one, SEED, threads(2))) {
      Profiles profiles = fitted.embed(before(log), one, threads(2));
      assertThat(profiles.clientIds()).containsExactly(7);
      assertThat(profiles.width()).isPositive();
    }
  }

  @Test
  void clientsWithoutEventsHaveOneVectorOrTheirOwnButAlwaysSome() {
    MemoryLog log = log(0);
    ClientSet strangers = ClientSet.of(-5, 100_000, 100_001);
    try (FittedProfileModel fitted = model().fit(before(log), everyone(), SEED, threads(2))) {
      Profiles profiles = fitted.embed(before(log), strangers, threads(2));
      assertThat(profiles.clientIds()).containsExactlyInAnyOrder(-5, 100_000, 100_001);
    }
  }

  @Test
  void anEmptySetOfClientsHasNoRows() {
    try (FittedProfileModel fitted = model().fit(before(log(0)), everyone(), SEED, threads(2))) {
      assertThat(fitted.embed(before(log(0)), ClientSet.of(), threads(2)).size()).isZero();
    }
  }

  @Test
  void parametersMakeTheSameModel() {
    ProfileModel model = model();
    assertThat(ProfileModels.named(model.name(), model.parameters())).isEqualTo(model);
  }

  /** A model may decline, with a reason; what it does otherwise has to equal embedding all. */
  @Test
  void renewedProfilesEqualThoseOfAFullRun() {
    Histories input = before(log(0));
    Histories earlier = log(0).histories(Long.MIN_VALUE, CUT_OFF - Micros.PER_DAY / 4);
    ClientSet someAndOneMore = ClientSet.of(LongStream.range(10, 200).toArray());
    try (FittedProfileModel fitted = model().fit(input, everyone(), SEED, threads(2))) {
      switch (fitted.renewal()) {
        case Renewal.Whole(String because) -> assertThat(because).contains("; embed without");
        case Renewal.ByClient(Renewal.Embedder embedder) -> {
          DigestedProfiles before =
              embedder.embed(Optional.empty(), earlier, someAndOneMore, threads(2));
          DigestedProfiles full = embedder.embed(Optional.empty(), input, everyone(), threads(2));
          DigestedProfiles since =
              embedder.embed(Optional.of(before), input, everyone(), threads(2));
          assertThat(bits(since.profiles()))
              .isEqualTo(bits(full.profiles()))
              .isEqualTo(bits(fitted.embed(input, everyone(), threads(2))));
          assertThat(since.digests()).isEqualTo(full.digests());
          assertThat(full.computed()).isEqualTo(clients());
          assertThat(since.computed()).isBetween(11, clients() - 11);
          assertThat(full.profiles().clientIds()).isEqualTo(everyone().toArray());
        }
      }
    }
  }

  /** Whether a model keeps finished vectors in the work folder or begins anew. */
  @Test
  void aStoppedEmbeddingThatIsRunAgainEndsWithTheSameBits() {
    Histories input = before(log(0));
    try (FittedProfileModel fitted = model().fit(input, everyone(), SEED, threads(2))) {
      List<Object> whole = bits(fitted.embed(input, everyone(), threads(2)));
      AtomicLong left = new AtomicLong(clients() / 3);
      RunContext run = threads(1).withWorkFolder(dir.resolve("work"));
      RunContext context =
          run.withProgress(
              new HeardProgress()
                  .onAdvance((what, units) -> {
                    if (what.equals(EmbeddingPass.WHAT) && left.addAndGet(-units) <= 0) {
                      run.stop();
                    }
                  }));
      try {
        assertThat(bits(fitted.embed(input, everyone(), context))).isEqualTo(whole);
      } catch (InterruptedRunException stopped) {
        assertThat(left.get()).isNotPositive();
      }
      HeardProgress rest = new HeardProgress();
      RunContext again = threads(2).withProgress(rest).withWorkFolder(dir.resolve("work"));
      assertThat(bits(fitted.embed(input, everyone(), again))).isEqualTo(whole);
      assertThat(
              rest.notes().stream().anyMatch(note -> note.startsWith("embedding clients resumes")))
          .isEqualTo(left.get() <= 0);
    }
  }

  @Test
  void aStoppedRunStops() {
    RunContext stopped = threads(2);
    stopped.stop();
    Histories input = before(log(0));
    assertThatThrownBy(
            () -> {
              try (FittedProfileModel fitted = model().fit(input, everyone(), SEED, stopped)) {
                fitted.embed(input, everyone(), stopped);
              }
            })
        .isInstanceOf(InterruptedRunException.class);
  }
}
